#include "server/rules/workflow/place_proof.hpp"
#include "tests/support/small_town.hpp"

#include <catch2/catch.hpp>

using namespace yuntu;
using namespace yuntu::test;
using namespace std::chrono_literals;

namespace {

model::WorkerFix fix(double accuracy_m, model::Time time = at_s(0)) {
  return {place(118.35, 35.05), static_cast<std::uint32_t>(accuracy_m * 10), time, {}};
}
/// A building of 20 m that the fix lies so far outside of.
rules::ProofPlace building(double outside_m) {
  return {place(118.35, 35.05), outside_m, 20};
}

} // namespace

TEST_CASE("a fix in the building proves that somebody was there, with distance and accuracy") {
  auto const proof = rules::place_proof(building(0), fix(8), at_s(30));
  REQUIRE(proof);
  CHECK(proof->distance_m == 0);
  CHECK(proof->accuracy_m == 8);
  CHECK(proof->time == at_s(0));
}

TEST_CASE("a fix outside proves it only within its own accuracy") {
  CHECK(rules::place_proof(building(7.9), fix(8), at_s(0)));
  CHECK_FALSE(rules::place_proof(building(8.1), fix(8), at_s(0)));
}

TEST_CASE("an accuracy worse than the building proves nothing, even inside") {
  CHECK(rules::place_proof(building(0), fix(20), at_s(0)));
  CHECK_FALSE(rules::place_proof(building(0), fix(20.1), at_s(0)));
}

TEST_CASE("a fix of another time proves nothing") {
  CHECK(rules::place_proof(building(0), fix(8), at_s(0) + 3min));
  CHECK_FALSE(rules::place_proof(building(0), fix(8), at_s(0) + 3min + 1ms));
  CHECK_FALSE(rules::place_proof(building(0), fix(8, at_s(0) + 4min), at_s(0)));
}

TEST_CASE("without a building thirty metres count") {
  rules::ProofPlace const here{place(118.35, 35.05), std::nullopt, std::nullopt};
  rules::ProofPlace const there{place(118.3504, 35.05), std::nullopt, std::nullopt}; // 36 m east
  CHECK(rules::place_proof(here, fix(30), at_s(0)));
  CHECK_FALSE(rules::place_proof(here, fix(31), at_s(0)));
  CHECK_FALSE(rules::place_proof(there, fix(5), at_s(0)));
}

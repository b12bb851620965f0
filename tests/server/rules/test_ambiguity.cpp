#include "server/rules/ambiguity.hpp"

#include <cmath>
#include <cstdint>

#include <catch2/catch.hpp>

using namespace yuntu::rules;

namespace {

/// In steps of 0.0001, the last digit that is told.
std::int64_t sum_of(std::vector<AreaChance> const &chances) {
  std::int64_t sum = 0;
  for (auto const &chance : chances) {
    sum += std::llround(chance.probability * 10'000);
  }
  return sum;
}

} // namespace

TEST_CASE("an area that is as likely as 95 % is no question, nor is no area") {
  CHECK(candidates_of({{"G1", 0.95}, {"G2", 0.05}}).empty());
  CHECK(candidates_of({{"", 0.97}, {"G2", 0.03}}).empty());
  CHECK(candidates_of({}).empty());
  CHECK(candidates_of({{"G1", 0.9499}, {"G2", 0.0501}}).size() == 2);
}

TEST_CASE("candidates stand likeliest first, then by code, and none behind areas as likely") {
  auto const found = candidates_of({{"", 0.2}, {"G2", 0.2}, {"G3", 0.4}, {"G1", 0.2}});
  CHECK(found == std::vector<AreaChance>{{"G3", 0.4}, {"G1", 0.2}, {"G2", 0.2}, {"", 0.2}});
}

TEST_CASE("the parts of one area are one candidate") {
  CHECK(candidates_of({{"G1", 0.3}, {"G2", 0.5}, {"G1", 0.2}}) ==
        std::vector<AreaChance>{{"G1", 0.5}, {"G2", 0.5}});
  CHECK(candidates_of({{"G1", 0.5}, {"G1", 0.46}, {"G2", 0.04}}).empty());
}

TEST_CASE("what is less likely than 1 % is left out and the rest sums to 1") {
  auto const found = candidates_of({{"G1", 0.6}, {"G2", 0.392}, {"G3", 0.008}});
  REQUIRE(found.size() == 2);
  CHECK(found[0].probability == Approx(0.6 / 0.992).margin(0.0001));
  CHECK(sum_of(found) == 10'000);
  CHECK(sum_of(candidates_of({{"A", 1.0 / 3}, {"B", 1.0 / 3}, {"C", 1.0 / 3}})) == 10'000);
  CHECK(candidates_of({{"G1", 0.6}, {"G2", 0.39}, {"G3", 0.01}}).size() == 3);
}

TEST_CASE("of many unlikely areas so many are told that they hold one half") {
  std::vector<AreaChance> chances;
  for (int i = 0; i < 200; ++i) {
    chances.push_back({"M" + std::to_string(100 + i), 0.005});
  }
  auto const found = candidates_of(chances);
  CHECK(found.size() == 100);
  CHECK(found.front() == AreaChance{"M100", 0.01});
  CHECK(sum_of(found) == 10'000);
}

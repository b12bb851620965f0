#include "server/services/device_service.hpp"
#include "server/services/report_identity.hpp"
#include "server/services/session_service.hpp"
#include "tests/support/samples.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace yuntu;
using model::Role;
using test::at_s;

namespace {

model::CityState town() {
  model::CityState state;
  state.users["u1"] = {"u1",  "Wang", Role::grid_worker, {"G1"}, services::digest("token"),
                       false, false};
  state.users["u2"] = {"u2", "Li", Role::command, {}, services::digest("other"), false, false};
  return state;
}

void apply(model::CityState &state, services::OperatorDecision const &decision) {
  for (auto const &draft : decision.facts) {
    model::Fact fact;
    fact.body = draft.body;
    model::fold_fact(state, fact, 1);
  }
}

model::PositionReport report(double lon, double second = 0) {
  model::PositionReport made;
  made.time = at_s(second);
  made.lon = lon;
  made.lat = 35.05;
  made.accuracy_m = 5;
  return made;
}

} // namespace

TEST_CASE("a device's profile takes the three datums and the two shares only") {
  auto const state = town();
  CHECK(services::profile_device(state, "tablet", "gcj02", 95));
  CHECK(services::profile_device(state, "tablet", "cgcs2000", 68).error().status == 422);
  CHECK(services::profile_device(state, "tablet", "", 68).error().status == 422);
  CHECK(services::profile_device(state, "tablet", "wgs84", 50).error().status == 422);
  CHECK(services::profile_device(state, "a b", "wgs84", 68).error().status == 422);
}

TEST_CASE("an enrolled device is known by its secret id, of which only the hash is kept") {
  auto state = town();
  auto const decision = services::enrol_device(state, "phone", "Wang");
  REQUIRE(decision);
  CHECK(decision->user == "u1");
  CHECK(decision->secret.size() == 32);
  apply(state, *decision);
  CHECK(state.enrolments.begin()->first != decision->secret);
  auto const found = services::PrincipalDirectory(state).of_enrolment(decision->secret);
  REQUIRE(found);
  CHECK(found->device == "phone");
  CHECK(found->principal.user == "u1");
  CHECK_FALSE(services::PrincipalDirectory(state).of_enrolment("guess"));
}

TEST_CASE("a new enrolment voids the old id, and so does revoking the user") {
  auto state = town();
  auto const first = services::enrol_device(state, "phone", "u1");
  apply(state, *first);
  auto const second = services::enrol_device(state, "phone", "u1");
  apply(state, *second);
  CHECK_FALSE(services::PrincipalDirectory(state).of_enrolment(first->secret));
  CHECK(services::PrincipalDirectory(state).of_enrolment(second->secret));
  state.users["u1"].is_revoked = true;
  CHECK_FALSE(services::PrincipalDirectory(state).of_enrolment(second->secret));
}

TEST_CASE("only a grid worker's own device is enrolled") {
  auto state = town();
  CHECK(services::enrol_device(state, "phone", "nobody").error().status == 404);
  CHECK(services::enrol_device(state, "phone", "Li").error().status == 422);
  CHECK(services::enrol_device(state, "bad name", "Wang").error().status == 422);
  state.devices["phone"].user = "u7";
  CHECK(services::enrol_device(state, "phone", "Wang").error().status == 409);
}

TEST_CASE("a login is a user's id or name with that user's token") {
  services::PrincipalDirectory const directory(town());
  CHECK(directory.of_login("u1", "token")->user == "u1");
  CHECK(directory.of_login("Wang", "token")->user == "u1");
  CHECK_FALSE(directory.of_login("Li", "token"));
  CHECK_FALSE(directory.of_login("", "token"));
  CHECK_FALSE(directory.of_login("u1", "other"));
}

TEST_CASE("a report without a number gets the same number again, another one another") {
  CHECK(services::number_of(report(118.355)) == services::number_of(report(118.355)));
  std::set<std::uint64_t> numbers;
  for (int i = 0; i < 1000; ++i) {
    numbers.insert(services::number_of(report(118.355, i)));
  }
  CHECK(numbers.size() == 1000);
  CHECK(*numbers.rbegin() < std::uint64_t{1} << 53U);
  CHECK(services::number_of(report(118.355, -1e12)) > 0);
}

TEST_CASE("the content hash tells reports apart in every field and carries the verdict") {
  auto const hash = [](auto const &change) {
    auto made = report(118.355);
    change(made);
    return services::content_hash(made, model::PositionVerdict::too_fast);
  };
  std::set<std::uint64_t> const hashes{
      hash([](auto &) {}),
      hash([](auto &r) { r.lon += 1e-9; }),
      hash([](auto &r) { r.lat += 1e-9; }),
      hash([](auto &r) { r.accuracy_m = 6; }),
      hash([](auto &r) { r.speed_mps = 1; }),
      hash([](auto &r) { r.heading_deg = 1; }),
      hash([](auto &r) { r.battery = 1; }),
      hash([](auto &r) { r.datum = "gcj02"; }),
      hash([](auto &r) { r.time += std::chrono::milliseconds{1}; }),
      hash([](auto &r) { std::swap(r.lon, r.lat); })};
  CHECK(hashes.size() == 10);
  for (auto const value : hashes) {
    CHECK(services::verdict_in(value) == model::PositionVerdict::too_fast);
  }
}

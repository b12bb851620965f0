#include "server/services/coverage_service.hpp"
#include "tests/support/small_town.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <set>

using namespace yuntu;
using namespace yuntu::test;
using services::coverage_of;

namespace {

services::WalkCity town(std::map<std::string, model::Closure> const &closures = {}) {
  return {small_town::base(), closures};
}

std::map<std::string, model::Closure> closed_at(geo::LonLat where) {
  return {{"k1", {"k1", where, "", {}}}};
}

std::set<std::string> covered_codes(services::CoverageResult const &result) {
  std::set<std::string> codes;
  for (auto const &building : result.covered) {
    codes.insert(building.code);
  }
  return codes;
}

} // namespace

TEST_CASE("a station reaches what lies within the walk and no more") {
  auto const city = town();
  auto const result = coverage_of(city, {{small_town::station_west, "T1"}}, 900);
  CHECK(covered_codes(result) == std::set<std::string>{"B1", "B2"});
  CHECK(result.answer.limit_m == Approx(990));
  CHECK(result.answer.covered.buildings == 2);
  CHECK(result.answer.covered.households == 54);
  CHECK(result.answer.total.buildings == 3);
  CHECK(result.answer.total.households == 66);
  REQUIRE(result.answer.origins.size() == 1);
  CHECK(result.answer.origins[0].station == "T1");
  CHECK(result.answer.origins[0].street_m > 900);
  // 228 m to B1 along the street, 11 m from the station's door, 22 m to the building's wall.
  REQUIRE(result.covered[0].code == "B1");
  CHECK(result.covered[0].seconds == Approx((228 + 11 + 22) / 1.1).margin(12));
}

TEST_CASE("older people are counted where a building tells of them, and not told where none does") {
  auto layers = small_town::layers();
  auto buildings = small_town::buildings();
  buildings[0].attributes.emplace_back("older", "13");
  buildings[1].attributes.emplace_back("older", "20");
  layers[model::LayerKind::building] = layer_version(model::LayerKind::building, buildings);
  services::WalkCity const city(std::make_shared<services::BaseMap const>(layers), {});
  auto const told =
      coverage_of(city, {{small_town::station_west, "T1"}, {small_town::station_east, "T2"}}, 300)
          .answer;
  CHECK(told.tells_older);
  CHECK(told.origins[0].served == protocol::PeopleCount{1, 24, 13});
  CHECK(told.origins[1].served == protocol::PeopleCount{1, 12, 0});
  CHECK(told.covered == protocol::PeopleCount{2, 36, 13});
  CHECK(told.total == protocol::PeopleCount{3, 66, 33});
  CHECK(protocol::coverage_json(told).find("\"older\":33") != std::string::npos);
  auto const untold = coverage_of(town(), {{small_town::station_west, "T1"}}, 300).answer;
  CHECK_FALSE(untold.tells_older);
  CHECK(protocol::coverage_json(untold).find("older") == std::string::npos);
}

TEST_CASE("who lives at a street that is cut off from all others is counted as on an island") {
  auto layers = small_town::layers();
  auto buildings = small_town::buildings();
  buildings.push_back(
      feature("B4", box(118.3502, 35.0702, 118.3504, 35.0704), {{"households", "9"}}));
  auto streets = small_town::streets();
  streets.push_back(feature({}, geo::LineString{place(118.35, 35.07), place(118.352, 35.07)},
                            {{"highway", "residential"}}));
  layers[model::LayerKind::building] = layer_version(model::LayerKind::building, buildings);
  layers[model::LayerKind::street] = layer_version(model::LayerKind::street, streets);
  services::WalkCity const city(std::make_shared<services::BaseMap const>(layers), {});
  auto const answer = coverage_of(city, {{small_town::station_west, "T1"}}, 7200).answer;
  CHECK(answer.islands == protocol::PeopleCount{1, 9, 0});
  CHECK(answer.off_street == protocol::PeopleCount{});
  CHECK(answer.covered == protocol::PeopleCount{3, 66, 0});
  CHECK(answer.total == protocol::PeopleCount{4, 75, 0});
  CHECK(coverage_of(town(), {}, 300).answer.islands == protocol::PeopleCount{});
}

TEST_CASE("who cannot be served, or hardly, is told apart") {
  protocol::CoverageAnswer answer;
  answer.off_street = {1, 2, 0};
  answer.islands = {3, 4, 0};
  answer.across = {5, 6, 0};
  auto const told = nlohmann::json::parse(protocol::coverage_json(answer));
  CHECK(told.at("off_street") == nlohmann::json{{"buildings", 1}, {"households", 2}});
  CHECK(told.at("islands") == nlohmann::json{{"buildings", 3}, {"households", 4}});
  CHECK(told.at("across") == nlohmann::json{{"buildings", 5}, {"households", 6}});
}

TEST_CASE("an origin without a street near says so") {
  auto const result =
      coverage_of(town(), {{small_town::station_west, "T1"}, {place(118.36, 35.09), "T9"}}, 900);
  CHECK_FALSE(result.answer.origins[0].is_off_street);
  CHECK(result.answer.origins[1].is_off_street);
  CHECK(result.answer.origins[1].served == protocol::PeopleCount{});
}

TEST_CASE("a building that two stations reach is covered once") {
  auto const city = town();
  auto const result =
      coverage_of(city, {{small_town::station_west, "T1"}, {small_town::station_east, "T2"}}, 900);
  CHECK(result.answer.origins[0].served.buildings == 2);
  CHECK(result.answer.origins[1].served.buildings == 2);
  CHECK(result.answer.covered.buildings == 3);
  CHECK(result.answer.covered.households == 66);
  CHECK(result.covered.size() == 4);
}

TEST_CASE("a closure cuts what lies behind it off") {
  auto const before = town();
  auto const after = town(closed_at(small_town::bottleneck));
  std::vector<services::CoverageOriginRequest> const west{{small_town::station_west, "T1"}};
  auto const open = coverage_of(before, west, 900);
  auto const closed = coverage_of(after, west, 900);
  CHECK(covered_codes(closed) == std::set<std::string>{"B1"});
  CHECK(closed.answer.origins[0].street_m < open.answer.origins[0].street_m);
  CHECK(closed.answer.total.buildings == 3);
}

TEST_CASE("an origin without a street near it serves nobody") {
  auto const city = town();
  auto const result = coverage_of(city, {{place(118.36, 35.09), ""}}, 900);
  CHECK(result.answer.covered.buildings == 0);
  CHECK(result.answer.origins[0].street_m == 0);
  CHECK(result.streets[0].empty());
}

TEST_CASE("no time reaches nothing") {
  auto const city = town();
  CHECK(coverage_of(city, {{small_town::station_west, "T1"}}, 0).answer.covered.buildings == 0);
}

TEST_CASE("the digest of a reach changes when its streets do and only then") {
  auto const one = services::reaches_of(town(), 900);
  auto const two = services::reaches_of(town(), 900);
  auto const three = services::reaches_of(town(closed_at(small_town::bottleneck)), 900);
  REQUIRE(one.size() == 2);
  CHECK(one[0].digest == two[0].digest);
  CHECK(one[0].digest != three[0].digest);
  CHECK(one[0].digest.size() == 16);
  CHECK(one[0].upsert.station == "T1");
}

TEST_CASE("the nearest station is the one with the shortest walk, not the shortest line") {
  auto const open = town();
  model::Time const now{};
  auto const near = services::nearest_stations(open, place(118.3575, 35.0551), 900, now);
  REQUIRE(near.open);
  CHECK(near.open->code == "T1");
  CHECK(near.open->name == "name of T1");
  CHECK(near.open->walk_s == Approx(592.0 / 1.1 + 20).margin(15));
  CHECK(near.open->hours.empty());
  CHECK_FALSE(near.open->is_open); // nobody knows
  CHECK_FALSE(near.closed);
  auto const closed = town(closed_at(small_town::bottleneck));
  auto const round = services::nearest_stations(closed, place(118.3575, 35.0551), 1200, now);
  REQUIRE(round.open);
  CHECK(round.open->code == "T2");
  CHECK_FALSE(services::nearest_stations(closed, place(118.3575, 35.0551), 600, now).open);
  CHECK_FALSE(services::nearest_stations(open, place(118.36, 35.09), 900, now).open);
}

TEST_CASE("buildings in parts are one building, counted once") {
  auto layers = small_town::layers();
  layers[model::LayerKind::building] = layer_version(
      model::LayerKind::building,
      {feature("B1", box(118.3535, 35.0552, 118.3537, 35.0554), {{"households", "24"}}),
       feature("B1", box(118.3539, 35.0552, 118.3541, 35.0554), {{"households", "24"}})});
  services::WalkCity const city(std::make_shared<services::BaseMap const>(layers), {});
  auto const result = coverage_of(city, {{small_town::station_west, "T1"}}, 900);
  CHECK(result.answer.total.buildings == 1);
  CHECK(result.answer.total.households == 24);
  CHECK(result.answer.covered.households == 24);
}

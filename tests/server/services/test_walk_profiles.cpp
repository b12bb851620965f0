#include "server/services/coverage_service.hpp"
#include "tests/support/small_town.hpp"
#include "tests/support/walkers.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

using namespace yuntu;
using namespace yuntu::test;

namespace {

geo::LineString along(std::vector<double> const &lons) {
  geo::LineString line;
  for (auto const lon : lons) {
    line.push_back(place(lon, small_town::street_lat));
  }
  return line;
}

/// The main street of the small town in pieces: steps between .357 and .359, and steps that leave
/// it at .355 for nowhere.
///
///    T1 ---B1--+------------====------B2-------B3---T2
///              =  .355     steps
std::shared_ptr<services::BaseMap const> town_with_steps() {
  auto layers = small_town::layers();
  layers[model::LayerKind::street] =
      layer_version(model::LayerKind::street,
                    {feature({}, along({118.351, 118.355, 118.357}), {{"highway", "residential"}}),
                     feature({}, along({118.357, 118.359}), {{"highway", "steps"}}),
                     feature({}, along({118.359, 118.369}), {{"highway", "residential"}}),
                     feature({}, geo::LineString{place(118.355, 35.0535), place(118.355, 35.055)},
                             {{"highway", "steps"}})});
  return std::make_shared<services::BaseMap const>(layers);
}

services::WalkView view(std::shared_ptr<services::BaseMap const> base,
                        services::Walker const &walker,
                        std::map<std::string, model::Closure> const &closures = {}) {
  return services::view_of(std::make_shared<services::WalkCity const>(std::move(base), closures),
                           walker);
}

std::set<std::string> reached_from_west(services::WalkView const &walkers, double limit_s) {
  std::set<std::string> codes;
  auto const result = services::coverage_of(walkers, {{small_town::station_west, "T1"}}, limit_s);
  for (auto const &building : result.covered) {
    codes.insert(building.code);
  }
  return codes;
}

/// The main street with a ferry of ten minutes in its middle.
std::shared_ptr<services::BaseMap const> ferry_town() {
  auto layers = small_town::layers();
  layers[model::LayerKind::street] = layer_version(
      model::LayerKind::street,
      {feature({}, along({118.351, 118.354}), {{"highway", "residential"}}),
       feature({}, along({118.354, 118.36}), {{"route", "ferry"}, {"duration_s", "600"}}),
       feature({}, along({118.36, 118.369}), {{"highway", "residential"}})});
  return std::make_shared<services::BaseMap const>(layers);
}

/// Across the ferry.
double seconds_to_b2(std::shared_ptr<services::BaseMap const> const &base,
                     services::Walker const &walker) {
  auto const result =
      services::coverage_of(view(base, walker), {{place(118.354, 35.055), {}}}, 7200);
  auto const found = std::find_if(result.covered.begin(), result.covered.end(),
                                  [](auto const &one) { return one.code == "B2"; });
  REQUIRE(found != result.covered.end());
  return found->seconds;
}

std::map<std::string, model::Closure> closed_at(geo::LonLat where) {
  return {{"k1", {"k1", where, "", {}}}};
}

std::vector<geo::LonLat> closed_points(services::WalkCity const &city) {
  std::vector<geo::LonLat> points;
  for (auto const edge : city.closed().edges()) {
    auto const of_edge = city.walk().graph().points(edge);
    points.insert(points.end(), of_edge.begin(), of_edge.end());
  }
  return points;
}

} // namespace

TEST_CASE("old people walk the same ways in more time") {
  auto const base = small_town::base();
  auto const standard = view(base, walkers::standard);
  auto const elder = view(base, walkers::elder);
  CHECK(&elder.city->walk() == &standard.city->walk());
  CHECK(reached_from_west(standard, 900) == std::set<std::string>{"B1", "B2"});
  CHECK(reached_from_west(elder, 900) == std::set<std::string>{"B1"});
  auto const quick = services::coverage_of(standard, {{small_town::station_west, "T1"}}, 900);
  auto const slow = services::coverage_of(elder, {{small_town::station_west, "T1"}}, 900);
  CHECK(slow.answer.limit_m == Approx(720));
  CHECK(slow.answer.profile == "elder");
  CHECK(slow.covered[0].seconds == Approx(quick.covered[0].seconds * 1.1 / 0.8));
}

TEST_CASE("a wheelchair takes no steps") {
  auto const base = town_with_steps();
  CHECK(reached_from_west(view(base, walkers::standard), 1500).contains("B2"));
  auto const wheelchair = view(base, walkers::wheelchair);
  CHECK(reached_from_west(wheelchair, 1500) == std::set<std::string>{"B1"});
  CHECK(wheelchair.walker.profile.speed_mps == 1.1);
}

TEST_CASE("where there are no steps the wheelchair's map is everybody's") {
  auto const base = small_town::base();
  CHECK(&view(base, walkers::wheelchair).city->walk() == base->walk());
}

TEST_CASE("a profile's map and city are made once") {
  auto const base = town_with_steps();
  auto const city =
      std::make_shared<services::WalkCity const>(base, std::map<std::string, model::Closure>{});
  auto const one = services::view_of(city, walkers::wheelchair);
  auto const two = services::view_of(city, walkers::wheelchair);
  CHECK(one.city == two.city);
  CHECK(&one.city->walk() == &view(base, walkers::wheelchair).city->walk());
  CHECK(&one.city->walk() != base->walk());
}

TEST_CASE("a closure closes the same piece of street for a wheelchair") {
  auto const base = town_with_steps();
  // East of where steps meet the street: the piece ends there, though a wheelchair cannot turn off.
  auto const closures = closed_at(place(118.356, small_town::street_lat));
  auto const standard = view(base, walkers::standard, closures);
  auto const wheelchair = view(base, walkers::wheelchair, closures);
  REQUIRE(closed_points(*standard.city).size() == 2);
  CHECK(closed_points(*wheelchair.city) == closed_points(*standard.city));
}

TEST_CASE("closing steps closes nothing for a wheelchair") {
  auto const base = town_with_steps();
  auto const closures = closed_at(place(118.3571, small_town::street_lat));
  CHECK(view(base, walkers::standard, closures).city->closed().edges().size() == 1);
  CHECK(view(base, walkers::wheelchair, closures).city->closed().empty());
}

TEST_CASE("a ferry takes old people no longer") {
  auto const base = ferry_town();
  // What is left is walked.
  CHECK((seconds_to_b2(base, walkers::elder) - 600) * 0.8 ==
        Approx((seconds_to_b2(base, walkers::standard) - 600) * 1.1).margin(1));
}

TEST_CASE("a ferry takes as long at any speed, in a map of its own that two questions share") {
  auto const base = ferry_town();
  auto const slow = *services::WalkProfiles().find("standard@0.55");
  CHECK((seconds_to_b2(base, slow) - 600) * 0.55 ==
        Approx((seconds_to_b2(base, walkers::standard) - 600) * 1.1).margin(1));
  auto const city =
      std::make_shared<services::WalkCity const>(base, std::map<std::string, model::Closure>{});
  CHECK(city->variant(slow.profile) == city->variant(slow.profile));
  CHECK(city->variant(slow.profile) != city->variant(walkers::elder.profile));
}

TEST_CASE("a map apart that nobody asked for lately is made anew, and lives with who holds it") {
  auto const base = ferry_town();
  auto const &maps = *base->walks();
  auto const map_at = [&](double speed_mps) { return maps.of(*maps.apart({speed_mps, 2, true})); };
  auto const first = map_at(0.3);
  CHECK(map_at(0.3) == first);
  for (int i = 1; i <= static_cast<int>(services::WalkMaps::most_kept); ++i) {
    static_cast<void>(map_at(0.3 + 0.1 * i));
  }
  CHECK(map_at(0.3) != first);
  CHECK(first->graph().profile().speed_mps == 0.3);
}

TEST_CASE("at another speed the same ways take their time by it, on the same map") {
  auto const base = small_town::base();
  auto const at_half = *services::WalkProfiles().find("standard@0.55");
  auto const half = view(base, at_half);
  CHECK(&half.city->walk() == base->walk());
  auto const as_far = reached_from_west(view(base, walkers::standard), 300);
  CHECK(reached_from_west(half, 600) == as_far);
  CHECK(reached_from_west(half, 300) != as_far);
  auto const answer = services::coverage_of(half, {{small_town::station_west, {}}}, 600).answer;
  CHECK(answer.profile == "standard@0.55");
  CHECK(answer.limit_m == Approx(330));
}

TEST_CASE("who takes steps more slowly has a map apart where there are steps") {
  auto const steep = services::Walker{"pram", {1.1, 6, true}};
  auto const flat = small_town::base();
  CHECK(&view(flat, steep).city->walk() == flat->walk());
  auto const stairs = town_with_steps();
  CHECK(&view(stairs, steep).city->walk() != stairs->walk());
  CHECK(reached_from_west(view(stairs, steep), 1200) !=
        reached_from_west(view(stairs, walkers::standard), 1200));
}

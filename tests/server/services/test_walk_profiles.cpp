#include "server/services/coverage_service.hpp"
#include "tests/support/small_town.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

using namespace yuntu;
using namespace yuntu::test;
using services::ProfileName;

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

services::WalkView view(std::shared_ptr<services::BaseMap const> base, ProfileName name,
                        std::map<std::string, model::Closure> const &closures = {}) {
  return services::view_of(std::make_shared<services::WalkCity const>(std::move(base), closures),
                           name);
}

std::set<std::string> reached_from_west(services::WalkView const &walkers, double limit_s) {
  std::set<std::string> codes;
  auto const result = services::coverage_of(walkers, {{small_town::station_west, "T1"}}, limit_s);
  for (auto const &building : result.covered) {
    codes.insert(building.code);
  }
  return codes;
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
  auto const standard = view(base, ProfileName::standard);
  auto const elder = view(base, ProfileName::elder);
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
  CHECK(reached_from_west(view(base, ProfileName::standard), 1500).contains("B2"));
  auto const wheelchair = view(base, ProfileName::wheelchair);
  CHECK(reached_from_west(wheelchair, 1500) == std::set<std::string>{"B1"});
  CHECK(wheelchair.profile.speed_mps == 1.1);
}

TEST_CASE("where there are no steps the wheelchair's map is everybody's") {
  auto const base = small_town::base();
  CHECK(&view(base, ProfileName::wheelchair).city->walk() == base->walk());
}

TEST_CASE("a profile's map and city are made once") {
  auto const base = town_with_steps();
  auto const city =
      std::make_shared<services::WalkCity const>(base, std::map<std::string, model::Closure>{});
  auto const one = services::view_of(city, ProfileName::wheelchair);
  auto const two = services::view_of(city, ProfileName::wheelchair);
  CHECK(one.city == two.city);
  CHECK(&one.city->walk() == &view(base, ProfileName::wheelchair).city->walk());
  CHECK(&one.city->walk() != base->walk());
}

TEST_CASE("a closure closes the same piece of street for a wheelchair") {
  auto const base = town_with_steps();
  // East of where steps meet the street: the piece ends there, though a wheelchair cannot turn off.
  auto const closures = closed_at(place(118.356, small_town::street_lat));
  auto const standard = view(base, ProfileName::standard, closures);
  auto const wheelchair = view(base, ProfileName::wheelchair, closures);
  REQUIRE(closed_points(*standard.city).size() == 2);
  CHECK(closed_points(*wheelchair.city) == closed_points(*standard.city));
}

TEST_CASE("closing steps closes nothing for a wheelchair") {
  auto const base = town_with_steps();
  auto const closures = closed_at(place(118.3571, small_town::street_lat));
  CHECK(view(base, ProfileName::standard, closures).city->closed().edges().size() == 1);
  CHECK(view(base, ProfileName::wheelchair, closures).city->closed().empty());
}

TEST_CASE("a ferry takes old people no longer") {
  auto layers = small_town::layers();
  layers[model::LayerKind::street] = layer_version(
      model::LayerKind::street,
      {feature({}, along({118.351, 118.354}), {{"highway", "residential"}}),
       feature({}, along({118.354, 118.36}), {{"route", "ferry"}, {"duration_s", "600"}}),
       feature({}, along({118.36, 118.369}), {{"highway", "residential"}})});
  auto const base = std::make_shared<services::BaseMap const>(layers);
  auto const seconds_to_b2 = [&](ProfileName name) {
    auto const result =
        services::coverage_of(view(base, name), {{place(118.354, 35.055), {}}}, 3600);
    auto const found = std::find_if(result.covered.begin(), result.covered.end(),
                                    [](auto const &one) { return one.code == "B2"; });
    REQUIRE(found != result.covered.end());
    return found->seconds;
  };
  // What is left is walked.
  CHECK((seconds_to_b2(ProfileName::elder) - 600) * 0.8 ==
        Approx((seconds_to_b2(ProfileName::standard) - 600) * 1.1).margin(1));
}

TEST_CASE("profiles go by their names") {
  for (auto const name : services::profile_names) {
    CHECK(services::find_profile(services::to_string(name)) == name);
  }
  CHECK_FALSE(services::find_profile("Elder"));
  CHECK_FALSE(services::find_profile(""));
}

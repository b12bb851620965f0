#include "geo/predicates.hpp"
#include "server/services/area_coverage.hpp"
#include "server/services/building_walks.hpp"
#include "server/services/reach_picture.hpp"
#include "tests/support/small_town.hpp"
#include "tests/support/walkers.hpp"

#include <catch2/catch.hpp>

#include <numeric>

using namespace yuntu;
using namespace yuntu::test;

namespace {

services::WalkView town_view(services::BaseMap::Layers layers,
                             std::map<std::string, model::Closure> const &closures = {}) {
  auto const base = std::make_shared<services::BaseMap const>(std::move(layers));
  return services::view_of(std::make_shared<services::WalkCity const>(base, closures),
                           walkers::standard);
}

services::CoverageOriginRequest const west{small_town::station_west, "T1"};
geo::LonLat const off_street = place(118.36, 35.09);

bool covers(geo::MultiPolygon const &parts, geo::LonLat where) {
  return std::any_of(parts.begin(), parts.end(),
                     [&](auto const &part) { return geo::covers(part, where); });
}

/// The small town with a house that no street comes near, outside every grid.
services::BaseMap::Layers layers_with_hermit() {
  auto layers = small_town::layers();
  auto buildings = small_town::buildings();
  buildings.push_back(feature("B9", box(118.36, 35.09, 118.3602, 35.0902), {{"households", "1"}}));
  layers[model::LayerKind::building] = layer_version(model::LayerKind::building, buildings);
  return layers;
}

protocol::AreaCoverage coverage_of_grids(services::WalkView const &view) {
  services::AreaTree const tree(view.city->shared_base());
  return services::area_coverage(view, tree, model::AreaLevel::grid);
}

} // namespace

TEST_CASE("a reach has an outline for every five minutes and one for its limit") {
  auto const view = town_view(small_town::layers());
  auto const reach = services::reach_picture(view, west, 720);
  REQUIRE(reach);
  CHECK(reach->minutes == 12);
  REQUIRE(reach->outlines.size() == 3);
  CHECK(reach->outlines[0].minutes == 5);
  CHECK(reach->outlines[1].minutes == 10);
  CHECK(reach->outlines[2].minutes == 12);
}

TEST_CASE("a whole number of five minutes has no outline twice, and counts as coverage counts") {
  auto const view = town_view(small_town::layers());
  auto const reach = services::reach_picture(view, west, 900);
  REQUIRE(reach);
  REQUIRE(reach->outlines.size() == 3);
  auto const &last = reach->outlines[2];
  auto const coverage = services::coverage_of(view, {west}, 900);
  CHECK(last.minutes == 15);
  CHECK(last.buildings == 2);
  CHECK(last.households == 54);
  CHECK(reach->streets == coverage.streets[0]);
  CHECK(reach->street_m == Approx(coverage.answer.origins[0].street_m));
  CHECK(reach->outlines[0].buildings == 1);
  CHECK(covers(last.parts, small_town::station_west));
  CHECK(covers(last.parts, place(118.3607, 35.0551)));
  CHECK_FALSE(covers(last.parts, small_town::station_east));
  CHECK_FALSE(covers(reach->outlines[0].parts, place(118.3607, 35.0551)));
  CHECK(last.reached_outside == 0);
  CHECK(last.unreached_inside == 0);
}

TEST_CASE("the outline of another profile is another") {
  auto const view = town_view(small_town::layers());
  auto const slow = services::view_of(view.city, walkers::elder);
  auto const reach = services::reach_picture(slow, west, 900);
  REQUIRE(reach);
  CHECK(reach->outlines.back().buildings == 1);
  CHECK_FALSE(covers(reach->outlines.back().parts, place(118.3607, 35.0551)));
}

TEST_CASE("an origin without a street is refused and named") {
  auto const view = town_view(small_town::layers());
  auto const reach = services::reach_picture(view, {off_street, {}}, 900);
  REQUIRE_FALSE(reach);
  CHECK(reach.error().status == 422);
  CHECK(reach.error().detail.find("118.3600000,35.0900000") != std::string::npos);
  auto const walks =
      services::building_walks(view, services::CoverageOriginRequest{off_street, "T7"}, 900);
  REQUIRE_FALSE(walks);
  CHECK(walks.error().detail.find("\"T7\"") != std::string::npos);
}

TEST_CASE("each building walks to its nearest station") {
  auto const view = town_view(small_town::layers());
  auto const walks = services::building_walks(view, std::nullopt, 900);
  REQUIRE(walks);
  REQUIRE(walks->buildings.size() == 3);
  auto const to_west = services::coverage_of(view, {west}, 900).covered;
  auto const to_east = services::coverage_of(view, {{small_town::station_east, "T2"}}, 900).covered;
  CHECK(walks->buildings[0].code == "B1");
  CHECK(walks->buildings[0].station == "T1");
  CHECK(walks->buildings[0].seconds == to_west[0].seconds);
  CHECK(walks->buildings[1].code == "B2");
  CHECK(walks->buildings[1].station == "T2");
  CHECK(walks->buildings[1].seconds == to_east[0].seconds);
  CHECK(walks->buildings[1].seconds < to_west[1].seconds);
  CHECK(walks->buildings[2].station == "T2");
}

TEST_CASE("walks to one origin are its own, and end at the limit") {
  auto const view = town_view(small_town::layers());
  auto const walks = services::building_walks(view, west, 900);
  REQUIRE(walks);
  REQUIRE(walks->buildings.size() == 2);
  CHECK(walks->buildings[1].code == "B2");
  CHECK(walks->buildings[1].station == "T1");
  CHECK(services::building_walks(view, west, 300)->buildings.size() == 1);
  CHECK(services::building_walks(view, services::CoverageOriginRequest{west.place, {}}, 300)
            ->buildings[0]
            .station.empty());
}

TEST_CASE("areas are served as their buildings are, the worst first") {
  auto const coverage = coverage_of_grids(town_view(small_town::layers()));
  CHECK(coverage.level == "grid");
  REQUIRE(coverage.areas.size() == 2);
  // By 15 minutes both are served wholly, so they stand by code.
  auto const &g1 = coverage.areas[0];
  auto const &g2 = coverage.areas[1];
  CHECK(g1.code == "G1");
  CHECK(g1.name == "name of G1");
  CHECK(g1.all.households == 24);
  CHECK(g1.served[0].households == 24);
  CHECK(g2.all.buildings == 2);
  CHECK(g2.all.households == 42);
  CHECK(g2.served[0].households == 12);
  CHECK(g2.served[1].households == 12);
  CHECK(g2.served[2].households == 42);
  CHECK(coverage.total.all.households == 66);
  CHECK(coverage.total.served[0].buildings == 2);
  CHECK_FALSE(coverage.tells_older);
  // Old people of B2 take longer than 15 minutes.
  auto const view = town_view(small_town::layers());
  auto const slow = coverage_of_grids(services::view_of(view.city, walkers::elder));
  CHECK(slow.profile == "elder");
  CHECK(slow.areas[0].code == "G2");
  CHECK(slow.areas[0].served[2].households == 12);
}

TEST_CASE("where nobody lives stands last, however badly it is served") {
  auto layers = small_town::layers();
  auto buildings = small_town::buildings();
  buildings[0].attributes = {{"households", "0"}}; // the only one of G1
  layers[model::LayerKind::building] = layer_version(model::LayerKind::building, buildings);
  layers.erase(model::LayerKind::station); // nobody is served
  auto const coverage = coverage_of_grids(town_view(std::move(layers)));
  REQUIRE(coverage.areas.size() == 2);
  CHECK(coverage.areas[0].code == "G2");
  CHECK(coverage.areas[0].all.households == 42);
  CHECK(coverage.areas[1].all.households == 0);
  CHECK(coverage.areas[1].all.buildings == 1);
}

TEST_CASE("the farthest twentieth is taken of the longest walks, by households") {
  auto const view = town_view(small_town::layers());
  auto const farthest = coverage_of_grids(view).farthest;
  CHECK(farthest.households == 4); // of 66
  CHECK(farthest.unreached_households == 0);
  REQUIRE(farthest.mean_s);
  CHECK(*farthest.mean_s ==
        services::building_walks(view, std::nullopt, 900)->buildings[1].seconds); // all of B2
  CHECK(farthest.areas == std::vector<std::size_t>{1});
}

TEST_CASE("who reaches no station is among the farthest, and in the total only when in no area") {
  auto const coverage = coverage_of_grids(town_view(layers_with_hermit()));
  CHECK(coverage.total.all.households == 67);
  CHECK(coverage.areas[0].all.households + coverage.areas[1].all.households == 66);
  CHECK(coverage.farthest.households == 4);
  CHECK(coverage.farthest.unreached_households == 1);
  CHECK(std::accumulate(coverage.histogram.begin(), coverage.histogram.end(), std::int64_t{0}) ==
        66);
}

TEST_CASE("households stand in the minute that their walk takes") {
  auto const view = town_view(small_town::layers());
  auto const histogram = coverage_of_grids(view).histogram;
  auto const walks = services::building_walks(view, std::nullopt, 900)->buildings;
  CHECK(histogram[static_cast<std::size_t>(walks[1].seconds / 60)] == 30);
  CHECK(std::accumulate(histogram.begin(), histogram.end(), std::int64_t{0}) == 66);
}

TEST_CASE("older people are counted where the layer tells of them") {
  auto layers = small_town::layers();
  auto buildings = small_town::buildings();
  buildings[1].attributes.emplace_back("older", "17");
  layers[model::LayerKind::building] = layer_version(model::LayerKind::building, buildings);
  auto const coverage = coverage_of_grids(town_view(std::move(layers)));
  CHECK(coverage.tells_older);
  CHECK(coverage.total.all.older == 17);
  CHECK(coverage.total.served[1].older == 0);
  CHECK(coverage.total.served[2].older == 17);
}

TEST_CASE("a town without stations serves nobody") {
  auto layers = small_town::layers();
  layers.erase(model::LayerKind::station);
  auto const view = town_view(std::move(layers));
  CHECK(services::building_walks(view, std::nullopt, 900)->buildings.empty());
  auto const coverage = coverage_of_grids(view);
  CHECK(coverage.total.served[2].buildings == 0);
  CHECK(coverage.farthest.unreached_households == 4);
  CHECK_FALSE(coverage.farthest.mean_s);
}

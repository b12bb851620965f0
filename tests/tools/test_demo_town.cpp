#include "tests/tools/town_checks.hpp"

#include "geo/local_frame.hpp"
#include "geo/predicates.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace yuntu::demo;
namespace checks = yuntu::demo::checks;

namespace {

constexpr int seeds = 20;

} // namespace

TEST_CASE("every demo town has exactly the counts of its definition") {
  checks::for_each_town(seeds, [](DemoTown const &town) {
    CAPTURE(town.seed);
    CHECK(town.grids.size() == 8);
    CHECK(town.microgrids.size() == 60);
    CHECK(town.buildings.size() == 400);
    CHECK(town.stations.size() == 5);
    CHECK(town.estates.size() == 17);
    CHECK(town.waters.size() == 2);
  });
}

TEST_CASE("grids tile the community and micro-grids tile their grid, vertex by vertex") {
  checks::for_each_town(seeds, [](DemoTown const &town) {
    CAPTURE(town.seed);
    CHECK(town.subdistricts.front().polygon == town.communities.front().polygon);
    CHECK(checks::levels_fault(town) == "");
    CHECK(checks::rings_fault(town) == "");
  });
}

TEST_CASE("no building is cut by a border of any level, and none touches another") {
  checks::for_each_town(seeds, [](DemoTown const &town) {
    CAPTURE(town.seed);
    CHECK(checks::buildings_fault(town) == "");
  });
}

TEST_CASE("estates lie apart inside the community, so a building has exactly one") {
  checks::for_each_town(seeds, [](DemoTown const &town) {
    CAPTURE(town.seed);
    CHECK(checks::estates_fault(town) == "");
  });
}

TEST_CASE("floors, staircases and households stay in range") {
  checks::for_each_town(seeds, [](DemoTown const &town) {
    CAPTURE(town.seed);
    int households = 0;
    for (Building const &b : town.buildings) {
      CAPTURE(b.code, b.floors, b.units, b.households);
      CHECK((b.floors >= 1 && b.floors <= 18));
      CHECK((b.units >= 1 && b.units <= 4));
      CHECK((b.households >= 0 && b.households <= 4 * b.floors * b.units));
      households += b.households;
    }
    CHECK(households > 3500);
    CHECK(households < 8000);
  });
}

TEST_CASE("streets and footpaths meet at shared vertices, hang together and pass no wall") {
  checks::for_each_town(seeds, [](DemoTown const &town) {
    CAPTURE(town.seed);
    CHECK(checks::network_fault(town) == "");
  });
}

TEST_CASE("every building is within 100 m of a street or footpath") {
  checks::for_each_town(seeds, [](DemoTown const &town) {
    CAPTURE(town.seed);
    CHECK(checks::remoteness_fault(town, 100) == "");
  });
}

TEST_CASE("exactly one gate joins the gated estate's footpaths to the street") {
  checks::for_each_town(seeds, [](DemoTown const &town) {
    CAPTURE(town.seed);
    CHECK(std::count_if(town.estates.begin(), town.estates.end(),
                        [](Estate const &estate) { return !estate.gates.empty(); }) == 1);
    CHECK(checks::gates_fault(town) == "");
  });
}

TEST_CASE("codes are unique and names are where people use them") {
  checks::for_each_town(seeds, [](DemoTown const &town) {
    CAPTURE(town.seed);
    CHECK(checks::codes_fault(town) == "");
    CHECK(checks::names_fault(town) == "");
  });
}

TEST_CASE("stations stand in buildings outside the gated estate, well apart") {
  checks::for_each_town(seeds, [](DemoTown const &town) {
    CAPTURE(town.seed);
    for (std::size_t i = 0; i < town.stations.size(); ++i) {
      auto const place = town.stations[i].place;
      CHECK(std::any_of(town.buildings.begin(), town.buildings.end(), [&](Building const &b) {
        return yuntu::geo::locate(b.polygon, place) == yuntu::geo::Location::inside;
      }));
      for (std::size_t j = 0; j < i; ++j) {
        CHECK(yuntu::geo::distance_m(place, town.stations[j].place) > 150);
      }
    }
  });
}

TEST_CASE("the town lies in the zone of EPSG:4549, near the border of the zones") {
  checks::for_each_town(seeds, [](DemoTown const &town) {
    auto const box = yuntu::geo::envelope_of(town.communities.front().polygon);
    CHECK(box.west > 1'185'000'000);
    CHECK(box.east < 1'185'400'000);
  });
}

TEST_CASE("more buildings than there is land are refused with the numbers") {
  DemoDefinition crowded = checks::first_light();
  crowded.buildings = 4000;
  CHECK_THROWS_WITH(make_town(crowded, 1), Catch::Contains("not for 4000"));
}

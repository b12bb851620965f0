#include "tests/tools/town_checks.hpp"

#include "geo/local_frame.hpp"
#include "geo/predicates.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

using namespace yuntu::demo;
namespace checks = yuntu::demo::checks;

namespace {

constexpr int seeds = 20;

std::vector<Area> estate_areas(DemoTown const &town) {
  std::vector<Area> areas;
  for (Estate const &estate : town.estates) {
    areas.push_back(estate.area);
  }
  return areas;
}

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
    CHECK(checks::tiling_fault(town.communities.front(), town.grids) == "");
    for (Area const &grid : town.grids) {
      std::vector<Area> children;
      std::copy_if(town.microgrids.begin(), town.microgrids.end(), std::back_inserter(children),
                   [&grid](Area const &area) { return area.parent == grid.code; });
      CHECK_FALSE(children.empty());
      CHECK(checks::tiling_fault(grid, children) == "");
    }
  });
}

TEST_CASE("all rings are closed, counter-clockwise and simple") {
  checks::for_each_town(seeds, [](DemoTown const &town) {
    CAPTURE(town.seed);
    std::vector<yuntu::geo::Polygon> polygons{town.communities.front().polygon};
    for (auto const &areas : {town.grids, town.microgrids, estate_areas(town)}) {
      for (Area const &area : areas) {
        polygons.push_back(area.polygon);
      }
    }
    for (Building const &building : town.buildings) {
      polygons.push_back(building.polygon);
    }
    for (Water const &water : town.waters) {
      polygons.push_back(water.polygon);
    }
    CHECK(std::all_of(polygons.begin(), polygons.end(), checks::is_simple));
  });
}

TEST_CASE("no building is cut by a border of any level, and none touches another") {
  checks::for_each_town(seeds, [](DemoTown const &town) {
    CAPTURE(town.seed);
    CHECK(checks::cut_fault(town.buildings, town.grids, [](auto const &b) { return b.grid; }) ==
          "");
    CHECK(checks::cut_fault(town.buildings, town.microgrids,
                            [](auto const &b) { return b.microgrid; }) == "");
    CHECK(checks::cut_fault(town.buildings, estate_areas(town),
                            [](auto const &b) { return b.estate; }) == "");
    CHECK(checks::crowding_fault(town.buildings) == "");
  });
}

TEST_CASE("estates lie apart inside the community, so a building has exactly one") {
  checks::for_each_town(seeds, [](DemoTown const &town) {
    CAPTURE(town.seed);
    for (std::size_t i = 0; i < town.estates.size(); ++i) {
      for (auto const p : town.estates[i].area.polygon.outer) {
        CHECK(yuntu::geo::locate(town.communities.front().polygon, p) ==
              yuntu::geo::Location::inside);
        for (std::size_t j = 0; j < town.estates.size(); ++j) {
          bool const apart = i == j || !yuntu::geo::covers(town.estates[j].area.polygon, p);
          CHECK(apart);
        }
      }
    }
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
    for (Building const &building : town.buildings) {
      CAPTURE(building.code);
      CHECK(checks::is_near_walk(building, town.walks, 100));
    }
  });
}

TEST_CASE("exactly one gate joins the gated estate's footpaths to the street") {
  checks::for_each_town(seeds, [](DemoTown const &town) {
    CAPTURE(town.seed);
    CHECK(std::count_if(town.estates.begin(), town.estates.end(),
                        [](Estate const &estate) { return !estate.gates.empty(); }) == 1);
    for (Estate const &estate : town.estates) {
      std::set<yuntu::geo::LonLat> inner;
      std::set<yuntu::geo::LonLat> outer;
      for (WalkLine const &walk : town.walks) {
        bool const is_inner = !walk.estate.empty() && walk.estate == estate.area.code;
        (is_inner ? inner : outer).insert(walk.line.begin(), walk.line.end());
      }
      std::vector<yuntu::geo::LonLat> shared;
      std::set_intersection(inner.begin(), inner.end(), outer.begin(), outer.end(),
                            std::back_inserter(shared));
      if (!estate.gates.empty()) {
        CHECK(shared == estate.gates);
        CHECK(inner.size() > 4);
      } else {
        CHECK(inner.empty());
      }
    }
  });
}

TEST_CASE("codes are unique, have the stated digits and name their parent") {
  checks::for_each_town(seeds, [](DemoTown const &town) {
    CAPTURE(town.seed);
    std::set<std::string> areas;
    std::set<std::string> buildings;
    for (Area const &grid : town.grids) {
      CHECK(grid.code.size() == 15);
      CHECK(areas.insert(grid.code).second);
    }
    for (Area const &microgrid : town.microgrids) {
      CHECK(microgrid.code.size() == 17);
      CHECK(microgrid.code.substr(0, 15) == microgrid.parent);
      CHECK(areas.insert(microgrid.code).second);
    }
    for (Estate const &estate : town.estates) {
      CHECK(estate.area.code.substr(0, 13) == town.communities.front().code + "X");
      CHECK(areas.insert(estate.area.code).second);
    }
    for (Building const &building : town.buildings) {
      CHECK(building.code.size() == 17);
      CHECK(buildings.insert(building.code).second);
    }
  });
}

TEST_CASE("names are unique where people use them") {
  checks::for_each_town(seeds, [](DemoTown const &town) {
    CAPTURE(town.seed);
    std::set<std::string> names;
    for (Building const &building : town.buildings) {
      CAPTURE(building.name);
      CHECK(names.insert(building.estate + building.name).second);
    }
    std::set<std::string> streets;
    for (WalkLine const &walk : town.walks) {
      CAPTURE(walk.name);
      bool const is_new = walk.name.empty() || streets.insert(walk.name).second;
      CHECK(is_new);
    }
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

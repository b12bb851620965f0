#include "tests/tools/town_checks.hpp"

#include "geo/predicates.hpp"
#include "tools/yuntu/demo/older_people.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

using namespace yuntu::demo;
namespace checks = yuntu::demo::checks;

namespace {

// Sanitizers look at the code, not at the towns.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int seeds = 4;
#else
constexpr int seeds = 50;
#endif

int households_of(DemoTown const &town) {
  return std::accumulate(town.buildings.begin(), town.buildings.end(), 0,
                         [](int sum, Building const &b) { return sum + b.households; });
}

/// Where lines of two kinds share a vertex.
std::set<yuntu::geo::LonLat> vertices_of(std::vector<Railway> const &railways) {
  std::set<yuntu::geo::LonLat> vertices;
  for (Railway const &railway : railways) {
    vertices.insert(railway.line.begin(), railway.line.end());
  }
  return vertices;
}

bool lines_cross(yuntu::geo::LineString const &a, yuntu::geo::LineString const &b) {
  for (std::size_t i = 0; i + 1 < a.size(); ++i) {
    for (std::size_t j = 0; j + 1 < b.size(); ++j) {
      if (yuntu::geo::segments_intersect(a[i], a[i + 1], b[j], b[j + 1])) {
        return true;
      }
    }
  }
  return false;
}

bool crosses(WalkLine const &walk, yuntu::geo::Polygon const &water) {
  return lines_cross(walk.line, water.outer);
}

bool same_buildings(DemoTown const &a, DemoTown const &b) {
  return std::equal(a.buildings.begin(), a.buildings.end(), b.buildings.begin(), b.buildings.end(),
                    [](Building const &x, Building const &y) {
                      return x.code == y.code && x.name == y.name && x.polygon == y.polygon &&
                             x.households == y.households && x.older == y.older &&
                             x.microgrid == y.microgrid;
                    });
}

bool same_areas(std::vector<Area> const &a, std::vector<Area> const &b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](Area const &x, Area const &y) {
    return x.code == y.code && x.name == y.name && x.polygon == y.polygon;
  });
}

} // namespace

TEST_CASE("every county has the counts of its definition, in range where that says nothing") {
  checks::for_each_county(seeds, [](DemoTown const &town) {
    CAPTURE(town.seed);
    CHECK(town.subdistricts.size() == 3);
    CHECK(town.communities.size() == 12);
    CHECK(town.estates.size() == 56);
    CHECK(town.grids.size() == 110);
    CHECK(town.microgrids.size() == 1100);
    CHECK(town.buildings.size() == 3500);
    CHECK(households_of(town) > 41'000);
    CHECK(households_of(town) < 49'000);
    CHECK(town.gates.size() == 8);
    std::map<std::string, int> grids_of;
    for (Building const &b : town.buildings) {
      CAPTURE(b.code, b.floors, b.units, b.households);
      CHECK((b.floors >= 1 && b.floors <= 18));
      CHECK((b.units >= 1 && b.units <= 4));
      CHECK((b.households >= 0 && b.households <= 4 * b.floors * b.units));
    }
  });
}

TEST_CASE("about a fifth of who lives in a county is 60 or more, most in the old estates") {
  checks::for_each_county(seeds, [](DemoTown const &town) {
    CAPTURE(town.seed);
    std::map<std::string, std::string> kind_of;
    for (Estate const &estate : town.estates) {
      kind_of[estate.area.code] = estate.kind;
    }
    struct Living {
      double people = 0;
      double older = 0;
    };
    std::map<std::string, Living> by_kind;
    Living all;
    for (Building const &b : town.buildings) {
      CAPTURE(b.code, b.households, b.older);
      CHECK((b.older >= 0 && b.older <= people_per_household * b.households));
      for (Living *const living : {&all, &by_kind[kind_of.at(b.estate)]}) {
        living->people += people_per_household * b.households;
        living->older += b.older;
      }
    }
    auto const part = [](Living const &living) { return living.older / living.people; };
    CHECK(part(all) > 0.18);
    CHECK(part(all) < 0.24);
    for (auto const *const old : {"单位家属院", "老旧小区", "平房片区"}) {
      CHECK(part(by_kind.at(old)) > part(by_kind.at("封闭式商品房小区")) + 0.02);
    }
  });
}

TEST_CASE("a county's levels tile vertex by vertex, codes and names are unique") {
  checks::for_each_county(seeds, [](DemoTown const &town) {
    CAPTURE(town.seed);
    CHECK(checks::levels_fault(town) == "");
    CHECK(checks::rings_fault(town) == "");
    CHECK(checks::codes_fault(town) == "");
    CHECK(checks::names_fault(town) == "");
  });
}

TEST_CASE("a county's buildings lie uncut in one grid, micro-grid and estate each") {
  checks::for_each_county(seeds, [](DemoTown const &town) {
    CAPTURE(town.seed);
    CHECK(checks::buildings_fault(town) == "");
    CHECK(checks::estates_fault(town) == "");
  });
}

TEST_CASE("a county's streets and paths hang together and come within 100 m of every building") {
  checks::for_each_county(seeds, [](DemoTown const &town) {
    CAPTURE(town.seed);
    CHECK(checks::network_fault(town) == "");
    CHECK(checks::remoteness_fault(town, 100) == "");
    CHECK(checks::gates_fault(town) == "");
  });
}

TEST_CASE("only three bridges cross the river, and only three streets the railway") {
  checks::for_each_county(seeds, [](DemoTown const &town) {
    CAPTURE(town.seed);
    auto const rails = vertices_of(town.railways);
    REQUIRE(town.railways.size() == 1);
    int bridges = 0;
    std::set<yuntu::geo::LonLat> crossings;
    bool has_stairs = false;
    for (WalkLine const &walk : town.walks) {
      CAPTURE(walk.name, walk.highway);
      bridges += walk.is_bridge ? 1 : 0;
      has_stairs |= walk.highway == "steps";
      CHECK(crosses(walk, town.waters.front().polygon) == walk.is_bridge);
      std::size_t shared = 0;
      for (auto const p : walk.line) {
        if (rails.contains(p)) {
          crossings.insert(p);
          ++shared;
        }
      }
      CHECK(lines_cross(walk.line, town.railways.front().line) == (shared > 0));
    }
    CHECK(bridges == 3);
    CHECK(crossings.size() == 3);
    CHECK(has_stairs);
  });
}

TEST_CASE("a school, a market's halls and a park have a grid to themselves") {
  DemoTown const town = make_town(checks::county(), 1);
  std::map<std::string, std::set<std::string>> estates_of_grid;
  std::map<std::string, std::set<std::string>> grids_of_estate;
  for (Building const &b : town.buildings) {
    estates_of_grid[b.grid].insert(b.estate);
    grids_of_estate[b.estate].insert(b.grid);
  }
  for (auto const &[grid, estates] : estates_of_grid) {
    CAPTURE(grid);
    CHECK(estates.size() == 1);
  }
  for (auto const &[estate, grids] : grids_of_estate) {
    CAPTURE(estate);
    CHECK(grids.size() <= 4);
  }
  CHECK(estates_of_grid.size() == town.grids.size() - 2); // the parks
}

TEST_CASE("the county lies astride the border of two zones, 3.3 by 2.7 km") {
  DemoTown const town = make_town(checks::county(), 1);
  yuntu::geo::Envelope box;
  for (Area const &subdistrict : town.subdistricts) {
    for (auto const p : subdistrict.polygon.outer) {
      box.expand(p);
    }
  }
  constexpr std::int32_t border = 1'185'000'000;
  CHECK(box.west < border - 150'000);
  CHECK(box.east > border + 150'000);
  CHECK(box.east - box.west < 450'000);
  CHECK(box.north - box.south < 350'000);
}

TEST_CASE("the same seed gives the same county, another seed another") {
  DemoTown const town = make_town(checks::county(), 7);
  DemoTown const again = make_town(checks::county(), 7);
  CHECK(same_buildings(town, again));
  CHECK(same_areas(town.microgrids, again.microgrids));
  CHECK_FALSE(same_buildings(town, make_town(checks::county(), 8)));
}

TEST_CASE("counties side by side lie apart and share no code") {
  constexpr std::size_t count = 7;
  std::vector<yuntu::geo::Envelope> boxes;
  std::set<std::string> codes;
  for (std::size_t i = 0; i < count; ++i) {
    DemoTown const town = make_town(checks::county(), 1, {i, count});
    CAPTURE(i);
    CHECK(checks::codes_fault(town) == "");
    yuntu::geo::Envelope box;
    for (Area const &area : town.subdistricts) {
      CHECK(codes.insert(area.code).second);
    }
    for (WalkLine const &walk : town.walks) {
      for (auto const p : walk.line) {
        box.expand(p);
      }
    }
    for (Water const &water : town.waters) {
      for (auto const p : water.polygon.outer) {
        box.expand(p);
      }
    }
    for (auto const &other : boxes) {
      CHECK_FALSE(box.intersects(other));
    }
    boxes.push_back(box);
  }
  CHECK(*codes.begin() == "371399001");
  CHECK(*codes.rbegin() == "371399021");
}

TEST_CASE("as many counties are made as there are numbers for subdistricts") {
  CHECK(make_town(checks::county(), 1, {285, 286}).subdistricts.back().code == "371399858");
  CHECK_THROWS_WITH(make_town(checks::county(), 1, {0, 334}), Catch::Contains("at most 333"));
}

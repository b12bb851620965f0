#include "tests/tools/furnished_town.hpp"

#include "geo/local_frame.hpp"
#include "geo/predicates.hpp"
#include "tools/yuntu/demo/walk_sides.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <set>

using namespace yuntu;
using namespace yuntu::demo;

namespace {

constexpr int seeds = 6;
constexpr double wall_tolerance_m = 0.025; // two units of 1e-7 degree: walls slant

std::map<std::string, Building const *> by_code(DemoTown const &town) {
  std::map<std::string, Building const *> result;
  for (Building const &building : town.buildings) {
    result[building.code] = &building;
  }
  return result;
}

bool is_on_wall(Building const &building, geo::LonLat place) {
  return geo::covers(building.polygon, place) &&
         geo::boundary_distance_m(building.polygon, place) <= wall_tolerance_m;
}

std::set<std::string> walled_estates(DemoTown const &town) {
  std::set<std::string> walled;
  for (Estate const &estate : town.estates) {
    if (!estate.gates.empty()) {
      walled.insert(estate.area.code);
    }
  }
  return walled;
}

double street_distance_m(DemoTown const &town, geo::LonLat place) {
  double least = 1e9;
  for (WalkLine const &walk : town.walks) {
    if (is_street(walk)) {
      geo::Polygon open;
      open.outer = walk.line;
      least = std::min(least, geo::boundary_distance_m(open, place));
    }
  }
  return least;
}

template <class Item>
void check_codes(std::vector<Item> const &items, std::string const &first) {
  std::set<std::string> codes;
  for (Item const &item : items) {
    CHECK(codes.insert(item.code).second);
    CHECK(item.code.size() == first.size());
  }
  CHECK(items.front().code == first);
  CHECK(*codes.rbegin() == items.back().code);
}

} // namespace

TEST_CASE("every staircase has one door, strictly on its building's wall") {
  checks::for_each_town(seeds, [](DemoTown const &plain) {
    DemoTown const town = checks::furnished(plain);
    CAPTURE(town.seed);
    auto const buildings = by_code(town);
    std::map<std::string, std::vector<int>> units;
    for (Entrance const &entrance : town.entrances) {
      CAPTURE(entrance.building, entrance.unit);
      CHECK(is_on_wall(*buildings.at(entrance.building), entrance.place));
      units[entrance.building].push_back(entrance.unit);
    }
    for (Building const &building : town.buildings) {
      std::vector<int> expected;
      for (int unit = 1; unit <= building.units; ++unit) {
        expected.push_back(unit);
      }
      CHECK(units[building.code] == expected);
    }
  });
}

TEST_CASE("the doors of a building are on one long wall, on the side of the path") {
  checks::for_each_town(seeds, [](DemoTown const &plain) {
    DemoTown const town = checks::furnished(plain);
    WalkSides const sides(town);
    auto const buildings = by_code(town);
    for (Entrance const &entrance : town.entrances) {
      Building const &building = *buildings.at(entrance.building);
      Wall const wall = sides.door_wall(building);
      for (Wall const &other : walls_of(building.polygon)) {
        CHECK(length_m(wall) >= 0.75 * length_m(other));
      }
      geo::Polygon only_wall;
      only_wall.outer = {wall.a, wall.b};
      CHECK(geo::boundary_distance_m(only_wall, entrance.place) <= wall_tolerance_m);
    }
  });
}

TEST_CASE("shops stand on walls that face a street, none behind an estate's wall") {
  checks::for_each_town(seeds, [](DemoTown const &plain) {
    DemoTown const town = checks::furnished(plain);
    CAPTURE(town.seed);
    auto const buildings = by_code(town);
    auto const walled = walled_estates(town);
    CHECK(town.shops.size() >= 200);
    CHECK(town.shops.size() <= 400);
    check_codes(town.shops, "SH0001");
    std::set<std::string> names;
    for (Shop const &shop : town.shops) {
      CAPTURE(shop.code, shop.name);
      Building const &building = *buildings.at(shop.building);
      CHECK(is_on_wall(building, shop.place));
      CHECK_FALSE(walled.contains(building.estate));
      // 25 m from the wall's middle: a little more from the ends of a slanting one.
      CHECK(street_distance_m(town, shop.place) < 40);
      CHECK(names.insert(shop.name).second);
    }
  });
}

TEST_CASE("shops of many kinds stand apart from one another and from the doors") {
  DemoTown const town = checks::furnished(make_town(checks::first_light(), 1));
  std::map<std::string, int> kinds;
  for (std::size_t i = 0; i < town.shops.size(); ++i) {
    ++kinds[town.shops[i].kind];
    for (std::size_t j = 0; j < i; ++j) {
      bool const same = town.shops[i].building == town.shops[j].building;
      bool const apart = !same || geo::distance_m(town.shops[i].place, town.shops[j].place) > 1.5;
      CHECK(apart);
    }
  }
  CHECK(kinds.size() >= 12);
  CHECK(std::all_of(kinds.begin(), kinds.end(),
                    [&](auto const &kind) { return kind.second * 2 < int(town.shops.size()); }));
}

TEST_CASE("every community has its centre, and a station stands inside a building near a wall") {
  checks::for_each_town(seeds, [](DemoTown const &plain) {
    DemoTown const town = checks::furnished(plain);
    CAPTURE(town.seed);
    auto const walled = walled_estates(town);
    std::map<std::string, int> centres;
    std::set<std::string> names;
    check_codes(town.stations, "ST01");
    for (Station const &station : town.stations) {
      CAPTURE(station.code, station.name);
      auto const building =
          std::find_if(town.buildings.begin(), town.buildings.end(), [&](Building const &b) {
            return geo::locate(b.polygon, station.place) == geo::Location::inside;
          });
      REQUIRE(building != town.buildings.end());
      CHECK(geo::boundary_distance_m(building->polygon, station.place) < 2.1);
      CHECK(names.insert(station.name).second);
      CHECK_FALSE(station.hours.empty());
      CHECK((station.stars >= 0 && station.stars <= 5));
      if (station.kind == checks::centre_kind()) {
        ++centres[building->code.substr(0, 12)];
      }
      if (checks::furniture_of_small_town().stations[0].kind == station.kind) {
        CHECK_FALSE(walled.contains(building->estate));
      }
    }
    for (Area const &community : town.communities) {
      CHECK(centres[community.code] == 1);
    }
  });
}

TEST_CASE("stations stand apart and only rated kinds have stars") {
  DemoTown const town = checks::furnished(make_town(checks::first_light(), 3));
  std::map<std::string, bool> is_rated;
  for (StationKind const &kind : checks::furniture_of_small_town().stations) {
    is_rated[kind.kind] = kind.is_rated;
  }
  int starred = 0;
  for (std::size_t i = 0; i < town.stations.size(); ++i) {
    Station const &station = town.stations[i];
    CHECK((is_rated.at(station.kind) || station.stars == 0));
    starred += station.stars > 0 ? 1 : 0;
    for (std::size_t j = 0; j < i; ++j) {
      CHECK(geo::distance_m(station.place, town.stations[j].place) > 40);
    }
  }
  CHECK(starred > 0);
}

TEST_CASE("rooms lie in different blocks of flats, and fit their ground floors") {
  checks::for_each_town(seeds, [](DemoTown const &plain) {
    DemoTown const town = checks::furnished(plain);
    CAPTURE(town.seed);
    auto const buildings = by_code(town);
    REQUIRE(town.rooms.size() == 12);
    check_codes(town.rooms, "RM01");
    std::set<std::string> used;
    std::set<std::string> estates;
    for (Room const &room : town.rooms) {
      CAPTURE(room.code, room.name);
      Building const &building = *buildings.at(room.building);
      CHECK(geo::locate(building.polygon, room.place) == geo::Location::inside);
      CHECK(building.households > 0);
      CHECK((room.floor_area_m2 >= 40 && room.floor_area_m2 <= 600));
      CHECK(used.insert(room.building).second);
      CHECK_FALSE(room.name.empty());
      estates.insert(building.estate);
    }
    CHECK(estates.size() >= 8);
  });
}

TEST_CASE("every estate lies in one land use, by its kind") {
  DemoTown const town = checks::furnished(make_town(checks::first_light(), 1));
  std::map<std::string, std::string> use_of;
  for (LandUse const &use : town.land_uses) {
    CHECK(use_of.emplace(use.name, use.kind).second);
  }
  for (Estate const &estate : town.estates) {
    CAPTURE(estate.area.name);
    std::string const expected = estate.area.name == "云川实验小学"   ? "school"
                                 : estate.area.name == "云川农贸市场" ? "commercial"
                                                                      : "residential";
    CHECK(use_of.at(estate.area.name) == expected);
  }
}

TEST_CASE("an estate that already lies in a land use gets no second one") {
  DemoTown plain = make_town(checks::first_light(), 1);
  plain.land_uses = {{"park", "园", plain.estates.front().area.polygon}};
  DemoTown const town = checks::furnished(plain);
  CHECK(town.land_uses.size() == town.estates.size());
  CHECK(town.land_uses.front().kind == "park");
}

TEST_CASE("the same seed gives the same furniture, another seed another") {
  DemoTown const plain = make_town(checks::first_light(), 5);
  DemoTown const town = checks::furnished(plain);
  CHECK(checks::furniture_text(town) == checks::furniture_text(checks::furnished(plain)));
  DemoTown other = plain;
  other.seed = 6;
  CHECK(checks::furniture_text(town) != checks::furniture_text(checks::furnished(other)));
}

TEST_CASE("more shops, rooms or stations than there is place for are refused with the numbers") {
  DemoTown const plain = make_town(checks::first_light(), 1);
  Furniture furniture = checks::furniture_of_small_town();
  furniture.shops.count = {90000, 99999};
  CHECK_THROWS_WITH(furnish(plain, furniture), Catch::Contains("at least 90000 asked for"));
  furniture = checks::furniture_of_small_town();
  furniture.rooms.count = 5000;
  CHECK_THROWS_WITH(furnish(plain, furniture), Catch::Contains("5000 rooms asked for"));
  furniture = checks::furniture_of_small_town();
  furniture.stations[0].per_community = 3;
  CHECK_THROWS_WITH(furnish(plain, furniture), Catch::Contains("needs more patterns"));
}

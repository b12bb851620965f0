#include "tools/yuntu/demo/furnish.hpp"

#include "geo/label_point.hpp"
#include "geo/predicates.hpp"
#include "tools/yuntu/demo/numbering.hpp"
#include "tools/yuntu/demo/room_sites.hpp"
#include "tools/yuntu/demo/service_stations.hpp"
#include "tools/yuntu/demo/shop_fronts.hpp"
#include "tools/yuntu/demo/walk_sides.hpp"

#include <algorithm>

namespace yuntu::demo {
namespace {

/// Every part draws from its own stream, so that more shops do not move the stations.
enum class Stream : std::uint64_t { stations = 1, rooms, shops };

Random stream_of(DemoTown const &town, Stream stream) {
  return Random(town.seed * 1'000'003 + static_cast<std::uint64_t>(stream));
}

std::vector<Entrance> place_entrances(DemoTown const &town, WalkSides const &sides) {
  std::vector<Entrance> entrances;
  for (Building const &building : town.buildings) {
    Wall const wall = sides.door_wall(building);
    for (int unit = 1; unit <= building.units; ++unit) {
      double const share = (unit - 0.5) / building.units;
      entrances.push_back({building.code, unit, point_on_wall(building.polygon, wall, share)});
    }
  }
  return entrances;
}

std::string use_of(std::string const &estate_kind, EstateUses const &uses) {
  auto const has = [&](std::vector<std::string> const &kinds) {
    return std::find(kinds.begin(), kinds.end(), estate_kind) != kinds.end();
  };
  if (has(uses.commercial)) {
    return "commercial";
  }
  if (has(uses.school)) {
    return "school";
  }
  return has(uses.industrial) ? "industrial" : "residential";
}

std::vector<LandUse> estate_land_uses(DemoTown const &town, EstateUses const &uses) {
  std::vector<LandUse> result;
  for (Estate const &estate : town.estates) {
    geo::LonLat const middle = geo::label_point(estate.area.polygon);
    bool const is_covered =
        std::any_of(town.land_uses.begin(), town.land_uses.end(),
                    [&](LandUse const &use) { return geo::covers(use.polygon, middle); });
    if (!is_covered) {
      result.push_back({use_of(estate.kind, uses), estate.area.name, estate.area.polygon});
    }
  }
  return result;
}

/// ST01, ST02, ..: with digits enough for the last, so that their order is the list's.
template <class Item>
void number(std::vector<Item> &items, std::string const &prefix, std::size_t least_digits) {
  std::size_t const width = std::max(least_digits, std::to_string(items.size()).size());
  std::size_t next = 0;
  for (Item &item : items) {
    item.code = prefix + digits(++next, width);
  }
}

} // namespace

DemoTown furnish(DemoTown town, Furniture const &furniture) {
  Random station_random = stream_of(town, Stream::stations);
  Random room_random = stream_of(town, Stream::rooms);
  Random shop_random = stream_of(town, Stream::shops);
  WalkSides const sides(town);
  town.entrances = place_entrances(town, sides);
  town.stations = place_stations(town, sides, furniture, station_random);
  town.rooms = place_rooms(town, furniture.rooms, room_random);
  town.shops = place_shops(town, sides, furniture, shop_random);
  auto const uses = estate_land_uses(town, furniture.estate_uses);
  town.land_uses.insert(town.land_uses.end(), uses.begin(), uses.end());
  number(town.stations, "ST", 2);
  number(town.rooms, "RM", 2);
  number(town.shops, "SH", 4);
  return town;
}

} // namespace yuntu::demo

#include "tools/yuntu/demo/room_sites.hpp"

#include "geo/label_point.hpp"
#include "tools/yuntu/demo/footprint.hpp"
#include "tools/yuntu/demo/name_pattern.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>

namespace yuntu::demo {
namespace {

constexpr double usable_share = 0.8; ///< of a ground floor: the rest is walls and stairs

/// Buildings with households and floor enough that hold no station.
std::vector<std::size_t> candidates_of(DemoTown const &town, RoomQuota const &quota) {
  FootprintIndex const footprints(town.buildings);
  std::set<std::size_t> taken;
  for (Station const &station : town.stations) {
    if (auto const building = footprints.building_at(station.place)) {
      taken.insert(*building);
    }
  }
  std::vector<std::size_t> candidates;
  for (std::size_t i = 0; i < town.buildings.size(); ++i) {
    bool const is_large = usable_share * floor_area_m2(town.buildings[i]) >= quota.area_m2[0];
    if (town.buildings[i].households > 0 && is_large && !taken.contains(i)) {
      candidates.push_back(i);
    }
  }
  return candidates;
}

/// The first of every estate, then the second of every estate that has one, and so on.
std::vector<std::size_t> round_the_estates(DemoTown const &town,
                                           std::vector<std::size_t> const &shuffled) {
  std::map<std::string, int> met;
  std::vector<std::pair<int, std::size_t>> turns;
  turns.reserve(shuffled.size());
  for (std::size_t const building : shuffled) {
    turns.emplace_back(met[town.buildings[building].estate]++, building);
  }
  std::stable_sort(turns.begin(), turns.end(),
                   [](auto const &a, auto const &b) { return a.first < b.first; });
  std::vector<std::size_t> order;
  order.reserve(turns.size());
  for (auto const &[turn, building] : turns) {
    order.push_back(building);
  }
  return order;
}

} // namespace

std::vector<Room> place_rooms(DemoTown const &town, RoomQuota const &quota, Random &random) {
  auto candidates = candidates_of(town, quota);
  auto const count = static_cast<std::size_t>(quota.count);
  if (candidates.size() < count) {
    throw std::runtime_error("rooms: " + std::to_string(count) + " rooms asked for, but only " +
                             std::to_string(candidates.size()) + " buildings could hold one");
  }
  random.shuffle(candidates);
  auto chosen = round_the_estates(town, candidates);
  chosen.resize(count);
  std::sort(chosen.begin(), chosen.end());
  std::map<std::string, std::string> estate_names;
  for (Estate const &estate : town.estates) {
    estate_names[estate.area.code] = estate.area.name;
  }
  std::vector<Room> rooms;
  for (std::size_t const i : chosen) {
    Building const &building = town.buildings[i];
    int const most = static_cast<int>(
        std::min<double>(quota.area_m2[1], usable_share * floor_area_m2(building)));
    NameParts const parts{{"estate", estate_names[building.estate]}, {"building", building.name}};
    rooms.push_back({"", fill_pattern(quota.name, parts), geo::label_point(building.polygon),
                     random.between(quota.area_m2[0], most), building.code});
  }
  return rooms;
}

} // namespace yuntu::demo

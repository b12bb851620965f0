#include "server/rules/duplicates/similar_incidents.hpp"

#include "geo/local_frame.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

namespace yuntu::rules {
namespace {

/// A cell is at least as wide as incidents may be apart: a row is 56 m, a column 91 m at 35 degrees
/// and 54 m at China's northern end.
constexpr std::int32_t row_e7 = 5'000;
constexpr std::int32_t column_e7 = 10'000;
/// Of a place where everything is reported from; the newest are compared.
constexpr std::size_t most_neighbours = 1'000;

/// What each likeness weighs; together 1.
constexpr double place_weight = 0.3;
constexpr double time_weight = 0.1;
constexpr double category_weight = 0.3;
constexpr double words_weight = 0.3;

void drop(std::vector<std::uint32_t> &slots, std::uint32_t slot) {
  slots.erase(std::remove(slots.begin(), slots.end(), slot), slots.end());
}

template <typename Map, typename Key>
void drop_from(Map &map, Key const &key, std::uint32_t slot) {
  if (auto const found = map.find(key); found != map.end()) {
    drop(found->second, slot);
    if (found->second.empty()) {
      map.erase(found);
    }
  }
}

/// Of a cluster: where thousands lie on one point, it is told of as far as it was looked at.
constexpr std::size_t most_compared = 20'000;

} // namespace

SimilarIncidents::Cell SimilarIncidents::cell_at(geo::LonLat place, int columns_east,
                                                 int rows_north) {
  // Not negative: no cell lies on both sides of a meridian.
  auto const column =
      (place.lon_e7() + std::int64_t{180} * geo::LonLat::units_per_degree) / column_e7 +
      columns_east;
  auto const row =
      (place.lat_e7() + std::int64_t{90} * geo::LonLat::units_per_degree) / row_e7 + rows_north;
  return static_cast<Cell>(column) << 32U | static_cast<std::uint32_t>(row);
}

void SimilarIncidents::put(model::Incident const &incident) {
  remove(incident.id);
  auto building =
      incident.building.empty() ? incident.areas[model::AreaLevel::building] : incident.building;
  Entry entry{incident.id,       incident.position, std::move(building),
              incident.category, incident.time,     bigrams_of(incident.text)};
  auto slot = static_cast<std::uint32_t>(entries_.size());
  if (free_.empty()) {
    entries_.emplace_back();
  } else {
    slot = free_.back();
    free_.pop_back();
  }
  places_[entry.id] = slot;
  cells_[cell_at(entry.place, 0, 0)].push_back(slot);
  if (!entry.building.empty()) {
    buildings_[entry.building].push_back(slot);
  }
  entries_[slot] = std::move(entry);
}

void SimilarIncidents::remove(std::string const &id) {
  auto const found = places_.find(id);
  if (found == places_.end()) {
    return;
  }
  auto const slot = found->second;
  auto &entry = entries_[slot];
  drop_from(cells_, cell_at(entry.place, 0, 0), slot);
  drop_from(buildings_, entry.building, slot);
  places_.erase(found);
  entry = {};
  free_.push_back(slot);
}

SimilarIncidents::Slots SimilarIncidents::neighbours_of(Entry const &entry) const {
  Slots found;
  auto const add = [&](Slots const &slots) {
    auto const most = static_cast<std::ptrdiff_t>(std::min(slots.size(), most_neighbours));
    found.insert(found.end(), slots.end() - most, slots.end());
  };
  for (int east = -1; east <= 1; ++east) {
    for (int north = -1; north <= 1; ++north) {
      if (auto const cell = cells_.find(cell_at(entry.place, east, north)); cell != cells_.end()) {
        add(cell->second);
      }
    }
  }
  if (auto const here = buildings_.find(entry.building); here != buildings_.end()) {
    add(here->second);
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

bool SimilarIncidents::compare(Entry const &one, Entry const &other,
                               SimilarIncident &result) const {
  auto const apart = std::chrono::abs(one.time - other.time);
  auto const distance = geo::distance_m(one.place, other.place);
  bool const is_same_building = !one.building.empty() && one.building == other.building;
  if (apart > limits_.time || (distance > limits_.distance_m && !is_same_building)) {
    return false;
  }
  auto const kinship = kinship_(one.category, other.category);
  auto const words = jaccard(one.words, other.words);
  if (kinship == Kinship::none && words < limits_.words) {
    return false;
  }
  auto const note = [&](bool holds, Likeness likeness) {
    if (holds) {
      result.reasons.push_back(likeness);
    }
  };
  note(is_same_building, Likeness::same_building);
  note(distance <= limits_.distance_m, Likeness::near);
  note(kinship == Kinship::same, Likeness::same_category);
  note(kinship == Kinship::siblings, Likeness::sibling_category);
  note(words >= limits_.words, Likeness::similar_words);
  auto const share = [](double part, double whole) { return 1 - part / whole; };
  auto const place = is_same_building ? 1 : share(distance, limits_.distance_m);
  auto const time =
      share(static_cast<double>(apart.count()), static_cast<double>(limits_.time.count()));
  auto const category = kinship == Kinship::same ? 1 : kinship == Kinship::siblings ? 0.5 : 0;
  result.id = other.id;
  result.distance_m = distance;
  result.minutes = std::chrono::duration_cast<std::chrono::minutes>(apart).count();
  result.score =
      place_weight * place + time_weight * time + category_weight * category + words_weight * words;
  return true;
}

std::vector<SimilarIncident> SimilarIncidents::like(std::string const &id) const {
  auto const place = places_.find(id);
  return place == places_.end() ? std::vector<SimilarIncident>{}
                                : like(place->second, neighbours_of(entries_[place->second]));
}

std::vector<SimilarIncident> SimilarIncidents::like(std::uint32_t slot, Slots const &others) const {
  std::vector<SimilarIncident> found;
  for (auto const other : others) {
    SimilarIncident similar;
    if (other != slot && compare(entries_[slot], entries_[other], similar)) {
      found.push_back(std::move(similar));
    }
  }
  std::sort(found.begin(), found.end(), [](SimilarIncident const &a, SimilarIncident const &b) {
    return a.score != b.score ? a.score > b.score : a.id < b.id;
  });
  return found;
}

std::vector<std::string> SimilarIncidents::cluster_of(std::string const &id,
                                                      std::size_t most) const {
  std::vector<std::string> found{id};
  std::set<std::string> seen{id};
  std::size_t compared = 0;
  for (std::size_t next = 0;
       next < found.size() && found.size() <= most && compared < most_compared; ++next) {
    auto const place = places_.find(found[next]);
    if (place == places_.end()) {
      continue;
    }
    auto const neighbours = neighbours_of(entries_[place->second]);
    compared += neighbours.size();
    for (auto &similar : like(place->second, neighbours)) {
      if (found.size() <= most && seen.insert(similar.id).second) {
        found.push_back(std::move(similar.id));
      }
    }
  }
  found.erase(found.begin());
  return found;
}

} // namespace yuntu::rules

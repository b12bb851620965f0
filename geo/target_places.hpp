#pragma once

#include "geo/envelope.hpp"
#include "geo/lon_lat.hpp"
#include "geo/target_set.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace yuntu::geo {

/// Where the targets of a set are on the map, whatever they are attached to: for a building its
/// entrance, or the nearest point of its outline to the street, rather than its middle, for that is
/// where its walk begins. Index in the list = TargetId. Immutable, any thread.
class TargetPlaces {
public:
  TargetPlaces() = default;
  explicit TargetPlaces(std::vector<LonLat> places) : places_(std::move(places)) {
    by_lat_.reserve(places_.size());
    for (TargetId id = 0; id < places_.size(); ++id) {
      by_lat_.push_back({places_[id].lat_e7(), places_[id].lon_e7(), id});
    }
    std::sort(by_lat_.begin(), by_lat_.end(), [](Entry const &a, Entry const &b) {
      return std::pair(a.lat_e7, a.target) < std::pair(b.lat_e7, b.target);
    });
  }

  [[nodiscard]] std::size_t size() const { return places_.size(); }
  [[nodiscard]] LonLat place(TargetId target) const { return places_[target]; }

  /// Calls `visit(TargetId)` for each in the closed box, from south to north.
  template <typename Visit>
  void visit_in(Envelope const &box, Visit visit) const {
    auto const first = std::lower_bound(
        by_lat_.begin(), by_lat_.end(), box.south,
        [](Entry const &entry, std::int32_t lat_e7) { return entry.lat_e7 < lat_e7; });
    for (auto entry = first; entry != by_lat_.end() && entry->lat_e7 <= box.north; ++entry) {
      if (entry->lon_e7 >= box.west && entry->lon_e7 <= box.east) {
        visit(entry->target);
      }
    }
  }

private:
  struct Entry {
    std::int32_t lat_e7;
    std::int32_t lon_e7;
    TargetId target;
  };

  std::vector<LonLat> places_;
  std::vector<Entry> by_lat_;
};

} // namespace yuntu::geo

#pragma once

#include "geo/polygon.hpp"

#include <cstdint>
#include <vector>

namespace yuntu::geo {

enum class StreetClass : std::uint8_t {
  street, ///< walked at the profile's speed
  steps,  ///< walked at the profile's speed divided by its steps_factor
  ferry,  ///< takes duration_s from end to end; boarded at its ends only, and no street itself
};

/// One walkable line as a reader hands it over; only lines that may be walked get here
/// (see walk_access.hpp).
struct StreetLine {
  LineString points;
  /// One per point: lines join where they share a node. Empty: they join where points are equal,
  /// which is all that a Shapefile or GeoJSON tells (street_crossings.hpp gives them the points
  /// that they lack); lines with ids never join lines without.
  std::vector<std::int64_t> node_ids;
  StreetClass street_class = StreetClass::street;
  std::int64_t source_id = 0; ///< the way or row it came from, for reports
  double duration_s = 0;      ///< ferries only
  bool is_private = false;    ///< inside a compound: for walks that begin or end there
  bool is_locked = false;     ///< the passage of a locked gate (locked_gates.hpp)
  bool is_bridge = false;     ///< or a tunnel: what it crosses it does not meet
  int layer = 0;              ///< above the ground or below it; meets what is on the same
};

} // namespace yuntu::geo

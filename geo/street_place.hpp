#pragma once

#include "geo/lon_lat.hpp"
#include "geo/street_point.hpp"
#include "geo/walk_graph.hpp"

#include <cstdint>

namespace yuntu::geo {

/// Where on the ground a point of a street is, without its access leg; snapped to units.
[[nodiscard]] LonLat street_place(WalkGraph const &graph, StreetPoint const &point);

/// The inverse: millimetres along the edge from its `from` to a place on the straight piece between
/// its points `index` and `index + 1`, a share of 0 to 1 along that; in [0, length_mm].
[[nodiscard]] std::int32_t street_offset_mm(WalkGraph const &graph, EdgeId edge,
                                            std::uint32_t index, double along);

} // namespace yuntu::geo

#pragma once

#include "geo/polygon.hpp"
#include "geo/street_point.hpp"
#include "geo/walk_graph.hpp"

namespace yuntu::geo {

/// Where a building's walk begins: the point of its boundary (holes included) nearest to where it
/// is attached; the street point itself when the street runs into the building (no access leg).
/// Flat around the street point.
[[nodiscard]] LonLat entrance_of(Polygon const &building, WalkGraph const &graph,
                                 StreetPoint const &at);

} // namespace yuntu::geo

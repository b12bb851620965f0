#pragma once

#include "geo/polygon.hpp"

#include <span>

namespace yuntu::geo {

/// The part of a line between two distances from its start, in metres, 0 <= from_m < to_m; what
/// lies past the end of the line is cut off. Ends are snapped to units, inner points are kept.
[[nodiscard]] LineString line_part(std::span<LonLat const> line, double from_m, double to_m);

} // namespace yuntu::geo

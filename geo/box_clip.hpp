#pragma once

#include "geo/polygon.hpp"

namespace yuntu::geo {

/// The part of a polygon inside a box, for counting what covers what: parts that the cut separates
/// stay joined along the box's edge, holes may lie on it, and where an edge is cut it is rounded to
/// units. A ring outside the box vanishes; without an outer ring nothing is left.
[[nodiscard]] Polygon clipped(Polygon const &polygon, Envelope const &box);

} // namespace yuntu::geo

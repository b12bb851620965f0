#pragma once

#include "geo/polygon.hpp"

namespace yuntu::geo {

/// Where to write the polygon's name or set its pin: the point inside that is farthest from every
/// edge (pole of inaccessibility), to about 1/100 of the polygon's size. Deterministic. Always
/// inside a valid polygon (not merely in its box); the first corner of a degenerate one.
[[nodiscard]] LonLat label_point(Polygon const &polygon);

} // namespace yuntu::geo

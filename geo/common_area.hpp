#pragma once

#include "geo/polygon.hpp"

namespace yuntu::geo {

/// Square metres that both cover; of a polygon with itself its size. In the flat frame at the
/// middle of what their boxes share (see LocalFrame). Both valid. Time grows with the pairs of
/// edges that stand above each other.
[[nodiscard]] double common_area_m2(Polygon const &one, Polygon const &other);

} // namespace yuntu::geo

#pragma once

#include "geo/polygon.hpp"

#include <vector>

namespace yuntu::geo::io {

/// The valid polygons that cover what an invalid one means, largest first: rings closed, crossings
/// made corners, what is wound round twice once, slivers of a unit dropped (GEOS MakeValid, snapped
/// to units again). Empty when no area is left or what is left is not valid on the units.
[[nodiscard]] std::vector<Polygon> repaired(Polygon const &polygon);

} // namespace yuntu::geo::io

#pragma once

#include "geo/polygon.hpp"

namespace yuntu::geo {

/// The same parts with fewer corners: none left out is farther than the tolerance from what is
/// drawn in its place. A corner goes only when no other lies in the triangle it leaves, so rings
/// stay simple, apart and inside whom they were inside, and keep at least three corners.
/// For valid parts that do not touch, at one scale; borders that neighbours share, and several
/// scales, are the trade of VertexZooms. Flat around the first corner. Deterministic.
[[nodiscard]] MultiPolygon thinned(MultiPolygon const &parts, double tolerance_m);

} // namespace yuntu::geo

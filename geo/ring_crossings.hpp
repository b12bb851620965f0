#pragma once

#include "geo/polygon.hpp"

#include <optional>

namespace yuntu::geo {

/// Where two edges of a polygon meet that should not.
struct Crossing {
  LonLat place; // on the 1e-7 degree grid, nearest to the crossing
  bool same_ring = true;
};

/// The first forbidden meeting of edges, exact: within a ring any shared point of edges that are
/// not neighbours (or an overlap of neighbours); between rings a crossing or a shared stretch
/// (touching at a point is allowed). Rings closed, at least 4 points, no repeated points.
[[nodiscard]] std::optional<Crossing> find_crossing(Polygon const &polygon);

} // namespace yuntu::geo

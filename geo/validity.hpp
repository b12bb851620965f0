#pragma once

#include "geo/polygon.hpp"

#include <optional>
#include <string>

namespace yuntu::geo {

/// Why a polygon cannot be an area, in words for people, and where to look.
struct Defect {
  std::string reason;
  LonLat place;
};

/// nullopt when the polygon is valid by OGC rules (closed rings, at least 4 points, no
/// self-intersection, no repeated points or spikes, holes inside, inside connected, area > 0).
/// Either ring orientation. Call it on a `normalised` polygon, or repeated points count as defects.
[[nodiscard]] std::optional<Defect> find_defect(Polygon const &polygon);

/// The same area without repeated points and zero-width spikes, outer ring counter-clockwise,
/// holes clockwise (RFC 7946). Never closes a ring, moves a point or drops the outer ring; a hole
/// of zero area vanishes.
[[nodiscard]] Polygon normalised(Polygon polygon);

/// Twice the signed area in square units of 1e-7 degree, positive counter-clockwise; only its
/// sign and order of magnitude mean something (a double: large rings exceed 64 bits).
[[nodiscard]] double signed_area2(Ring const &ring);

} // namespace yuntu::geo

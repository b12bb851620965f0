#pragma once

#include "geo/street_line.hpp"

#include <cstddef>
#include <vector>

namespace yuntu::geo {

/// How far an end may be from the line that it was meant to lie on, in metres. Coordinates are kept
/// to 1e-7 degree, about a centimetre, so that an end on a slanting line is hardly ever exactly on
/// it; ten of these also make up for a surveyor's rounding, and are less than any gap on the ground
/// that stops a walker: a kerb, a wall.
inline constexpr double end_reach_m = 0.1;

struct JoinedStreets {
  std::vector<StreetLine> lines; ///< as given, in their order, with the points that were missing
  std::size_t crossings = 0;     ///< places where lines met that had no point there
  std::size_t joined_ends = 0;   ///< places of ends that lay on a line without a point there
};

/// Gives lines without node ids a common point wherever they meet, so that a WalkGraph is cut
/// there:
/// - where two cross, or one with a point of its own lies on the other, at the place rounded to
///   units, 1.1 cm;
/// - where an end lies within end_reach_m of a line: the line then goes through the end, unless the
///   two cross as near as that anyway. Of two ends near each other one line is led on to the other.
/// A line that meets itself is one that meets another; but its end is not joined to what comes less
/// than a metre before it.
///
/// What is over or under the other is not met: where one is a bridge or tunnel, or their layers
/// differ. Yet two ends within reach of each other are joined, for so does a bridge begin. Ferries
/// and lines with node ids are left as they are.
///
/// Deterministic; where lines meet does not depend on their order. Time: about that of sorting the
/// segments, unless many lie over each other.
[[nodiscard]] JoinedStreets join_where_they_meet(std::vector<StreetLine> lines);

} // namespace yuntu::geo

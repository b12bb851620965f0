#pragma once

#include "geo/polygon.hpp"

#include <cstddef>
#include <vector>

namespace yuntu::demo {

/// One straight piece of a building's outer wall; the inside is on its left, so that someone who
/// stands before it sees `a` on the left and `b` on the right.
struct Wall {
  std::size_t edge = 0; ///< its place in the outer ring
  geo::LonLat a, b;
};

/// In ring order, of a counter-clockwise polygon.
[[nodiscard]] std::vector<Wall> walls_of(geo::Polygon const &polygon);
[[nodiscard]] double length_m(Wall const &wall);
[[nodiscard]] geo::LonLat middle_of(Wall const &wall);

/// The point at `share` (0 to 1) of the wall's length: a unit point that the building covers, at
/// most 2.5 cm from the wall.
[[nodiscard]] geo::LonLat point_on_wall(geo::Polygon const &building, Wall const &wall,
                                        double share);
/// The point that far behind the middle of the wall, or less where the building is shallow:
/// strictly inside.
[[nodiscard]] geo::LonLat point_behind_wall(geo::Polygon const &building, Wall const &wall,
                                            double depth_m);

} // namespace yuntu::demo

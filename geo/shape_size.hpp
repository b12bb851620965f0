#pragma once

#include "geo/polygon.hpp"

namespace yuntu::geo {

/// How large a shape is on the ground.
struct ShapeSize {
  double area_m2 = 0;  ///< holes left out
  double border_m = 0; ///< of all rings

  /// Of a long strip its width, of a square half its side.
  [[nodiscard]] double width_m() const { return border_m > 0 ? 2 * area_m2 / border_m : 0; }
};

/// In the flat frame at the middle of its box: exact to 1e-6 below 2 km.
[[nodiscard]] ShapeSize size_of(Polygon const &shape);

} // namespace yuntu::geo

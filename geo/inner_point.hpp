#pragma once

#include "geo/polygon.hpp"

namespace yuntu::geo {

/// A place inside a shape, well away from its border as far as a few lines across it tell; quick
/// and sure for strips a few centimetres wide, for which `label_point` is neither. Deterministic.
/// The first corner when the shape holds no place on the 1e-7 degree grid that a line finds.
[[nodiscard]] LonLat inner_point(Polygon const &shape);

} // namespace yuntu::geo

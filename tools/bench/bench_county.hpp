#pragma once

#include "server/model/layer.hpp"

#include <cstddef>
#include <map>
#include <memory>

namespace yuntu::bench {

/// A made-up county of 110 grids (some 380 corners each) cut into 10,000 micro-grids (40 corners
/// each), with jagged borders shared corner for corner, about 20 x 20 km around 118.4 E 35 N.
[[nodiscard]] std::map<model::LayerKind, std::shared_ptr<model::LayerVersion const>>
made_up_county(unsigned seed);

/// So many fences on it, 60 corners each, 100 m to 2 km to a side, lying over each other as they
/// fall.
[[nodiscard]] std::shared_ptr<model::LayerVersion const> made_up_fences(unsigned seed, int count);

inline constexpr double county_west = 118.3;
inline constexpr double county_south = 34.9;
inline constexpr double county_side = 0.2; ///< degrees

} // namespace yuntu::bench

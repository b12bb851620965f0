#pragma once

#include "geo/area_index.hpp"

#include <array>
#include <cstdint>
#include <vector>

namespace yuntu::geo {

/// How likely the true place lies in an area, or in none.
struct AreaOdds {
  std::uint32_t payload = 0; ///< of a part; AreaIndex::nowhere: in none
  double probability = 0;

  friend bool operator==(AreaOdds const &, AreaOdds const &) = default;
};

/// One layer's, likeliest first; their probabilities sum to 1. Empty: what the index says of the
/// point itself holds with 95 % or more.
using LayerOdds = std::vector<AreaOdds>;

/// Where the true place lies when `p` has an error of `sigma_m` (see position_error; at 0 or less,
/// or NaN, all is certain). The disc that holds 95 % is looked at first; when a border of a layer
/// comes into it, 4,096 points that stand for equal shares of the normal are looked up, with the
/// same rules as any point. The points are always the same, so the answer is too: within 0.003 of
/// the truth where one straight border passes, within 0.005 for an area with a few.
[[nodiscard]] std::array<LayerOdds, AreaIndex::layer_count> odds_of(AreaIndex const &index,
                                                                    LonLat p, double sigma_m);

} // namespace yuntu::geo

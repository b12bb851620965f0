#pragma once

#include "server/rules/topology/tiling.hpp"

#include <vector>

namespace yuntu::rules::topology {

struct NestingReport {
  std::vector<Finding> findings;
  std::vector<bool> is_misplaced; ///< by area of the inner layer
  Zone astray;                    ///< what they reach into
};

/// Areas that reach beyond the one they belong to. `inner_tiling` and `outer_tiling` are what was
/// found on each layer alone: land claimed there is not claimed again.
[[nodiscard]] NestingReport check_nesting(CheckedLayer const &inner, AreaLookup const &inner_lookup,
                                          Around const &around, TilingReport const &inner_tiling,
                                          TilingReport const &outer_tiling,
                                          Thresholds const &thresholds);

} // namespace yuntu::rules::topology

#pragma once

#include "server/rules/topology/standing.hpp"

#include <vector>

namespace yuntu::rules::topology {

/// Buildings cut by a border, or in no area at all, outermost owner first: one finding each, or one
/// for all when none has an owner.
[[nodiscard]] std::vector<Finding> check_buildings(CheckedLayer const &buildings,
                                                   std::vector<Owner> const &owners,
                                                   Thresholds const &thresholds);

/// Stations in no area; likewise.
[[nodiscard]] std::vector<Finding> check_stations(model::LayerVersion const &stations,
                                                  std::vector<Owner> const &owners);

} // namespace yuntu::rules::topology

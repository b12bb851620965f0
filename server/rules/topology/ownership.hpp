#pragma once

#include "server/rules/topology/checked_layer.hpp"
#include "server/rules/topology/thresholds.hpp"
#include "server/rules/topology/zone.hpp"

#include <vector>

namespace yuntu::rules::topology {

/// A layer that should own what stands on it.
struct Owner {
  CheckedLayer const &layer;
  AreaLookup const &lookup;
  Zone const &bare; ///< its gaps: who stands there is not without an owner for a second reason
  /// Whether everything must stand in one of its areas: not so for estates.
  enum class Reach { everywhere, somewhere } reach;
};

/// Buildings cut by a border, or in no area at all, outermost owner first: one finding each.
[[nodiscard]] std::vector<Finding> check_buildings(CheckedLayer const &buildings,
                                                   std::vector<Owner> const &owners,
                                                   Thresholds const &thresholds);

/// Stations in no area.
[[nodiscard]] std::vector<Finding> check_stations(model::LayerVersion const &stations,
                                                  std::vector<Owner> const &owners);

} // namespace yuntu::rules::topology

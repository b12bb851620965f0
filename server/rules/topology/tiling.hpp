#pragma once

#include "server/rules/topology/checked_layer.hpp"
#include "server/rules/topology/parents.hpp"
#include "server/rules/topology/thresholds.hpp"
#include "server/rules/topology/zone.hpp"

#include <cstddef>
#include <vector>

namespace yuntu::rules::topology {

struct TilingReport {
  std::vector<Finding> findings;
  Zone bare;                        ///< gaps
  Zone shared;                      ///< overlaps
  std::size_t within_tolerance = 0; ///< strips too narrow to be defects
  std::size_t beside_invalid = 0;   ///< not judged: the geometry next to them is invalid
};

/// Gaps, overlaps and slivers of a layer that should tile the one around it; without one, of the
/// topmost: its holes and overlaps.
[[nodiscard]] TilingReport check_tiling(CheckedLayer const &layer, AreaLookup const &lookup,
                                        Around const *around, Thresholds const &thresholds);

/// Overlaps alone, of a layer that lies scattered: only what comes near another is looked at.
[[nodiscard]] TilingReport check_scattered(CheckedLayer const &layer, Thresholds const &thresholds);

} // namespace yuntu::rules::topology

#pragma once

#include "server/rules/topology/finding.hpp"
#include "server/rules/topology/thresholds.hpp"

#include <cstddef>
#include <map>
#include <memory>
#include <vector>

namespace yuntu::rules::topology {

using Layers = std::map<model::LayerKind, std::shared_ptr<model::LayerVersion const>>;

struct LayerCount {
  model::LayerKind layer;
  std::size_t areas = 0; ///< or stations
  std::size_t parts = 0;
  std::size_t corners = 0;
};

struct TopologyReport {
  std::vector<Finding> findings; ///< by rule, layer and codes
  std::vector<Skipped> skipped;
  std::vector<LayerCount> counts;
  std::size_t within_tolerance = 0; ///< strips too narrow to be defects

  /// Nothing but notes.
  [[nodiscard]] bool is_clean() const;
};

/// What is wrong with the nested coverage: subdistricts hold communities, these hold grids, these
/// micro-grids; communities hold estates; everything holds buildings and stations. Layers that are
/// not there are skipped, and said so. Takes time near-linear in the number of corners. What rests
/// on a defect is not a finding of its own.
[[nodiscard]] TopologyReport check_topology(Layers const &layers, Thresholds const &thresholds);

} // namespace yuntu::rules::topology

#pragma once

#include "geo/closed_edges.hpp"
#include "geo/street_point.hpp"
#include "geo/target_set.hpp"
#include "geo/walk_graph.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace yuntu::geo {

/// Who can be served by whom as things are: what questions about changes start from.
/// Graph and targets must outlive everything made with it.
struct ServedTown {
  WalkGraph const *graph = nullptr;
  TargetSet const *targets = nullptr;
  std::vector<std::optional<StreetPoint>> stations; ///< nullopt: no street near, so serves nobody
  std::int32_t limit_mm = 0; ///< longest walk to a station, inclusive; see cost_within_mm()
  ClosedEdges closed;
};

} // namespace yuntu::geo

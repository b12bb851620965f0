#pragma once

#include "geo/closed_edges.hpp"
#include "geo/reach.hpp"
#include "geo/street_point.hpp"
#include "geo/target_set.hpp"

#include <optional>
#include <span>
#include <vector>

namespace yuntu::geo {

/// Whom each origin serves, in the order in which ReachSearch::targets() finds them; nobody for an
/// origin without a street.
using Catchments = std::vector<std::vector<ReachedTarget>>;

/// Everything within the limit on foot of each origin, at the speed of the limit's profile, which
/// may be another than the graph's. `search` is the caller's workspace for this graph; its last run
/// is lost.
[[nodiscard]] Catchments catchments_to(ReachSearch &search, TargetSet const &targets,
                                       std::span<std::optional<StreetPoint> const> origins,
                                       WalkLimit const &limit, ClosedEdges const &closed);
/// The same within `limit_s` seconds at the speed of the graph's profile.
[[nodiscard]] inline Catchments catchments_to(ReachSearch &search, TargetSet const &targets,
                                              std::span<std::optional<StreetPoint> const> origins,
                                              double limit_s, ClosedEdges const &closed) {
  return catchments_to(search, targets, origins, WalkLimit{limit_s, search.graph().profile()},
                       closed);
}

} // namespace yuntu::geo

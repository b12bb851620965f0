#pragma once

#include "geo/closed_edges.hpp"
#include "geo/reach.hpp"
#include "geo/street_point.hpp"
#include "geo/target_set.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace yuntu::geo {

/// Whom one origin serves.
struct Catchment {
  std::vector<ReachedTarget> covered; ///< in the order of their streets
  std::int64_t weight = 0;

  friend bool operator==(Catchment const &, Catchment const &) = default;
};

/// Several origins side by side. A target that several cover counts once in the totals.
struct Catchments {
  std::vector<Catchment> origins; ///< as given; empty ones for origins without a street
  std::size_t covered_targets = 0;
  std::int64_t covered_weight = 0;

  friend bool operator==(Catchments const &, Catchments const &) = default;
};

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

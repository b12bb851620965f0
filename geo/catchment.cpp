#include "geo/catchment.hpp"

namespace yuntu::geo {

Catchments catchments_to(ReachSearch &search, TargetSet const &targets,
                         std::span<std::optional<StreetPoint> const> origins,
                         WalkLimit const &limit, ClosedEdges const &closed) {
  Catchments catchments(origins.size());
  auto const limit_mm = cost_within_mm(limit.profile, limit.seconds);
  for (std::size_t i = 0; i < origins.size(); ++i) {
    if (origins[i]) {
      search.run_to(*origins[i], limit_mm, closed);
      auto const reached = search.targets(targets);
      catchments[i].assign(reached.begin(), reached.end());
    }
  }
  return catchments;
}

} // namespace yuntu::geo

#include "geo/catchment.hpp"

#include <vector>

namespace yuntu::geo {

Catchments catchments_to(ReachSearch &search, TargetSet const &targets,
                         std::span<std::optional<StreetPoint> const> origins,
                         WalkLimit const &limit, ClosedEdges const &closed) {
  Catchments result;
  result.origins.resize(origins.size());
  std::vector<bool> is_covered(targets.size());
  auto const limit_mm = cost_within_mm(limit.profile, limit.seconds);
  for (std::size_t i = 0; i < origins.size(); ++i) {
    if (!origins[i]) {
      continue;
    }
    search.run_to(*origins[i], limit_mm, closed);
    auto const reached = search.targets(targets);
    auto &catchment = result.origins[i];
    catchment.covered.assign(reached.begin(), reached.end());
    for (auto const &one : reached) {
      catchment.weight += targets.weight(one.target);
      is_covered[one.target] = true;
    }
  }
  for (TargetId target = 0; target < targets.size(); ++target) {
    if (is_covered[target]) {
      ++result.covered_targets;
      result.covered_weight += targets.weight(target);
    }
  }
  return result;
}

} // namespace yuntu::geo

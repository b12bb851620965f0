#pragma once

#include "server/model/area.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace yuntu::rules {

/// How much walking a worker is spared for what. Seconds of walking that weigh as much as
struct DispatchPolicy {
  double open_incident_s = 300; ///< one open incident that the worker has already
  double other_grid_s = 180;    ///< the place lying in another grid than the worker's
  double other_community_s = 420;
  double farthest_s = 1'800; ///< who walks longer is not named
  double oldest_fix_s = 600; ///< whose newest fix is older is not named
  friend bool operator==(DispatchPolicy const &, DispatchPolicy const &) = default;
};

/// A worker on duty who could go.
struct DispatchCandidate {
  std::string worker;
  /// On foot by the streets; nullopt: no street leads there within the limit.
  std::optional<double> walk_s;
  std::size_t open = 0;         ///< incidents that are the worker's to do
  bool is_of_grid = false;      ///< answers for the grid of the place
  bool is_of_community = false; ///< answers for a grid of its community
  friend bool operator==(DispatchCandidate const &, DispatchCandidate const &) = default;
};

/// A candidate and what it weighs, in seconds of walking: the sum of the three parts.
struct DispatchChoice {
  DispatchCandidate candidate;
  double load_s = 0;
  double area_s = 0;
  double total_s = 0;
  friend bool operator==(DispatchChoice const &, DispatchChoice const &) = default;
};

/// The lightest first, ties by the worker's id; without those who cannot walk there within the
/// policy's limit. At most `most`.
[[nodiscard]] std::vector<DispatchChoice> dispatch_order(DispatchPolicy const &policy,
                                                         std::vector<DispatchCandidate> candidates,
                                                         std::size_t most);

} // namespace yuntu::rules

#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace yuntu::geo {

/// Where to open sites so that the most is served (the maximal covering location problem).
struct SitingCase {
  std::vector<std::int64_t> weights; ///< by target, not negative
  /// By candidate: the targets it would serve, each once.
  std::vector<std::vector<std::uint32_t>> serves;
  std::vector<std::uint32_t> served; ///< targets that the sites which stay serve already
  std::size_t picks = 1;             ///< how many candidates to open, at most
};

struct SitingPlan {
  std::vector<std::uint32_t> picks; ///< candidates, the one that adds most first
  std::vector<std::int64_t> gains;  ///< by pick: the weight it adds to those before it
  std::int64_t weight = 0;          ///< newly served by all of them
  /// No choice of as many candidates serves more: proved for this case, by Lagrangian relaxation.
  std::int64_t bound = 0;
  bool is_stopped = false; ///< asked to stop: the plan is good, but not the best that was to be had

  /// How far from the best possible it can be at most, as a part of the bound; 0 is proved best.
  [[nodiscard]] double gap() const {
    return bound == 0 ? 0 : static_cast<double>(bound - weight) / static_cast<double>(bound);
  }
};

/// Told how far it has come, 0 to 1; false asks it to stop with what it has.
using SitingProgress = std::function<bool(double)>;

/// Each time the site that adds most, then swaps of one site for another until none serves more,
/// then multipliers that prove a bound and, on the way, look for better choices. The same case
/// gives the same plan. Throws std::invalid_argument for a target or weight that cannot be.
[[nodiscard]] SitingPlan choose_sites(SitingCase const &sites, SitingProgress const &progress = {});

} // namespace yuntu::geo

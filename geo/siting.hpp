#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <vector>

namespace yuntu::geo {

class CoverCase;

inline constexpr std::int64_t unlimited_capacity = std::numeric_limits<std::int64_t>::max();

/// One that stays whatever is chosen, and cannot take all who would come.
struct StandingSite {
  std::vector<std::uint32_t> serves; ///< targets, each once
  std::int64_t capacity = unlimited_capacity;
};

/// Where to open sites so that the most is served (the maximal covering location problem).
///
/// With capacities (the capacitated one): the weight of a target may be divided between the open
/// sites that serve it, in whole units; all that is assigned to a site is at most its capacity;
/// what is assigned to none is not served. Of all the ways to assign, the one that serves most
/// counts: for given sites it is found exactly, as a maximum flow.
struct SitingCase {
  std::vector<std::int64_t> weights; ///< by target, not negative
  /// By candidate: the targets it would serve, each once.
  std::vector<std::vector<std::uint32_t>> serves;
  std::vector<std::uint32_t> served; ///< targets that the sites which stay serve already
  std::size_t picks = 1;             ///< how many candidates to open, at most
  /// By candidate: how much weight it can take; empty: none has a limit.
  std::vector<std::int64_t> capacities{};
  /// Sites that stay and have a limit; what `served` names is served in any case.
  std::vector<StandingSite> standing{};
};

struct SitingPlan {
  /// Candidates, the one that adds most first; once asked to stop, as they come.
  std::vector<std::uint32_t> picks;
  std::vector<std::int64_t> gains; ///< by pick: the weight it adds to those before it
  std::int64_t weight = 0;         ///< newly served by all of them
  /// No choice of as many candidates serves more: proved for this case, by Lagrangian relaxation.
  std::int64_t bound = 0;
  // One way to assign the most, of a case with a limit that matters; empty otherwise:
  std::vector<std::int64_t> loads;          ///< by pick
  std::vector<std::int64_t> standing_loads; ///< by standing site
  std::int64_t standing_weight = 0;         ///< what the standing sites serve without any pick
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
/// The same for a case that is laid out already (geo/cover_case.hpp).
[[nodiscard]] SitingPlan choose_sites(CoverCase const &cover, SitingProgress const &progress);

/// The plan that opens exactly these candidates; nothing is proved: its bound is its weight.
[[nodiscard]] SitingPlan plan_with(SitingCase const &sites,
                                   std::vector<std::uint32_t> const &picks);
[[nodiscard]] SitingPlan plan_with(CoverCase const &cover, std::vector<std::uint32_t> const &picks);

} // namespace yuntu::geo

#pragma once

#include "geo/cover_case.hpp"

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace yuntu::geo {

/// What a bound is proved from and what it asks for on the way.
struct BoundSearch {
  /// By target: of how many open sites it has, in a good choice; 0 also for one that is crowded.
  std::vector<std::uint32_t> servers;
  std::function<std::int64_t()> weight; ///< served by the best choice known
  /// As many candidates as the case allows, to which the multipliers point: worth a try.
  std::function<void(std::span<std::uint32_t const>)> try_choice;
  std::function<bool(double)> goes_on; ///< told how far it has come, 0 to 1
};

/// What no choice and the sites that stand serve more than, together, by Lagrangian relaxation of
/// "who is served has an open site": M. L. Fisher, The Lagrangian relaxation method for solving
/// integer programming problems, Management Science 27 (1981); for this problem R. D. Galvao and C.
/// ReVelle, European Journal of Operational Research 88 (1996); steps lean on the steps before
/// (P. M. Camerini, L. Fratta and F. Maffioli, Mathematical Programming Study 3, 1975). The work is
/// cut where the bound gets hardly better, and in large cases earlier; counted, not timed: the same
/// case gives the same bound.
[[nodiscard]] std::int64_t prove_bound(CoverCase const &cover, BoundSearch const &search);

} // namespace yuntu::geo

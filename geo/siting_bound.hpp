#pragma once

#include "geo/siting_choice.hpp"

#include <cstdint>
#include <functional>

namespace yuntu::geo {

/// What no choice serves more than, by Lagrangian relaxation of "who is served has an open site":
/// M. L. Fisher, The Lagrangian relaxation method for solving integer programming problems,
/// Management Science 27 (1981); for this problem R. D. Galvao and C. ReVelle, European Journal of
/// Operational Research 88 (1996). The choices that the multipliers point to are tried on the way,
/// and `choice` becomes the best of them. `goes_on` is told how far it has come, 0 to 1.
[[nodiscard]] std::int64_t prove_bound(SitingChoice &choice,
                                       std::function<bool(double)> const &goes_on);

} // namespace yuntu::geo

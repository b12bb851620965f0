#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace yuntu::geo {

/// How somebody walks. A plain struct: further profiles are further values of it.
/// Costs are kept in "walking-equivalent millimetres": a cost of 1100 takes one second at 1.1 m/s,
/// so a metre of steps costs `steps_factor` metres.
struct WalkProfile {
  double speed_mps = 1.1;
  double steps_factor = 2; ///< how many times longer a metre of steps takes

  friend bool operator==(WalkProfile const &, WalkProfile const &) = default;
};

/// No walk is longer than this (536 km); costs and limits are cut to it, so that sums fit int32.
inline constexpr std::int32_t max_cost_mm = std::int32_t{1} << 29;

/// Seconds that a cost takes.
[[nodiscard]] inline double seconds_of(WalkProfile const &profile, std::int32_t cost_mm) {
  return cost_mm / (profile.speed_mps * 1000);
}

/// The largest cost walked within `seconds`, inclusive; -1 (nothing at all) for less than 0 or NaN.
[[nodiscard]] inline std::int32_t cost_within_mm(WalkProfile const &profile, double seconds) {
  if (!(seconds >= 0)) {
    return -1;
  }
  // A ten-thousandth of a millimetre makes up for limits that came from metres by division.
  double const cost = std::floor(seconds * profile.speed_mps * 1000 + 1e-4);
  return static_cast<std::int32_t>(std::min(cost, static_cast<double>(max_cost_mm)));
}

} // namespace yuntu::geo

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
  bool takes_steps = true; ///< false: streets of steps are left out

  friend bool operator==(WalkProfile const &, WalkProfile const &) = default;
};

/// Most people: 15 minutes are 990 m.
inline constexpr WalkProfile standard_walk{};
/// Old people: 15 minutes are 720 m, by the same ways.
inline constexpr WalkProfile elder_walk{0.8, 2, true};
/// Wheelchairs and prams: no steps at all.
inline constexpr WalkProfile wheelchair_walk{1.1, 2, false};

/// A longest walk, inclusive.
struct WalkLimit {
  double seconds = 0;
  WalkProfile profile;
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

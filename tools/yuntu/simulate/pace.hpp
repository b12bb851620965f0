#pragma once

#include "server/model/time.hpp"

#include <algorithm>
#include <cmath>

namespace yuntu::simulate {

/// How simulated time follows the clock: `speed` times as fast from `start` on, 0 = as fast as the
/// server answers, but never ahead of the clock: the server does not take reports from the future.
/// Once it has caught up it goes on with the clock.
struct Pace {
  model::Time start;
  model::Time wall_start;
  double speed = 1;

  [[nodiscard]] model::Time simulated_at(model::Time wall) const {
    if (speed == 0) {
      return wall;
    }
    auto const passed = static_cast<double>((wall - wall_start).count()) * speed;
    constexpr double most_ms = 1e15; // 30,000 years: no overflow below
    return std::min(wall, start + model::Duration{std::llround(std::min(passed, most_ms))});
  }
  /// The first moment of the clock at which simulated time has reached `simulated`.
  [[nodiscard]] model::Time wall_for(model::Time simulated) const {
    if (speed == 0) {
      return simulated;
    }
    auto const passed = static_cast<double>((simulated - start).count()) / speed;
    return std::max(simulated,
                    wall_start + model::Duration{static_cast<std::int64_t>(std::ceil(passed))});
  }
};

} // namespace yuntu::simulate

#pragma once

#include "server/model/time.hpp"

namespace yuntu::model {

/// The wall clock was set ahead from `from` to `to` and has stayed so. Nobody can tell whether the
/// time in between has passed (a machine that slept) or not (one whose clock was slow), so what was
/// known before has `patience` until the jump makes it overdue.
struct ClockAhead {
  static constexpr Duration patience{std::chrono::minutes{10}};

  Time from;
  Time to;

  [[nodiscard]] Time holds_until() const { return to + patience; }
  friend bool operator==(ClockAhead const &, ClockAhead const &) = default;
};

} // namespace yuntu::model

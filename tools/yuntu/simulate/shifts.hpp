#pragma once

#include "tools/yuntu/simulate/day.hpp"

#include <cstdint>
#include <vector>

namespace yuntu::simulate {

/// From `start` up to, not including, `end`.
struct Shift {
  model::Time start;
  model::Time end;
};

enum class DutyPlan {
  shifts, ///< each on a shift of their own, five days of seven
  all     ///< everybody all the time, for tests and load
};

/// When one worker is on duty: always the same for the same seed and number.
class ShiftPlan {
public:
  /// `day` must outlive it.
  ShiftPlan(Day const &day, DutyPlan plan, std::uint64_t seed);

  /// The first shift that ends after `time`.
  [[nodiscard]] Shift shift_after(model::Time time) const;

private:
  [[nodiscard]] bool is_day_off(std::int64_t date) const;
  [[nodiscard]] Shift shift_on(std::int64_t date) const;

  Day const *day_;
  DutyPlan plan_;
  std::uint64_t seed_;
  std::size_t kind_ = 0; ///< of the day's shifts
  std::int64_t team_ = 0;
};

} // namespace yuntu::simulate

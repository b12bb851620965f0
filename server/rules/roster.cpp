#include "server/rules/roster.hpp"

#include <algorithm>
#include <optional>

namespace yuntu::rules {
namespace {

/// What of a worker's duty matters here: how it is, and since when.
struct LastChange {
  bool is_on = false;
  std::optional<model::Time> time; ///< nullopt: nothing was ever said
};

LastChange last_change_of(std::vector<model::DutySpell> const &duty) {
  if (duty.empty()) {
    return {};
  }
  auto const &newest = duty.back();
  return {!newest.until, newest.until.value_or(newest.since)};
}

bool goes_on_at(model::Time time, std::vector<model::Shift> const &shifts) {
  return std::any_of(shifts.begin(), shifts.end(), [&](model::Shift const &shift) {
    return shift.from <= time && time < shift.to;
  });
}

} // namespace

std::vector<DutyStep> due_steps(std::vector<model::DutySpell> const &duty,
                                std::vector<model::Shift> const &shifts, model::Time now) {
  std::vector<DutyStep> steps;
  auto last = last_change_of(duty);
  auto const step = [&](bool is_on, model::Time time) {
    steps.push_back({is_on, time});
    last = {is_on, time};
  };
  for (auto const &shift : shifts) {
    if (shift.from > now) {
      break;
    }
    if (!last.is_on && (!last.time || *last.time < shift.from)) {
      step(true, shift.from);
    }
    if (shift.to <= now && last.is_on && *last.time < shift.to && !goes_on_at(shift.to, shifts)) {
      step(false, shift.to);
    }
  }
  return steps;
}

} // namespace yuntu::rules

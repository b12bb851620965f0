#pragma once

#include "server/model/shift.hpp"
#include "server/model/worker.hpp"

#include <vector>

namespace yuntu::rules {

/// A change of duty that a roster brings about, at the shift's own time.
struct DutyStep {
  bool is_on = false;
  model::Time time;

  friend bool operator==(DutyStep const &, DutyStep const &) = default;
};

/// What the planned shifts have brought about by `now` and `duty` does not know yet, in order of
/// time. The start of a shift puts on duty who is off; its end puts off who is on since before it,
/// unless another shift goes on. What people say themselves stands: who went off during a shift
/// stays off until the next one starts, who goes on after it stays on, and a shift that is planned
/// after the fact does not change what was said later than its start.
/// `shifts` in order. Asking again after the steps were taken gives none.
[[nodiscard]] std::vector<DutyStep> due_steps(std::vector<model::DutySpell> const &duty,
                                              std::vector<model::Shift> const &shifts,
                                              model::Time now);

} // namespace yuntu::rules

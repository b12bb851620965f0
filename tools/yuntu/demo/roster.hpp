#pragma once

#include "tools/yuntu/demo/staff_roll.hpp"

#include <vector>

namespace yuntu::demo {

/// Shifts of everybody who on that day is a grid worker, social worker or in the enforcement squad:
/// 07:30 to 12:00 and 13:30 to 18:00 as a rule, evenings and nights in turn, days off. By person,
/// day and start; nobody has two at once. A day's shifts do not depend on the range asked for.
[[nodiscard]] std::vector<RosterShift> draw_roster(StaffRoll const &roll, Day first, int days);

} // namespace yuntu::demo

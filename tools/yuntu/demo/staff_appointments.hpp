#pragma once

#include "tools/yuntu/demo/staff_definition.hpp"
#include "tools/yuntu/demo/town.hpp"

namespace yuntu::demo {

/// The town's staff: its posts (see posts_of), invented people, who is and was in which post, and
/// which are vacant. Everybody has one post, but for micro-grid officers, who may share
/// neighbouring micro-grids of one grid. Building heads are missing in some estates far more than
/// in others. `people_before`: how many people other towns of the same county file have, so that
/// codes differ. The same town (its seed counts) and definition give the same roll.
[[nodiscard]] StaffRoll appoint_staff(DemoTown const &town, StaffDefinition const &definition,
                                      std::size_t people_before = 0);

} // namespace yuntu::demo

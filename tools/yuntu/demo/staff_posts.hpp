#pragma once

#include "tools/yuntu/demo/staff_definition.hpp"
#include "tools/yuntu/demo/town.hpp"

#include <vector>

namespace yuntu::demo {

/// The posts a town must have: a worker for each grid, an officer for each micro-grid, and the rest
/// by households. In the order of kinds, then of areas.
[[nodiscard]] std::vector<StaffPost> posts_of(DemoTown const &town, StaffSizes const &sizes);

} // namespace yuntu::demo

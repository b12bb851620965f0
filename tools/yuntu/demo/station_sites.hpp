#pragma once

#include "tools/yuntu/demo/street_plan.hpp"
#include "tools/yuntu/demo/town.hpp"

#include <vector>

namespace yuntu::demo {

/// Gives each station of the definition a ground floor: the first in the middle of the town, each
/// further one as far as it can be from those before, but not at the town's edge. Never in a gated
/// estate and never in a private house.
[[nodiscard]] std::vector<Station> choose_stations(DemoDefinition const &definition,
                                                   StreetPlan const &plan, DemoTown const &town);

} // namespace yuntu::demo

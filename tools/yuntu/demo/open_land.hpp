#pragma once

#include "tools/yuntu/demo/built_block.hpp"
#include "tools/yuntu/demo/town.hpp"

#include <vector>

namespace yuntu::demo {

/// The tracks, on for a while beyond the county.
[[nodiscard]] std::vector<Railway> draw_railways(StreetPlan const &plan);
/// What lies between the streets along a railway, of kind "railway".
[[nodiscard]] std::vector<LandUse> railway_land(StreetPlan const &plan);
/// The river, then ponds.
[[nodiscard]] std::vector<Water> draw_waters(DemoDefinition const &definition,
                                             StreetPlan const &plan, BuiltLand const &land);

} // namespace yuntu::demo

#pragma once

#include "tools/yuntu/demo/street_plan.hpp"

#include <vector>

namespace yuntu::demo {

/// Lays the definition's corridors across the plan's outline, with the streets along them, the
/// avenue's crossings and the paths on a river's banks, and puts them into the plan. Returns the
/// land between them, from north to south: one more than there are corridors.
[[nodiscard]] std::vector<Chain> lay_corridors(DemoDefinition const &definition, StreetPlan &plan,
                                               Random &random);

/// Where the avenue crosses: the middle vertex.
[[nodiscard]] geo::LonLat crossing_of(Chain const &corridor_line);

} // namespace yuntu::demo

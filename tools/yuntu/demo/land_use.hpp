#pragma once

#include "tools/yuntu/demo/definition.hpp"
#include "tools/yuntu/demo/parcels.hpp"
#include "tools/yuntu/demo/random.hpp"

#include <vector>

namespace yuntu::demo {

/// What each site becomes, parallel to plats (and plan.sites): parks by the river, markets on main
/// streets, the old quarters around the first market, schools in quiet places, works by the
/// railway, gated estates on the largest sites, the rest by lot.
[[nodiscard]] std::vector<BlockKind> assign_land_use(DemoDefinition const &definition,
                                                     std::vector<Plat> const &plats,
                                                     StreetPlan const &plan, Random &random);

} // namespace yuntu::demo

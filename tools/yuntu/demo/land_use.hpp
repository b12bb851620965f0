#pragma once

#include "tools/yuntu/demo/definition.hpp"
#include "tools/yuntu/demo/parcels.hpp"
#include "tools/yuntu/demo/random.hpp"

#include <vector>

namespace yuntu::demo {

/// What each block becomes, parallel to plats: the park by the river, the market on the main
/// street, the old quarters around the market, the school in a quiet place, the gated estate on
/// the largest block, the rest by lot.
[[nodiscard]] std::vector<BlockKind> assign_land_use(DemoDefinition const &definition,
                                                     std::vector<Plat> const &plats,
                                                     MetricPoint town_east, Random &random);

} // namespace yuntu::demo

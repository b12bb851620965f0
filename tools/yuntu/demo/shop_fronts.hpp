#pragma once

#include "tools/yuntu/demo/furniture.hpp"
#include "tools/yuntu/demo/random.hpp"
#include "tools/yuntu/demo/town.hpp"
#include "tools/yuntu/demo/walk_sides.hpp"

#include <vector>

namespace yuntu::demo {

/// Street-front shops on walls that look at a street, denser on the main ones, none behind an
/// estate's wall or in a school or works; in the buildings' order,
/// without codes. The entrances must be
/// placed: a shop keeps clear of them. Throws std::runtime_error when there are fewer shop fronts
/// than the least count.
[[nodiscard]] std::vector<Shop> place_shops(DemoTown const &town, WalkSides const &sides,
                                            Furniture const &furniture, Random &random);

} // namespace yuntu::demo

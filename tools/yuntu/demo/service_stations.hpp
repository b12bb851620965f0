#pragma once

#include "tools/yuntu/demo/furniture.hpp"
#include "tools/yuntu/demo/random.hpp"
#include "tools/yuntu/demo/town.hpp"
#include "tools/yuntu/demo/walk_sides.hpp"

#include <vector>

namespace yuntu::demo {

/// Stations of every kind, each on the ground floor of a building of its own, two metres behind
/// the wall to the street (or to the path, for kinds that may stand inside an estate). Within a
/// kind every next one goes where it saves the households most of the way. By kind in the
/// furniture's order, without codes. Throws std::runtime_error naming the kind and community
/// without a site.
[[nodiscard]] std::vector<Station> place_stations(DemoTown const &town, WalkSides const &sides,
                                                  Furniture const &furniture, Random &random);

} // namespace yuntu::demo

#pragma once

#include "tools/yuntu/demo/layout.hpp"
#include "tools/yuntu/demo/slab_rows.hpp"

namespace yuntu::demo {

/// A pond with a path around it, joined to the streets on all sides.
[[nodiscard]] Layout lay_park(PlanRing const &region, Random &random);

/// Teaching blocks along a spine path, a sports ground with its track in the southwest.
[[nodiscard]] Layout lay_school(PlanRing const &region, SlabStyle const &style, Random &random);

} // namespace yuntu::demo

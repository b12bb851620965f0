#pragma once

#include "tools/yuntu/demo/definition.hpp"
#include "tools/yuntu/demo/plan_geometry.hpp"
#include "tools/yuntu/demo/random.hpp"

#include <array>

namespace yuntu::demo {

/// The county's border and the river beyond its south side.
struct TownOutline {
  /// South, east, north, west: counter-clockwise, each ends where the next begins. They bulge
  /// outwards, never inwards, so that blocks stay nearly convex.
  std::array<PlanLine, 4> sides;
  PlanRing river; ///< empty: none
};

[[nodiscard]] TownOutline draw_outline(DemoDefinition const &definition, MetricPoint east,
                                       Random &random);

} // namespace yuntu::demo

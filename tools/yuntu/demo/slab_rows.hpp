#pragma once

#include "tools/yuntu/demo/layout.hpp"

namespace yuntu::demo {

/// Rows of slabs that face south, as most Chinese estates are built: the higher the floors, the
/// wider the rows stand apart for the winter sun.
struct SlabStyle {
  BuildingUse use = BuildingUse::flats;
  double depth_m = 12;
  double unit_m = 15; ///< length of one staircase
  int units_least = 2, units_most = 4;
  int floors_least = 5, floors_most = 6;
  double row_gap_m = 20;
  double column_gap_m = 11;
  int flats_per_landing = 2;
  bool gated = false;
};

/// Slabs in a convex region on both sides of a spine path at easting `spine`. Every row has a
/// footpath on its north side, where the staircases open; all join the spine. A gated layout
/// reaches the street by the spine's south end alone.
[[nodiscard]] Layout lay_slab_rows(PlanRing const &region, SlabStyle const &style, double spine,
                                   Random &random);

} // namespace yuntu::demo

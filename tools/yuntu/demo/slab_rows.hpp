#pragma once

#include "tools/yuntu/demo/layout.hpp"

namespace yuntu::demo {

/// How a layout joins the streets around it.
enum class Access {
  open,
  one_gate,   ///< through a wall
  one_way_in, ///< by a lane that leads nowhere else
};

/// Rows of slabs that face south, as most Chinese estates are built: the higher the floors, the
/// wider the rows stand apart for the winter sun.
struct SlabStyle {
  BuildingUse use = BuildingUse::flats;
  double depth_m = 12;
  double unit_m = 15; ///< length of one staircase
  int units_least = 2, units_most = 4;
  int floors_least = 4, floors_most = 6;
  double row_gap_m = 20;
  double column_gap_m = 11;
  int flats_per_landing = 2;
  Access access = Access::open;
};

/// Slabs in a convex region on both sides of a spine path at easting `spine`. Every row has a
/// footpath on its north side, where the staircases open; all join the spine. A layout
/// with one way in reaches the street by one end of the spine alone, mostly the south one.
[[nodiscard]] Layout lay_slab_rows(PlanRing const &region, SlabStyle const &style, double spine,
                                   Random &random);

} // namespace yuntu::demo

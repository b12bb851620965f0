#pragma once

#include "tools/yuntu/demo/definition.hpp"
#include "tools/yuntu/demo/layout.hpp"
#include "tools/yuntu/demo/street_plan.hpp"

#include <vector>

namespace yuntu::demo {

/// A block's own coordinates: origin at its middle, "east" along its east-west streets.
struct BlockFrame {
  MetricPoint origin;
  MetricPoint east;

  [[nodiscard]] MetricPoint to_plan(MetricPoint own) const {
    return origin + own.easting * east + own.northing * left_of(east);
  }
  [[nodiscard]] MetricPoint to_own(MetricPoint plan) const {
    return {dot(plan - origin, east), dot(plan - origin, left_of(east))};
  }
};

/// An edge of a parcel towards a street with shops, counter-clockwise: the parcel is on its left.
struct Frontage {
  MetricPoint from, to;
  std::string street;
  StreetRank rank = StreetRank::secondary;
};

/// Land inside the pavements of its streets; convex. Own coordinates.
struct Parcel {
  PlanRing ring;
  std::vector<Frontage> frontages; ///< edges that may carry shops
};

/// Buildings, paths and ponds of one block, shops not yet. `house_scale` is for old quarters.
/// With shops to come, the land along the frontages stays free.
[[nodiscard]] Layout lay_out(BlockKind kind, Parcel const &parcel, double house_scale,
                             Random &random);

/// Rows of small shops along the frontages, wherever nothing else stands.
void add_shops(Layout &layout, Parcel const &parcel, Random &random);

} // namespace yuntu::demo

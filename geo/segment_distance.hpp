#pragma once

#include "geo/metric_point.hpp"

#include <algorithm>
#include <cmath>

namespace yuntu::geo {

/// The closest approach of something to a segment: how far, and where along the segment (0 to 1).
struct Approach {
  double distance_m = 0;
  double along = 0;
};

/// To the segment a-b; exactly its ends when one of them is nearest.
[[nodiscard]] inline Approach approach(MetricPoint p, MetricPoint a, MetricPoint b) {
  double const dx = b.easting - a.easting;
  double const dy = b.northing - a.northing;
  double const length2 = dx * dx + dy * dy;
  double const along =
      length2 > 0 ? ((p.easting - a.easting) * dx + (p.northing - a.northing) * dy) / length2 : 0;
  if (along <= 0) {
    return {std::hypot(p.easting - a.easting, p.northing - a.northing), 0};
  }
  if (along >= 1) {
    return {std::hypot(p.easting - b.easting, p.northing - b.northing), 1};
  }
  return {std::hypot(p.easting - a.easting - along * dx, p.northing - a.northing - along * dy),
          along};
}

/// Of the segment c-d to the segment a-b; 0 at the crossing when they cross.
[[nodiscard]] inline Approach approach(MetricPoint c, MetricPoint d, MetricPoint a, MetricPoint b) {
  double const dx = b.easting - a.easting;
  double const dy = b.northing - a.northing;
  double const ex = d.easting - c.easting;
  double const ey = d.northing - c.northing;
  double const cross = dx * ey - dy * ex;
  if (cross != 0) {
    double const fx = c.easting - a.easting;
    double const fy = c.northing - a.northing;
    double const on_ab = (fx * ey - fy * ex) / cross;
    double const on_cd = (fx * dy - fy * dx) / cross;
    if (on_ab >= 0 && on_ab <= 1 && on_cd >= 0 && on_cd <= 1) {
      return {0, on_ab};
    }
  }
  // Apart: one of the four ends is nearest.
  auto best = approach(c, a, b);
  auto const consider = [&best](Approach const &other) {
    if (other.distance_m < best.distance_m ||
        (other.distance_m == best.distance_m && other.along < best.along)) {
      best = other;
    }
  };
  consider(approach(d, a, b));
  consider({approach(a, c, d).distance_m, 0});
  consider({approach(b, c, d).distance_m, 1});
  return best;
}

} // namespace yuntu::geo

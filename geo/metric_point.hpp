#pragma once

namespace yuntu::geo {

/// Metres, easting first, in a stated projected CRS or local frame. Never mixed with LonLat.
struct MetricPoint {
  double easting = 0;
  double northing = 0;

  friend bool operator==(MetricPoint const &, MetricPoint const &) = default;
};

} // namespace yuntu::geo

#pragma once

#include "geo/envelope.hpp"
#include "geo/lon_lat.hpp"
#include "geo/metric_point.hpp"

namespace yuntu::geo {

/// A flat metric frame around one point of the WGS 84 ellipsoid, by its radii of curvature there
/// (meridian M, prime vertical N). Within 2 km its lengths differ from the geodesic by less than
/// 1e-6; good for walking distances, snapping and tolerances, in any county, with no zone to
/// choose.
class LocalFrame {
public:
  explicit LocalFrame(LonLat origin);

  /// Metres east and north of the origin.
  [[nodiscard]] MetricPoint to_metric(LonLat point) const {
    return {(point.lon_e7() - double{1} * origin_.lon_e7()) * metres_per_lon_unit_,
            (point.lat_e7() - double{1} * origin_.lat_e7()) * metres_per_lat_unit_};
  }
  /// Snaps to units; the origin when the result would leave the world.
  [[nodiscard]] LonLat to_lon_lat(MetricPoint point) const;
  [[nodiscard]] double metres_per_lon_unit() const { return metres_per_lon_unit_; }
  [[nodiscard]] double metres_per_lat_unit() const { return metres_per_lat_unit_; }

private:
  LonLat origin_;
  double metres_per_lon_unit_;
  double metres_per_lat_unit_;
};

/// Metres between two points, exact to 1e-6 of the distance below 2 km (frame at the middle
/// latitude) and good to 0.5 % at 100 km.
[[nodiscard]] double distance_m(LonLat a, LonLat b);
/// Metres from a point to a box that is not empty; 0 inside and on its border.
[[nodiscard]] double distance_m(LonLat place, Envelope const &box);

} // namespace yuntu::geo

#include "tools/yuntu/demo/walls.hpp"

#include "geo/label_point.hpp"
#include "geo/local_frame.hpp"
#include "geo/predicates.hpp"
#include "tools/yuntu/demo/plan_geometry.hpp"

#include <cmath>
#include <limits>

namespace yuntu::demo {
namespace {

/// Units of 1e-7 degree between a coordinate of `a` and that of `b`, at the share.
std::int32_t between(std::int32_t a, std::int32_t b, double share) {
  return static_cast<std::int32_t>(std::lround(a + share * (double{1} * b - a)));
}

} // namespace

std::vector<Wall> walls_of(geo::Polygon const &polygon) {
  std::vector<Wall> walls;
  for (std::size_t i = 0; i + 1 < polygon.outer.size(); ++i) {
    walls.push_back({i, polygon.outer[i], polygon.outer[i + 1]});
  }
  return walls;
}

double length_m(Wall const &wall) {
  return geo::distance_m(wall.a, wall.b);
}

geo::LonLat middle_of(Wall const &wall) {
  return geo::LonLat::from_units(between(wall.a.lon_e7(), wall.b.lon_e7(), 0.5),
                                 between(wall.a.lat_e7(), wall.b.lat_e7(), 0.5))
      .value();
}

geo::LonLat point_on_wall(geo::Polygon const &building, Wall const &wall, double share) {
  std::int32_t const lon = between(wall.a.lon_e7(), wall.b.lon_e7(), share);
  std::int32_t const lat = between(wall.a.lat_e7(), wall.b.lat_e7(), share);
  // A slanting wall passes between unit points: of those around, the building's own nearest to it.
  geo::LonLat best = wall.a;
  double least = std::numeric_limits<double>::max();
  for (std::int32_t dx = -1; dx <= 1; ++dx) {
    for (std::int32_t dy = -1; dy <= 1; ++dy) {
      auto const point = geo::LonLat::from_units(lon + dx, lat + dy).value();
      double const off = geo::boundary_distance_m(building, point);
      if (off < least && geo::covers(building, point)) {
        least = off;
        best = point;
      }
    }
  }
  return best;
}

geo::LonLat point_behind_wall(geo::Polygon const &building, Wall const &wall, double depth_m) {
  geo::LocalFrame const frame(middle_of(wall));
  MetricPoint const inward = left_of(unit(frame.to_metric(wall.b) - frame.to_metric(wall.a)));
  for (double depth = depth_m; depth > 0.2; depth /= 2) {
    geo::LonLat const point = frame.to_lon_lat(depth * inward);
    if (geo::locate(building, point) == geo::Location::inside) {
      return point;
    }
  }
  return geo::label_point(building);
}

} // namespace yuntu::demo

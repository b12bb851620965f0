#include "geo/entrance.hpp"

#include "geo/local_frame.hpp"
#include "geo/segment_distance.hpp"
#include "geo/street_place.hpp"

#include <algorithm>
#include <limits>

namespace yuntu::geo {
namespace {

MetricPoint between(MetricPoint a, MetricPoint b, double share) {
  return {a.easting + share * (b.easting - a.easting),
          a.northing + share * (b.northing - a.northing)};
}

} // namespace

LonLat entrance_of(Polygon const &building, WalkGraph const &graph, StreetPoint const &at) {
  auto const street = street_place(graph, at);
  if (at.access_mm == 0) {
    return street;
  }
  auto const frame = LocalFrame(street);
  double nearest_m = std::numeric_limits<double>::infinity();
  MetricPoint entrance;
  auto const look_along = [&](Ring const &ring) {
    for (std::size_t i = 1; i < ring.size(); ++i) {
      auto const a = frame.to_metric(ring[i - 1]);
      auto const b = frame.to_metric(ring[i]);
      auto const found = approach({}, a, b);
      if (found.distance_m < nearest_m) {
        nearest_m = found.distance_m;
        entrance = between(a, b, found.along);
      }
    }
  };
  look_along(building.outer);
  std::for_each(building.holes.begin(), building.holes.end(), look_along);
  return frame.to_lon_lat(entrance);
}

} // namespace yuntu::geo

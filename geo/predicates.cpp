#include "geo/predicates.hpp"

#include "geo/cell_point.hpp"
#include "geo/local_frame.hpp"
#include "geo/segment_distance.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

namespace yuntu::geo {
namespace {

Location locate_in_ring(Ring const &ring, LonLat p) {
  bool inside = false;
  for (std::size_t i = 1; i < ring.size(); ++i) {
    auto const meeting = east_ray(p, ring[i - 1], ring[i]);
    if (meeting == RayMeeting::at_its_start) {
      return Location::boundary;
    }
    inside = inside != (meeting == RayMeeting::crosses);
  }
  return inside ? Location::inside : Location::outside;
}

double distance_to_ring(Ring const &ring, LocalFrame const &frame) {
  double nearest = std::numeric_limits<double>::infinity();
  if (ring.empty()) {
    return nearest;
  }
  auto a = frame.to_metric(ring.front());
  for (std::size_t i = 1; i < ring.size(); ++i) {
    auto const b = frame.to_metric(ring[i]);
    nearest = std::min(nearest, approach({}, a, b).distance_m);
    a = b;
  }
  return nearest;
}

} // namespace

Turn orientation(LonLat a, LonLat b, LonLat c) {
  auto const point = [](LonLat p) { return CellPoint{p.lon_e7(), p.lat_e7()}; };
  return static_cast<Turn>(turn(point(a), point(b), point(c)));
}

bool on_segment(LonLat a, LonLat b, LonLat p) {
  auto const is_between = [](std::int32_t low, std::int32_t high, std::int32_t value) {
    return value >= std::min(low, high) && value <= std::max(low, high);
  };
  return is_between(a.lon_e7(), b.lon_e7(), p.lon_e7()) &&
         is_between(a.lat_e7(), b.lat_e7(), p.lat_e7()) && orientation(a, b, p) == Turn::straight;
}

RayMeeting east_ray(LonLat p, LonLat a, LonLat b) {
  bool const a_above = a.lat_e7() > p.lat_e7();
  bool const b_above = b.lat_e7() > p.lat_e7();
  if (a_above == b_above) {
    return on_segment(a, b, p) ? RayMeeting::at_its_start : RayMeeting::none;
  }
  auto const turn = orientation(a, b, p);
  if (turn == Turn::straight) {
    return RayMeeting::at_its_start;
  }
  // The ray meets the edge when p lies to its west.
  return (turn == Turn::counter_clockwise) == b_above ? RayMeeting::crosses : RayMeeting::none;
}

bool segments_cross(LonLat a, LonLat b, LonLat c, LonLat d) {
  auto const opposite = [](Turn one, Turn other) {
    return static_cast<int>(one) * static_cast<int>(other) < 0;
  };
  return opposite(orientation(a, b, c), orientation(a, b, d)) &&
         opposite(orientation(c, d, a), orientation(c, d, b));
}

bool segments_intersect(LonLat a, LonLat b, LonLat c, LonLat d) {
  return segments_cross(a, b, c, d) || on_segment(a, b, c) || on_segment(a, b, d) ||
         on_segment(c, d, a) || on_segment(c, d, b);
}

Location locate(Polygon const &polygon, LonLat p) {
  auto const outer = locate_in_ring(polygon.outer, p);
  if (outer != Location::inside) {
    return outer;
  }
  for (auto const &hole : polygon.holes) {
    auto const in_hole = locate_in_ring(hole, p);
    if (in_hole == Location::boundary) {
      return Location::boundary;
    }
    if (in_hole == Location::inside) {
      return Location::outside;
    }
  }
  return Location::inside;
}

bool covers(Polygon const &polygon, LonLat p) {
  return locate(polygon, p) != Location::outside;
}

double boundary_distance_m(Polygon const &polygon, LonLat p) {
  LocalFrame const frame(p);
  double nearest = distance_to_ring(polygon.outer, frame);
  for (auto const &hole : polygon.holes) {
    nearest = std::min(nearest, distance_to_ring(hole, frame));
  }
  return nearest;
}

} // namespace yuntu::geo

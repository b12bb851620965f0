#pragma once

// Boost.Geometry costs seconds and hundreds of megabytes a unit: included by geo/*.cpp only.
#include "geo/polygon.hpp"

#include <boost/geometry/core/cs.hpp>
#include <boost/geometry/geometries/box.hpp>
#include <boost/geometry/geometries/point_xy.hpp>
#include <boost/geometry/geometries/polygon.hpp>

/// Our values as Boost models. Doubles hold int32 units exactly; Boost computes intersection
/// points, for which integers would not do.
namespace yuntu::geo::boost_adapt {

using Point = boost::geometry::model::d2::point_xy<double>;
using Box = boost::geometry::model::box<Point>;
/// Counter-clockwise and closed, as ours.
using Area = boost::geometry::model::polygon<Point, false, true>;

inline Point to_boost(LonLat p) {
  return {double{1} * p.lon_e7(), double{1} * p.lat_e7()};
}

inline Box to_boost(Envelope const &box) {
  return {Point(box.west, box.south), Point(box.east, box.north)};
}

/// Relative to `origin`, so that products of differences stay small.
inline Area to_boost(Polygon const &polygon, LonLat origin) {
  auto const ring = [&](Ring const &from, auto &to) {
    to.reserve(from.size());
    for (auto const p : from) {
      to.emplace_back(double{1} * p.lon_e7() - origin.lon_e7(),
                      double{1} * p.lat_e7() - origin.lat_e7());
    }
  };
  Area area;
  ring(polygon.outer, area.outer());
  area.inners().resize(polygon.holes.size());
  for (std::size_t i = 0; i < polygon.holes.size(); ++i) {
    ring(polygon.holes[i], area.inners()[i]);
  }
  return area;
}

} // namespace yuntu::geo::boost_adapt

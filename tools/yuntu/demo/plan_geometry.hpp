#pragma once

#include "geo/metric_point.hpp"

#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace yuntu::demo {

using geo::MetricPoint;

/// Plan geometry: metres, easting and northing from the town's origin, before snapping.
/// A ring is open here (the first point is not repeated) and counter-clockwise.
using PlanRing = std::vector<MetricPoint>;
using PlanLine = std::vector<MetricPoint>;

[[nodiscard]] constexpr MetricPoint operator+(MetricPoint a, MetricPoint b) {
  return {a.easting + b.easting, a.northing + b.northing};
}
[[nodiscard]] constexpr MetricPoint operator-(MetricPoint a, MetricPoint b) {
  return {a.easting - b.easting, a.northing - b.northing};
}
[[nodiscard]] constexpr MetricPoint operator*(double k, MetricPoint a) {
  return {k * a.easting, k * a.northing};
}
[[nodiscard]] constexpr double dot(MetricPoint a, MetricPoint b) {
  return a.easting * b.easting + a.northing * b.northing;
}
/// Positive when b lies to the left of a.
[[nodiscard]] constexpr double cross(MetricPoint a, MetricPoint b) {
  return a.easting * b.northing - a.northing * b.easting;
}
[[nodiscard]] double length(MetricPoint a);
/// Length 1; the zero vector stays zero.
[[nodiscard]] MetricPoint unit(MetricPoint a);
/// Turned a quarter to the left.
[[nodiscard]] constexpr MetricPoint left_of(MetricPoint a) {
  return {-a.northing, a.easting};
}

[[nodiscard]] double area_m2(PlanRing const &ring);
[[nodiscard]] MetricPoint centroid(PlanRing const &ring);
/// The extent of the points along a direction: least and greatest dot product.
[[nodiscard]] std::pair<double, double> extent(std::span<MetricPoint const> points,
                                               MetricPoint direction);

/// The part of a ring to the left of the line a -> b; empty when nothing is left.
[[nodiscard]] PlanRing clip_left(PlanRing const &ring, MetricPoint a, MetricPoint b);
/// What lies at least distances[i] metres inside edge i, for all edges: convex, and never outside
/// the ring even when the ring is slightly concave. Empty when the ring is too narrow.
[[nodiscard]] PlanRing inset(PlanRing const &ring, std::vector<double> const &distances);
/// Without vertices nearer than half a metre to the one before: clipping by nearly parallel edges
/// leaves some, and in a file they would only be noise.
[[nodiscard]] PlanRing without_needles(PlanRing const &ring);
/// The eastings a convex ring spans over the whole band of northings [low, high].
[[nodiscard]] std::optional<std::pair<double, double>> span_over(PlanRing const &convex, double low,
                                                                 double high);

/// Where a ray or line meets a ring: the edge's index and the point.
struct RayHit {
  std::size_t edge = 0;
  MetricPoint at;
};
/// The nearest crossing along the ray.
[[nodiscard]] std::optional<RayHit> first_hit(PlanRing const &ring, MetricPoint from,
                                              MetricPoint direction);
/// Every crossing of the endless line with the ring, in the direction's order.
[[nodiscard]] std::vector<RayHit> line_hits(PlanRing const &ring, MetricPoint through,
                                            MetricPoint direction);

[[nodiscard]] bool contains(PlanRing const &ring, MetricPoint point);
[[nodiscard]] double distance_to_segment(MetricPoint point, MetricPoint a, MetricPoint b);
/// Metres between two rings; 0 when they touch or overlap.
[[nodiscard]] double gap(PlanRing const &a, PlanRing const &b);
/// Metres between a ring and a line; 0 when they touch.
[[nodiscard]] double gap_to_line(PlanRing const &ring, PlanLine const &line);

/// A rectangle centred at a point, `length_m` along `direction` (length 1), `depth_m` across it.
[[nodiscard]] PlanRing rectangle(MetricPoint centre, MetricPoint direction, double length_m,
                                 double depth_m);

} // namespace yuntu::demo

#include "tools/yuntu/demo/plan_geometry.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace yuntu::demo {
namespace {

MetricPoint next_of(PlanRing const &ring, std::size_t i) {
  return ring[(i + 1) % ring.size()];
}

bool segments_cross(MetricPoint a, MetricPoint b, MetricPoint c, MetricPoint d) {
  bool const c_left = cross(b - a, c - a) > 0;
  bool const d_left = cross(b - a, d - a) > 0;
  bool const a_left = cross(d - c, a - c) > 0;
  bool const b_left = cross(d - c, b - c) > 0;
  return c_left != d_left && a_left != b_left;
}

double segment_gap(MetricPoint a, MetricPoint b, MetricPoint c, MetricPoint d) {
  if (segments_cross(a, b, c, d)) {
    return 0;
  }
  return std::min({distance_to_segment(a, c, d), distance_to_segment(b, c, d),
                   distance_to_segment(c, a, b), distance_to_segment(d, a, b)});
}

} // namespace

double length(MetricPoint a) {
  return std::sqrt(dot(a, a));
}

MetricPoint unit(MetricPoint a) {
  double const l = length(a);
  return l > 0 ? (1 / l) * a : a;
}

double area_m2(PlanRing const &ring) {
  double twice = 0;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    twice += cross(ring[i] - ring[0], next_of(ring, i) - ring[0]);
  }
  return twice / 2;
}

MetricPoint centroid(PlanRing const &ring) {
  double twice = 0;
  MetricPoint sum;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    MetricPoint const a = ring[i] - ring[0];
    MetricPoint const b = next_of(ring, i) - ring[0];
    double const w = cross(a, b);
    twice += w;
    sum = sum + w * (a + b);
  }
  return ring[0] + (1 / (3 * twice)) * sum;
}

std::pair<double, double> extent(std::span<MetricPoint const> points, MetricPoint direction) {
  std::pair<double, double> result{std::numeric_limits<double>::max(),
                                   std::numeric_limits<double>::lowest()};
  for (MetricPoint const p : points) {
    result.first = std::min(result.first, dot(p, direction));
    result.second = std::max(result.second, dot(p, direction));
  }
  return result;
}

PlanRing clip_left(PlanRing const &ring, MetricPoint a, MetricPoint b) {
  PlanRing kept;
  MetricPoint const direction = b - a;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    double const here = cross(direction, ring[i] - a);
    double const there = cross(direction, next_of(ring, i) - a);
    if (here >= 0) {
      kept.push_back(ring[i]);
    }
    if ((here > 0 && there < 0) || (here < 0 && there > 0)) {
      kept.push_back(ring[i] + (here / (here - there)) * (next_of(ring, i) - ring[i]));
    }
  }
  return kept.size() >= 3 ? kept : PlanRing{};
}

PlanRing inset(PlanRing const &ring, std::vector<double> const &distances) {
  PlanRing kept = ring;
  for (std::size_t i = 0; i < ring.size() && !kept.empty(); ++i) {
    MetricPoint const step = distances[i] * left_of(unit(next_of(ring, i) - ring[i]));
    kept = clip_left(kept, ring[i] + step, next_of(ring, i) + step);
  }
  return without_needles(kept);
}

PlanRing without_needles(PlanRing const &ring) {
  PlanRing clean;
  for (MetricPoint const p : ring) {
    if (clean.empty() || length(p - clean.back()) > 0.5) {
      clean.push_back(p);
    }
  }
  while (clean.size() > 1 && length(clean.back() - clean.front()) <= 0.5) {
    clean.pop_back();
  }
  return clean.size() >= 3 ? clean : PlanRing{};
}

std::optional<std::pair<double, double>> span_over(PlanRing const &convex, double low,
                                                   double high) {
  double west = std::numeric_limits<double>::lowest();
  double east = std::numeric_limits<double>::max();
  for (double const northing : {low, high}) {
    double least = std::numeric_limits<double>::max();
    double greatest = std::numeric_limits<double>::lowest();
    for (std::size_t i = 0; i < convex.size(); ++i) {
      MetricPoint const a = convex[i];
      MetricPoint const b = next_of(convex, i);
      if ((a.northing - northing) * (b.northing - northing) <= 0 && a.northing != b.northing) {
        double const t = (northing - a.northing) / (b.northing - a.northing);
        double const easting = a.easting + t * (b.easting - a.easting);
        least = std::min(least, easting);
        greatest = std::max(greatest, easting);
      }
    }
    west = std::max(west, least);
    east = std::min(east, greatest);
  }
  if (west >= east) {
    return std::nullopt;
  }
  return std::pair{west, east};
}

std::vector<RayHit> line_hits(PlanRing const &ring, MetricPoint through, MetricPoint direction) {
  std::vector<RayHit> hits;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    double const here = cross(direction, ring[i] - through);
    double const there = cross(direction, next_of(ring, i) - through);
    if ((here >= 0) != (there >= 0)) {
      hits.push_back({i, ring[i] + (here / (here - there)) * (next_of(ring, i) - ring[i])});
    }
  }
  std::sort(hits.begin(), hits.end(), [direction](RayHit const &a, RayHit const &b) {
    return dot(a.at, direction) < dot(b.at, direction);
  });
  return hits;
}

std::optional<RayHit> first_hit(PlanRing const &ring, MetricPoint from, MetricPoint direction) {
  for (RayHit const &hit : line_hits(ring, from, direction)) {
    if (dot(hit.at - from, direction) > 0) {
      return hit;
    }
  }
  return std::nullopt;
}

bool contains(PlanRing const &ring, MetricPoint point) {
  bool inside = false;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    MetricPoint const a = ring[i];
    MetricPoint const b = next_of(ring, i);
    if ((a.northing > point.northing) != (b.northing > point.northing)) {
      double const t = (point.northing - a.northing) / (b.northing - a.northing);
      if (point.easting < a.easting + t * (b.easting - a.easting)) {
        inside = !inside;
      }
    }
  }
  return inside;
}

double distance_to_segment(MetricPoint point, MetricPoint a, MetricPoint b) {
  MetricPoint const along = b - a;
  double const squared = dot(along, along);
  double const t = squared > 0 ? std::clamp(dot(point - a, along) / squared, 0.0, 1.0) : 0.0;
  return length(point - (a + t * along));
}

double gap(PlanRing const &a, PlanRing const &b) {
  if (contains(a, b.front()) || contains(b, a.front())) {
    return 0;
  }
  PlanLine closed = b;
  closed.push_back(b.front());
  return gap_to_line(a, closed);
}

double gap_to_line(PlanRing const &ring, PlanLine const &line) {
  if (contains(ring, line.front())) {
    return 0;
  }
  double least = std::numeric_limits<double>::max();
  for (std::size_t i = 0; i < ring.size(); ++i) {
    for (std::size_t j = 0; j + 1 < line.size(); ++j) {
      least = std::min(least, segment_gap(ring[i], next_of(ring, i), line[j], line[j + 1]));
    }
  }
  return least;
}

PlanRing rectangle(MetricPoint centre, MetricPoint direction, double length_m, double depth_m) {
  MetricPoint const along = (length_m / 2) * direction;
  MetricPoint const across = (depth_m / 2) * left_of(direction);
  return {centre - along - across, centre + along - across, centre + along + across,
          centre - along + across};
}

} // namespace yuntu::demo

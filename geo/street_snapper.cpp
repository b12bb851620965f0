#include "geo/street_snapper.hpp"

#include "geo/local_frame.hpp"
#include "geo/segment_distance.hpp"
#include "geo/street_place.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>
#include <vector>

namespace yuntu::geo {
namespace {

/// What is being snapped, in a frame of its own: a single point, or the rings of a polygon.
struct Outline {
  LocalFrame frame;
  Envelope box;
  std::vector<std::vector<MetricPoint>> rings; ///< a single point is a ring of one
};

Outline outline_of(LonLat place) {
  auto const frame = LocalFrame(place);
  Envelope box;
  box.expand(place);
  return {frame, box, {{frame.to_metric(place)}}};
}

Outline outline_of(Polygon const &polygon) {
  auto const box = envelope_of(polygon);
  auto const middle = [](std::int32_t low, std::int32_t high) {
    return static_cast<std::int32_t>((std::int64_t{low} + high) / 2);
  };
  auto const centre = LonLat::from_units(middle(box.west, box.east), middle(box.south, box.north));
  Outline outline{LocalFrame(centre.value_or(LonLat{})), box, {}};
  auto const add = [&outline](Ring const &ring) {
    auto &metric = outline.rings.emplace_back();
    metric.reserve(ring.size());
    std::transform(ring.begin(), ring.end(), std::back_inserter(metric),
                   [&](LonLat point) { return outline.frame.to_metric(point); });
  };
  add(polygon.outer);
  std::for_each(polygon.holes.begin(), polygon.holes.end(), add);
  return outline;
}

MetricPoint between(MetricPoint a, MetricPoint b, double share) {
  return {a.easting + share * (b.easting - a.easting),
          a.northing + share * (b.northing - a.northing)};
}

/// By rays to the east; what lies on the boundary is somebody else's question.
bool covers(Outline const &outline, MetricPoint point) {
  bool inside = false;
  for (auto const &ring : outline.rings) {
    for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
      auto const &a = ring[i];
      auto const &b = ring[i + 1];
      if ((a.northing > point.northing) != (b.northing > point.northing) &&
          point.easting < a.easting + (b.easting - a.easting) * (point.northing - a.northing) /
                                          (b.northing - a.northing)) {
        inside = !inside;
      }
    }
  }
  return inside;
}

/// Where the segment a-b comes nearest to the outline; of several such places the first along it.
Approach approach(Outline const &outline, MetricPoint a, MetricPoint b) {
  Approach best{std::numeric_limits<double>::infinity(), 0};
  auto const consider = [&best](Approach const &other) {
    if (other.distance_m < best.distance_m ||
        (other.distance_m == best.distance_m && other.along < best.along)) {
      best = other;
    }
  };
  for (auto const &ring : outline.rings) {
    if (ring.size() == 1) {
      consider(approach(ring[0], a, b));
    }
    for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
      consider(approach(ring[i], ring[i + 1], a, b));
    }
  }
  bool const is_area = outline.rings.front().size() > 1;
  return is_area && covers(outline, a) ? Approach{0, 0} : best;
}

/// The point of the outline nearest to a place.
MetricPoint start_of_leg(Outline const &outline, MetricPoint to) {
  auto nearest = outline.rings.front().front();
  double nearest_m = std::numeric_limits<double>::infinity();
  for (auto const &ring : outline.rings) {
    for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
      auto const found = approach(to, ring[i], ring[i + 1]);
      if (found.distance_m < nearest_m) {
        nearest_m = found.distance_m;
        nearest = between(ring[i], ring[i + 1], found.along);
      }
    }
  }
  return nearest;
}

/// A lower bound of the distance between a segment and the outline, by their boxes.
double box_distance_m(Envelope const &box, LocalFrame const &frame, LonLat a, LonLat b) {
  auto const gap = [](std::int32_t low, std::int32_t high, std::int32_t p, std::int32_t q) {
    double const below = double{1} * low - std::max(p, q);
    double const above = double{1} * std::min(p, q) - high;
    return std::max({below, above, 0.0});
  };
  return std::hypot(gap(box.west, box.east, a.lon_e7(), b.lon_e7()) * frame.metres_per_lon_unit(),
                    gap(box.south, box.north, a.lat_e7(), b.lat_e7()) *
                        frame.metres_per_lat_unit());
}

Envelope widened(Envelope const &box, LocalFrame const &frame, double by_m) {
  // One unit more makes up for the rounding.
  double const lon = by_m / frame.metres_per_lon_unit() + 1;
  double const lat = by_m / frame.metres_per_lat_unit() + 1;
  auto const cut = [](double value) {
    constexpr double limit = std::numeric_limits<std::int32_t>::max();
    return static_cast<std::int32_t>(std::clamp(value, -limit, limit));
  };
  return {cut(box.west - lon), cut(box.south - lat), cut(box.east + lon), cut(box.north + lat)};
}

struct Candidate {
  std::int64_t distance_mm = std::numeric_limits<std::int64_t>::max();
  EdgeSegment segment;
  double along = 0;

  [[nodiscard]] bool is_found() const {
    return distance_mm != std::numeric_limits<std::int64_t>::max();
  }
  [[nodiscard]] double distance_m() const { return static_cast<double>(distance_mm) / 1000; }
  [[nodiscard]] auto rank() const {
    return std::tie(distance_mm, segment.edge, segment.index, along);
  }
};

/// The best edge of a component of useful size, and the best of the others.
struct Best {
  Candidate useful;
  Candidate island;
};

/// Which access legs are looked at.
enum class Legs : bool { all, that_cross_nothing };

class Search {
public:
  Search(WalkGraph const &graph, SegmentGrid const &grid, Outline outline,
         SnapOptions const &options)
      : graph_(graph), grid_(grid), outline_(std::move(outline)), options_(options) {}

  std::optional<Snap> nearest() {
    auto const found = look(Legs::all);
    if (!found.candidate.is_found()) {
      return std::nullopt;
    }
    if (!crosses(found.candidate)) {
      return snap_of(found, false);
    }
    auto const around = look(Legs::that_cross_nothing);
    bool const is_way_round = around.candidate.is_found() && around.on_island == found.on_island;
    return is_way_round ? snap_of(around, false) : snap_of(found, true);
  }

private:
  struct Found {
    Candidate candidate;
    bool on_island = false;
  };

  Found look(Legs legs) {
    legs_ = legs;
    best_ = {};
    // Streets are mostly near, so look near first.
    for (double radius_m = 12.5;; radius_m *= 2) {
      double const capped_m = std::min(radius_m, options_.max_m);
      look_within(capped_m);
      if (best_.useful.distance_m() <= capped_m || capped_m >= options_.max_m) {
        break;
      }
    }
    bool const is_useful = best_.useful.is_found();
    return {is_useful ? best_.useful : best_.island, !is_useful};
  }

  [[nodiscard]] Snap snap_of(Found const &found, bool crosses_something) const {
    auto const &[distance_mm, segment, along] = found.candidate;
    return {{segment.edge, street_offset_mm(graph_, segment.edge, segment.index, along),
             static_cast<std::int32_t>(distance_mm)},
            found.on_island,
            crosses_something};
  }

  [[nodiscard]] bool crosses(Candidate const &candidate) const {
    if (options_.obstacles == nullptr || candidate.distance_mm == 0) {
      return false;
    }
    auto const points = graph_.points(candidate.segment.edge);
    auto const &frame = outline_.frame;
    auto const to = between(frame.to_metric(points[candidate.segment.index]),
                            frame.to_metric(points[candidate.segment.index + 1]), candidate.along);
    return options_.obstacles->cross(frame.to_lon_lat(start_of_leg(outline_, to)),
                                     frame.to_lon_lat(to));
  }

  void look_within(double radius_m) {
    grid_.visit_near(widened(outline_.box, outline_.frame, radius_m),
                     [this](EdgeSegment segment) { consider(segment); });
  }

  void consider(EdgeSegment segment) {
    if (options_.closed != nullptr && options_.closed->contains(segment.edge)) {
      return;
    }
    auto const component = graph_.component_of(graph_.edge(segment.edge).from);
    auto &best =
        graph_.component_size(component) >= options_.min_component ? best_.useful : best_.island;
    auto const points = graph_.points(segment.edge);
    auto const a = points[segment.index];
    auto const b = points[segment.index + 1];
    double const bound_m = best.is_found() ? best.distance_m() + 0.001 : options_.max_m;
    if (box_distance_m(outline_.box, outline_.frame, a, b) > bound_m) {
      return;
    }
    auto const found = approach(outline_, outline_.frame.to_metric(a), outline_.frame.to_metric(b));
    if (found.distance_m > options_.max_m) {
      return;
    }
    Candidate const candidate{std::llround(found.distance_m * 1000), segment, found.along};
    if (candidate.rank() < best.rank() && (legs_ == Legs::all || !crosses(candidate))) {
      best = candidate;
    }
  }

  WalkGraph const &graph_;
  SegmentGrid const &grid_;
  Outline outline_;
  SnapOptions const &options_;
  Legs legs_ = Legs::all;
  Best best_;
};

} // namespace

StreetSnapper::StreetSnapper(WalkGraph const &graph) : graph_(&graph), grid_(graph) {}

std::optional<Snap> StreetSnapper::snap(LonLat place, SnapOptions const &options) const {
  return Search(*graph_, grid_, outline_of(place), options).nearest();
}

std::optional<Snap> StreetSnapper::snap(Polygon const &polygon, SnapOptions const &options) const {
  if (polygon.outer.empty()) {
    return std::nullopt;
  }
  return Search(*graph_, grid_, outline_of(polygon), options).nearest();
}

std::optional<EdgeId> StreetSnapper::nearest_edge(LonLat place, double max_m,
                                                  ClosedEdges const &closed) const {
  auto const found = snap(place, {max_m, 0, &closed});
  return found ? std::optional(found->point.edge) : std::nullopt;
}

} // namespace yuntu::geo

#include "geo/ring_crossings.hpp"

#include "geo/predicates.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace yuntu::geo {
namespace {

struct Edge {
  LonLat a;
  LonLat b;
  std::size_t ring = 0;
  std::size_t position = 0;
  std::size_t ring_edges = 0;

  [[nodiscard]] std::int32_t west() const { return std::min(a.lon_e7(), b.lon_e7()); }
  [[nodiscard]] std::int32_t east() const { return std::max(a.lon_e7(), b.lon_e7()); }
};

void append_edges(std::vector<Edge> &edges, Ring const &ring, std::size_t number) {
  for (std::size_t i = 1; i < ring.size(); ++i) {
    edges.push_back({ring[i - 1], ring[i], number, i - 1, ring.size() - 1});
  }
}

bool are_neighbours(Edge const &one, Edge const &other) {
  if (one.ring != other.ring) {
    return false;
  }
  auto const gap =
      one.position > other.position ? one.position - other.position : other.position - one.position;
  return gap == 1 || gap + 1 == one.ring_edges;
}

/// Two collinear edges that share more than a point.
bool share_a_stretch(Edge const &e, Edge const &f) {
  if (orientation(e.a, e.b, f.a) != Turn::straight ||
      orientation(e.a, e.b, f.b) != Turn::straight) {
    return false;
  }
  auto const [e_low, e_high] = std::minmax(e.a, e.b);
  auto const [f_low, f_high] = std::minmax(f.a, f.b);
  // On one line the order of (lon, lat) is the order along the line.
  return std::max(e_low, f_low) < std::min(e_high, f_high);
}

bool is_forbidden(Edge const &e, Edge const &f) {
  if (are_neighbours(e, f)) {
    return share_a_stretch(e, f);
  }
  if (e.ring == f.ring) {
    return segments_intersect(e.a, e.b, f.a, f.b);
  }
  return segments_cross(e.a, e.b, f.a, f.b) || share_a_stretch(e, f);
}

/// Rounded; an end of an edge where one touches the other.
LonLat meeting_place(Edge const &e, Edge const &f) {
  if (!segments_cross(e.a, e.b, f.a, f.b)) {
    for (auto const end : {f.a, f.b}) {
      if (on_segment(e.a, e.b, end)) {
        return end;
      }
    }
    return on_segment(f.a, f.b, e.a) ? e.a : e.b;
  }
  double const ex = double{1} * e.b.lon_e7() - e.a.lon_e7();
  double const ey = double{1} * e.b.lat_e7() - e.a.lat_e7();
  double const fx = double{1} * f.b.lon_e7() - f.a.lon_e7();
  double const fy = double{1} * f.b.lat_e7() - f.a.lat_e7();
  double const dx = double{1} * f.a.lon_e7() - e.a.lon_e7();
  double const dy = double{1} * f.a.lat_e7() - e.a.lat_e7();
  double const t = (dx * fy - dy * fx) / (ex * fy - ey * fx);
  return LonLat::from_degrees(e.a.lon() + t * ex / LonLat::units_per_degree,
                              e.a.lat() + t * ey / LonLat::units_per_degree)
      .value_or(e.a);
}

/// Do the boxes of two edges touch? Spares most exact comparisons.
bool are_near(Edge const &e, Edge const &f) {
  auto const north = [](Edge const &edge) { return std::max(edge.a.lat_e7(), edge.b.lat_e7()); };
  auto const south = [](Edge const &edge) { return std::min(edge.a.lat_e7(), edge.b.lat_e7()); };
  return e.west() <= f.east() && f.west() <= e.east() && south(e) <= north(f) &&
         south(f) <= north(e);
}

/// Of a building's outline, say: each edge against each is quicker than putting them in order.
std::optional<Crossing> find_small_crossing(Ring const &ring) {
  auto const count = ring.size() - 1;
  for (std::size_t i = 0; i < count; ++i) {
    Edge const edge{ring[i], ring[i + 1], 0, i, count};
    for (std::size_t j = i + 1; j < count; ++j) {
      Edge const other{ring[j], ring[j + 1], 0, j, count};
      if (are_near(edge, other) && is_forbidden(edge, other)) {
        return Crossing{meeting_place(edge, other), true};
      }
    }
  }
  return std::nullopt;
}

} // namespace

std::optional<Crossing> find_crossing(Polygon const &polygon) {
  constexpr std::size_t few_corners = 16;
  if (polygon.holes.empty() && polygon.outer.size() <= few_corners) {
    return find_small_crossing(polygon.outer);
  }
  std::vector<Edge> edges;
  append_edges(edges, polygon.outer, 0);
  for (std::size_t i = 0; i < polygon.holes.size(); ++i) {
    append_edges(edges, polygon.holes[i], i + 1);
  }
  std::stable_sort(edges.begin(), edges.end(),
                   [](Edge const &x, Edge const &y) { return x.west() < y.west(); });
  // Sweep from west to east; `open` holds the edges that reach the current one's west end.
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < edges.size(); ++i) {
    auto const &edge = edges[i];
    std::erase_if(open, [&](std::size_t other) { return edges[other].east() < edge.west(); });
    for (auto const other : open) {
      if (is_forbidden(edges[other], edge)) {
        return Crossing{meeting_place(edges[other], edge), edges[other].ring == edge.ring};
      }
    }
    open.push_back(i);
  }
  return std::nullopt;
}

} // namespace yuntu::geo

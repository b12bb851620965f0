#include "geo/simplify.hpp"

#include "geo/stopped.hpp"
#include "geo/tile_math.hpp"
#include "geo/vertex_grid.hpp"

#include <algorithm>
#include <cmath>
#include <queue>
#include <stop_token>
#include <utility>

namespace yuntu::geo {
namespace {

using Vertex = ArcGraph::Vertex;

/// On the Web Mercator square, in pixels of zoom 0.
struct Pixel {
  double x = 0;
  double y = 0;
};

Pixel pixel_of(LonLat place) {
  double const pixels_per_unit = std::ldexp(1.0, 9 - 32); // 512 pixels a side
  auto const world = to_world(place);
  return {world.x * pixels_per_unit, world.y * pixels_per_unit};
}

double distance_to_segment(Pixel p, Pixel a, Pixel b) {
  double const x = b.x - a.x;
  double const y = b.y - a.y;
  double const length2 = x * x + y * y;
  double const along = (p.x - a.x) * x + (p.y - a.y) * y;
  double const t = length2 > 0 ? std::clamp(along / length2, 0.0, 1.0) : 0;
  return std::hypot(a.x + t * x - p.x, a.y + t * y - p.y);
}

double triangle_area(Pixel a, Pixel b, Pixel c) {
  return std::abs((b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y)) / 2;
}

/// Takes corners out zoom by zoom, from the largest zoom to the smallest.
class Thinning {
public:
  Thinning(ArcGraph &graph, SimplifyScale scale, std::stop_token stop)
      : graph_(graph), scale_(scale), stop_(std::move(stop)) {
    pixels_.reserve(graph.size());
    for (Vertex i = 0; i < graph.size(); ++i) {
      pixels_.push_back(pixel_of(graph.place(i)));
    }
    zooms_.assign(graph.size(), 0);
    offers_.assign(graph.size(), 0);
  }

  std::vector<std::uint8_t> run() {
    for (auto zoom = scale_.exact_zoom; zoom > scale_.lowest_zoom; --zoom) {
      thin_for(static_cast<std::uint8_t>(zoom - 1));
    }
    return std::move(zooms_);
  }

private:
  struct Offer {
    double area = 0;
    Vertex corner = 0;
    std::uint32_t number = 0;
    /// Smallest first; the lower vertex when equal, so that the order is always the same.
    friend bool operator<(Offer const &a, Offer const &b) {
      return std::pair(a.area, a.corner) > std::pair(b.area, b.corner);
    }
  };

  void thin_for(std::uint8_t zoom) {
    tolerance_ = scale_.tolerance_px / std::ldexp(1.0, zoom);
    std::vector<VertexGrid::Entry> left;
    for (Vertex i = 0; i < graph_.size(); ++i) {
      go_on_unless(stop_);
      if (!graph_.is_taken(i)) {
        left.push_back({graph_.place(i), i});
        offer(i);
      }
    }
    VertexGrid const grid(left);
    while (!offers_in_order_.empty()) {
      go_on_unless(stop_);
      auto const [area, corner, number] = offers_in_order_.top();
      offers_in_order_.pop();
      if (graph_.is_taken(corner) || number != offers_[corner] || !may_go(corner, grid)) {
        continue;
      }
      auto const around = graph_.neighbours(corner);
      graph_.take_out(corner);
      zooms_[corner] = static_cast<std::uint8_t>(zoom + 1);
      offer(around[0]);
      offer(around[1]);
    }
  }

  void offer(Vertex vertex) {
    if (!graph_.is_corner(vertex)) {
      return;
    }
    auto const [a, b] = graph_.neighbours(vertex);
    ++offers_[vertex]; // what was offered before counts no more
    if (distance_to_segment(pixels_[vertex], pixels_[a], pixels_[b]) <= tolerance_) {
      offers_in_order_.push(
          {triangle_area(pixels_[a], pixels_[vertex], pixels_[b]), vertex, offers_[vertex]});
    }
  }

  bool may_go(Vertex corner, VertexGrid const &grid) const {
    auto const [a, b] = graph_.neighbours(corner);
    if (graph_.are_joined(a, b)) {
      return false; // the last corner of a ring of three, or of a border between two others
    }
    bool is_near = true;
    graph_.visit_taken_around(corner, [&, a = a, b = b](Vertex taken) {
      is_near =
          is_near && distance_to_segment(pixels_[taken], pixels_[a], pixels_[b]) <= tolerance_;
    });
    return is_near && !is_anything_in(grid, corner);
  }

  /// Does a vertex still drawn lie in the closed triangle of the corner and its neighbours?
  bool is_anything_in(VertexGrid const &grid, Vertex corner) const {
    auto const [a, b] = graph_.neighbours(corner);
    return grid.any_in_triangle(
        graph_.place(a), graph_.place(corner), graph_.place(b), [&, a = a, b = b](Vertex vertex) {
          return vertex != a && vertex != b && vertex != corner && !graph_.is_taken(vertex);
        });
  }

  ArcGraph &graph_;
  SimplifyScale scale_;
  std::stop_token stop_;
  double tolerance_ = 0; ///< in pixels of zoom 0
  std::vector<Pixel> pixels_;
  std::vector<std::uint8_t> zooms_;
  std::vector<std::uint32_t> offers_; ///< number of the last offer of each vertex
  std::priority_queue<Offer> offers_in_order_;
};

} // namespace

VertexZooms::VertexZooms(std::span<Chain const> chains, SimplifyScale scale,
                         std::stop_token const &stop) {
  ArcGraph graph(chains);
  zooms_ = Thinning(graph, scale, stop).run();
  places_.reserve(graph.size());
  for (Vertex i = 0; i < graph.size(); ++i) {
    places_.push_back(graph.place(i));
  }
}

std::uint8_t VertexZooms::zoom_of(LonLat vertex) const {
  auto const found = std::lower_bound(places_.begin(), places_.end(), vertex);
  return found != places_.end() && *found == vertex
             ? zooms_[static_cast<std::size_t>(found - places_.begin())]
             : std::uint8_t{0};
}

LineString drawn_at(std::span<LonLat const> chain, VertexZooms const &zooms, std::uint8_t zoom) {
  LineString drawn;
  bool const is_closed = chain.size() > 1 && chain.front() == chain.back();
  auto const inner = is_closed ? chain.first(chain.size() - 1) : chain;
  std::copy_if(inner.begin(), inner.end(), std::back_inserter(drawn),
               [&](LonLat p) { return zooms.zoom_of(p) <= zoom; });
  if (is_closed && !drawn.empty()) {
    drawn.push_back(drawn.front());
  }
  return drawn;
}

} // namespace yuntu::geo

#include "geo/noding.hpp"

#include "geo/cell_grid.hpp"
#include "geo/predicates.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <tuple>
#include <utility>

namespace yuntu::geo {
namespace {

__extension__ using Wide = __int128; // products of differences of coordinates

struct Step {
  std::int64_t east;
  std::int64_t north;
};

Step step(LonLat from, LonLat to) {
  return {std::int64_t{to.lon_e7()} - from.lon_e7(), std::int64_t{to.lat_e7()} - from.lat_e7()};
}

Wide cross(Step one, Step other) {
  return Wide{one.east} * other.north - Wide{one.north} * other.east;
}

Wide dot(Step one, Step other) {
  return Wide{one.east} * other.east + Wide{one.north} * other.north;
}

/// Rounded to units.
LonLat crossing(WindingEdge const &e, WindingEdge const &f) {
  auto const along = step(e.a, e.b);
  auto const other = step(f.a, f.b);
  double const t =
      static_cast<double>(cross(step(e.a, f.a), other)) / static_cast<double>(cross(along, other));
  auto const rounded = [&](std::int32_t start, std::int64_t length) {
    return static_cast<std::int32_t>(start + std::llround(t * static_cast<double>(length)));
  };
  return LonLat::from_units(rounded(e.a.lon_e7(), along.east), rounded(e.a.lat_e7(), along.north))
      .value_or(e.a);
}

/// Does the edge pass through the square, a unit wide, around a place that is not one of its ends?
bool passes(WindingEdge const &edge, LonLat place) {
  auto const along = step(edge.a, edge.b);
  auto const [south, north] = std::minmax({edge.a.lat_e7(), edge.b.lat_e7()});
  if (place.lon_e7() < edge.a.lon_e7() || place.lon_e7() > edge.b.lon_e7() ||
      place.lat_e7() < south || place.lat_e7() > north || place == edge.a || place == edge.b) {
    return false;
  }
  auto const aside = cross(along, step(edge.a, place));
  return 2 * (aside < 0 ? -aside : aside) <= std::abs(along.east) + std::abs(along.north);
}

/// A place on an edge at which it is cut.
struct Node {
  std::uint32_t edge;
  LonLat place;

  friend auto operator<=>(Node const &, Node const &) = default;
};

class Noding {
public:
  explicit Noding(std::vector<WindingEdge> const &edges)
      : edges_(edges), grid_(extent_of(edges), edges.size()),
        edges_in_(deal_segments(grid_, edges.size(),
                                [&](auto i) { return std::pair(edges[i].a, edges[i].b); })) {}

  /// False: nothing had to be cut.
  [[nodiscard]] bool cut(std::vector<WindingEdge> &pieces) {
    find_crossings();
    find_passed();
    if (nodes_.empty()) {
      return false;
    }
    std::sort(nodes_.begin(), nodes_.end());
    nodes_.erase(std::unique(nodes_.begin(), nodes_.end()), nodes_.end());
    pieces.clear();
    auto node = nodes_.begin();
    for (std::uint32_t i = 0; i < edges_.size(); ++i) {
      auto const end = std::find_if(node, nodes_.end(), [&](Node const &n) { return n.edge != i; });
      append_pieces(edges_[i], {node, end}, pieces);
      node = end;
    }
    return true;
  }

private:
  static Envelope extent_of(std::vector<WindingEdge> const &edges) {
    Envelope extent;
    for (auto const &edge : edges) {
      extent.expand(edge.a);
      extent.expand(edge.b);
    }
    return extent;
  }

  void find_crossings() {
    for (auto const &edge : edges_) {
      places_.push_back(edge.a);
      places_.push_back(edge.b);
    }
    for (std::size_t cell = 0; cell < grid_.size(); ++cell) {
      auto const near = edges_in_[cell];
      for (std::size_t i = 0; i < near.size(); ++i) {
        for (std::size_t j = i + 1; j < near.size(); ++j) {
          cross_at(near[i], near[j]);
        }
      }
    }
    std::sort(places_.begin(), places_.end());
    places_.erase(std::unique(places_.begin(), places_.end()), places_.end());
  }

  void cross_at(std::uint32_t i, std::uint32_t j) {
    auto const &e = edges_[i];
    auto const &f = edges_[j];
    if (!segments_cross(e.a, e.b, f.a, f.b)) {
      return;
    }
    auto const place = crossing(e, f);
    places_.push_back(place);
    for (auto const edge : {i, j}) {
      if (place != edges_[edge].a && place != edges_[edge].b) {
        nodes_.push_back({edge, place});
      }
    }
  }

  void find_passed() {
    for (auto const place : places_) {
      Envelope here;
      here.expand(place);
      grid_.visit_box(here, [&](std::size_t cell) {
        for (auto const edge : edges_in_[cell]) {
          if (passes(edges_[edge], place)) {
            nodes_.push_back({edge, place});
          }
        }
      });
    }
  }

  static void append_pieces(WindingEdge const &edge, std::vector<Node> nodes,
                            std::vector<WindingEdge> &pieces) {
    auto const along = step(edge.a, edge.b);
    std::stable_sort(nodes.begin(), nodes.end(), [&](Node const &x, Node const &y) {
      return dot(step(edge.a, x.place), along) < dot(step(edge.a, y.place), along);
    });
    nodes.push_back({0, edge.b});
    LonLat from = edge.a;
    for (auto const &node : nodes) {
      auto piece = edge;
      std::tie(piece.a, piece.b) = std::minmax(from, node.place);
      if (piece.a != from) { // drawn backwards: its left is on the other side
        piece.gain = {-edge.gain[0], -edge.gain[1]};
      }
      if (piece.a != piece.b) {
        pieces.push_back(piece);
      }
      from = node.place;
    }
  }

  std::vector<WindingEdge> const &edges_;
  CellGrid grid_;
  CellLists edges_in_;
  std::vector<LonLat> places_; ///< ends and crossings
  std::vector<Node> nodes_;
};

} // namespace

std::vector<WindingEdge> noded(std::vector<WindingEdge> edges) {
  edges = merged(std::move(edges));
  // Once is enough by the theory; a second look costs little beside being wrong.
  constexpr int most_rounds = 8;
  std::vector<WindingEdge> pieces;
  for (int round = 0; round < most_rounds && !edges.empty() && Noding(edges).cut(pieces); ++round) {
    edges = merged(std::exchange(pieces, {}));
  }
  return edges;
}

} // namespace yuntu::geo

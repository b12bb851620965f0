#include "geo/winding_edge.hpp"

#include "geo/validity.hpp"

#include <algorithm>
#include <tuple>

namespace yuntu::geo {

std::vector<WindingEdge> merged(std::vector<WindingEdge> edges) {
  std::sort(edges.begin(), edges.end(), [](WindingEdge const &x, WindingEdge const &y) {
    return std::tie(x.a, x.b) < std::tie(y.a, y.b);
  });
  std::size_t kept = 0;
  for (std::size_t i = 0; i < edges.size();) {
    WindingEdge sum = edges[i];
    for (++i; i < edges.size() && edges[i].a == sum.a && edges[i].b == sum.b; ++i) {
      sum.gain[0] += edges[i].gain[0];
      sum.gain[1] += edges[i].gain[1];
    }
    if (sum.gain != Cover{}) {
      edges[kept++] = sum;
    }
  }
  edges.resize(kept);
  return edges;
}

void WindingSum::add(Polygon const &polygon, std::size_t set) {
  add(polygon.outer, set, signed_area2(polygon.outer) > 0 ? Inside::left : Inside::right);
  for (auto const &hole : polygon.holes) {
    add(hole, set, signed_area2(hole) > 0 ? Inside::right : Inside::left);
  }
}

void WindingSum::add(Ring const &ring, std::size_t set, Inside inside) {
  for (std::size_t i = 1; i < ring.size(); ++i) {
    auto const [a, b] = std::minmax(ring[i - 1], ring[i]);
    if (a == b) {
      continue;
    }
    WindingEdge edge{a, b, {}};
    bool const runs_on = ring[i - 1] == a;
    edge.gain.at(set) = runs_on == (inside == Inside::left) ? 1 : -1;
    edges_.push_back(edge);
  }
}

} // namespace yuntu::geo

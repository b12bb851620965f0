#include "geo/arc_graph.hpp"

#include <algorithm>
#include <utility>

namespace yuntu::geo {

ArcGraph::ArcGraph(std::span<Chain const> chains) {
  for (auto const &[points, kind] : chains) {
    places_.insert(places_.end(), points.begin(), points.end());
  }
  std::sort(places_.begin(), places_.end());
  places_.erase(std::unique(places_.begin(), places_.end()), places_.end());
  is_corner_.assign(places_.size(), true);
  is_taken_.assign(places_.size(), false);
  before_.assign(places_.size(), {0, 0});
  join(chains);
  now_ = before_;
}

void ArcGraph::join(std::span<Chain const> chains) {
  std::vector<Piece> pieces;
  for (auto const &[points, kind] : chains) {
    for (std::size_t i = 1; i < points.size(); ++i) {
      if (points[i - 1] != points[i]) {
        pieces.push_back(std::minmax(vertex_at(points[i - 1]), vertex_at(points[i])));
      }
    }
    if (kind == Chain::Kind::line && !points.empty()) {
      is_corner_[vertex_at(points.front())] = false;
      is_corner_[vertex_at(points.back())] = false;
    }
  }
  std::sort(pieces.begin(), pieces.end());
  pieces.erase(std::unique(pieces.begin(), pieces.end()), pieces.end());
  std::vector<std::uint32_t> degrees(places_.size(), 0);
  for (auto const &[a, b] : pieces) {
    for (auto const &[from, to] : {std::pair(a, b), std::pair(b, a)}) {
      if (degrees[from] < 2) {
        before_[from][degrees[from]] = to;
      }
      ++degrees[from];
    }
  }
  for (std::size_t i = 0; i < places_.size(); ++i) {
    is_corner_[i] = is_corner_[i] && degrees[i] == 2;
  }
  for (auto const &[a, b] : pieces) {
    if (!is_corner_[a] && !is_corner_[b]) {
      joined_nodes_.insert(key_of(a, b));
    }
  }
}

ArcGraph::Vertex ArcGraph::vertex_at(LonLat place) const {
  return static_cast<Vertex>(std::lower_bound(places_.begin(), places_.end(), place) -
                             places_.begin());
}

std::optional<ArcGraph::Vertex> ArcGraph::find(LonLat place) const {
  auto const vertex = vertex_at(place);
  return vertex < places_.size() && places_[vertex] == place ? std::optional(vertex) : std::nullopt;
}

std::uint64_t ArcGraph::key_of(Vertex a, Vertex b) {
  return std::uint64_t{std::min(a, b)} << 32U | std::max(a, b);
}

bool ArcGraph::are_joined(Vertex a, Vertex b) const {
  if (is_corner_[a]) {
    return now_[a][0] == b || now_[a][1] == b;
  }
  if (is_corner_[b]) {
    return now_[b][0] == a || now_[b][1] == a;
  }
  return joined_nodes_.contains(key_of(a, b));
}

void ArcGraph::take_out(Vertex corner) {
  auto const [a, b] = now_[corner];
  for (auto const &[from, to] : {std::pair(a, b), std::pair(b, a)}) {
    if (is_corner_[from]) {
      auto &slots = now_[from];
      (slots[0] == corner ? slots[0] : slots[1]) = to;
    }
  }
  if (!is_corner_[a] && !is_corner_[b]) {
    joined_nodes_.insert(key_of(a, b));
  }
  is_taken_[corner] = true;
}

} // namespace yuntu::geo

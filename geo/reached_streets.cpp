// The part of ReachSearch that says which streets were reached.
#include "geo/line_part.hpp"
#include "geo/reach.hpp"

#include <algorithm>
#include <utility>

namespace yuntu::geo {

/// Every open street of which a part may be reached, each once.
void ReachSearch::find_reached_edges() {
  edges_.clear();
  auto const add = [this](EdgeId edge) {
    if (graph_->edge(edge).street_class != StreetClass::ferry && !closed_->contains(edge)) {
      edges_.push_back(edge);
    }
  };
  labels_.visit_reached([&](VertexId vertex) {
    if (graph_->part_of(vertex) == WalkPart::origin) {
      return; // reached at the vertex of WalkPart::target as well
    }
    auto last = graph_->edge_and_gate_count();
    for (auto const &arc : graph_->arcs(vertex)) {
      if (graph_->is_gate(arc.edge)) {
        break; // no edge comes after
      }
      // The lower end tells of an edge that is reached at both; a loop has both its arcs here.
      bool const is_told_there = arc.head < vertex && labels_.is_reached(arc.head);
      bool const is_second_of_loop = std::exchange(last, arc.edge) == arc.edge;
      if (!is_told_there && !is_second_of_loop && !is_own_edge_[arc.edge]) {
        add(arc.edge);
      }
    }
  });
  std::for_each(own_edges_.begin(), own_edges_.end(), add);
}

/// The reached stretches of an edge, in order and merged where they meet.
void ReachSearch::find_stretches(EdgeId edge_id) {
  stretches_.clear();
  auto const &edge = graph_->edge(edge_id);
  auto const add = [this](std::int32_t from_mm, std::int32_t to_mm) {
    if (from_mm < to_mm) {
      stretches_.push_back({from_mm, to_mm});
    }
  };
  if (labels_.is_reached(edge.from)) {
    add(0, graph_->offset_at_cost(edge_id, limit_mm_ - labels_.key(edge.from)));
  }
  if (labels_.is_reached(edge.to)) {
    auto const left = graph_->offset_at_cost(edge_id, limit_mm_ - labels_.key(edge.to));
    add(edge.length_mm - left, edge.length_mm);
  }
  for (auto const &origin : origins_) {
    if (origin.edge == edge_id) {
      // Beyond an end the stretch from that end takes over.
      auto const around = graph_->offset_at_cost(edge_id, limit_mm_ - origin.access_mm);
      add(std::max(origin.offset_mm - around, 0),
          std::min(origin.offset_mm + around, edge.length_mm));
    }
  }
  if (stretches_.size() < 2) {
    return;
  }
  std::sort(stretches_.begin(), stretches_.end(),
            [](Stretch a, Stretch b) { return a.from_mm < b.from_mm; });
  std::size_t kept = 0;
  for (auto const &stretch : stretches_) {
    if (kept > 0 && stretch.from_mm <= stretches_[kept - 1].to_mm) {
      stretches_[kept - 1].to_mm = std::max(stretches_[kept - 1].to_mm, stretch.to_mm);
    } else {
      stretches_[kept++] = stretch;
    }
  }
  stretches_.resize(kept);
}

ReachedStreets ReachSearch::streets() {
  find_reached_edges();
  std::sort(edges_.begin(), edges_.end());
  ReachedStreets result;
  std::int64_t total_mm = 0;
  for (auto const edge : edges_) {
    auto const points = graph_->points(edge);
    auto const length_mm = graph_->edge(edge).length_mm;
    find_stretches(edge);
    for (auto const [from_mm, to_mm] : stretches_) {
      total_mm += to_mm - from_mm;
      bool const is_whole = from_mm == 0 && to_mm == length_mm;
      result.lines.push_back(is_whole ? LineString(points.begin(), points.end())
                                      : line_part(points, from_mm / 1000.0, to_mm / 1000.0));
    }
  }
  result.street_m = static_cast<double>(total_mm) / 1000;
  return result;
}

} // namespace yuntu::geo

// The part of ReachSearch that says which streets were reached.
#include "geo/line_part.hpp"
#include "geo/reach.hpp"

#include <algorithm>

namespace yuntu::geo {

/// Every open street of which a part may be reached, each once.
void ReachSearch::find_reached_edges() {
  edges_.clear();
  auto const is_street = [this](EdgeId edge) {
    return graph_->edge(edge).street_class != StreetClass::ferry && !closed_->contains(edge);
  };
  for (auto const vertex : labels_.touched()) {
    if (graph_->part_of(vertex) == WalkPart::origin) {
      continue; // reached at the vertex of WalkPart::target as well
    }
    auto const arcs = graph_->arcs(vertex);
    for (std::size_t i = 0; i < arcs.size() && !graph_->is_gate(arcs[i].edge); ++i) {
      auto const &edge = graph_->edge(arcs[i].edge);
      // The lower end reports an edge that is reached at both; a loop has both its arcs here.
      bool const is_reported_elsewhere = labels_.is_reached(arcs[i].head) && edge.from != vertex;
      bool const is_second_of_loop = i > 0 && arcs[i - 1].edge == arcs[i].edge;
      if (!is_reported_elsewhere && !is_second_of_loop && is_street(arcs[i].edge)) {
        edges_.push_back(arcs[i].edge);
      }
    }
  }
  auto const by_vertices = edges_.size();
  for (auto const &origin : origins_) {
    auto const &edge = graph_->edge(origin.edge);
    auto const own = edges_.begin() + static_cast<std::ptrdiff_t>(by_vertices);
    if (!labels_.is_reached(edge.from) && !labels_.is_reached(edge.to) &&
        std::find(own, edges_.end(), origin.edge) == edges_.end()) {
      edges_.push_back(origin.edge);
    }
  }
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

double ReachSearch::street_m() {
  find_reached_edges();
  std::int64_t total_mm = 0;
  for (auto const edge : edges_) {
    find_stretches(edge);
    for (auto const [from_mm, to_mm] : stretches_) {
      total_mm += to_mm - from_mm;
    }
  }
  return static_cast<double>(total_mm) / 1000;
}

} // namespace yuntu::geo

#include "geo/reach.hpp"

#include <algorithm>
#include <cstdlib>

namespace yuntu::geo {

ReachSearch::ReachSearch(WalkGraph const &graph)
    : graph_(&graph), is_own_edge_(graph.edge_count()), labels_(graph.vertex_count()) {}

void ReachSearch::run_to(std::span<StreetPoint const> origins, std::int32_t limit_mm,
                         ClosedEdges const &closed) {
  limit_mm_ = std::min(limit_mm, max_cost_mm);
  closed_ = &closed;
  labels_.reset(limit_mm_);
  origins_.clear();
  for (auto const edge : own_edges_) {
    is_own_edge_[edge] = false;
  }
  own_edges_.clear();
  for (auto const &origin : origins) {
    if (closed.contains(origin.edge) || origin.access_mm > limit_mm_) {
      continue;
    }
    set_out_from(origin, WalkPart::origin);
  }
  labels_.spread(*graph_, closed);
}

void ReachSearch::set_out_from(StreetPoint const &origin, WalkPart part) {
  origins_.push_back(origin);
  if (!is_own_edge_[origin.edge]) {
    is_own_edge_[origin.edge] = true;
    own_edges_.push_back(origin.edge);
  }
  auto const ends = graph_->ends(origin.edge, part);
  auto const to_start = graph_->cost_to_offset(origin.edge, origin.offset_mm);
  auto const to_end = graph_->edge(origin.edge).cost_mm - to_start;
  labels_.offer(ends.from, origin.access_mm + to_start);
  labels_.offer(ends.to, origin.access_mm + to_end);
}

void ReachSearch::go_on_from(StreetPoint const &arrival, WalkPart part) {
  set_out_from(arrival, part);
  labels_.spread(*graph_, *closed_);
}

void ReachSearch::go_on_from(VertexId vertex, std::int32_t cost_mm) {
  labels_.offer(vertex, cost_mm);
  labels_.spread(*graph_, *closed_);
}

bool ReachSearch::touches(EdgeId edge_id) const {
  auto const &edge = graph_->edge(edge_id);
  return labels_.is_reached(edge.from) || labels_.is_reached(edge.to) ||
         std::any_of(origins_.begin(), origins_.end(),
                     [&](StreetPoint const &origin) { return origin.edge == edge_id; });
}

std::span<ReachedTarget const> ReachSearch::targets(TargetSet const &targets) {
  if (targets.slot_count() == 0) {
    return {};
  }
  // Each is written down, and overwritten by the next unless it is within the limit: a branch less.
  reached_.resize(std::max(reached_.size(), targets.slot_count() + 1));
  auto *next = reached_.data();
  auto const add = [&](TargetId target, std::int32_t cost_mm) {
    *next = {target, cost_mm};
    next += cost_mm <= limit_mm_ ? 1 : 0;
  };
  bool const all_open = closed_->empty();
  labels_.visit_reached([&](VertexId vertex) {
    for (auto const &[other, edge] : targets.streets_at(vertex)) {
      bool const was_seen_there = other < vertex && labels_.is_reached(other);
      if (was_seen_there || is_own_edge_[edge] || (!all_open && closed_->contains(edge))) {
        continue;
      }
      auto const low_mm = cut_mm(std::min(vertex, other));
      auto const high_mm = cut_mm(std::max(vertex, other));
      auto const *target = targets.on_edge(edge).data();
      for (auto const &legs : targets.legs_on(edge)) {
        add(*target++, std::min(low_mm + legs.low_mm, high_mm + legs.high_mm));
      }
    }
  });
  for (auto const id : own_edges_) {
    auto const &edge = graph_->edge(id);
    auto const [low, high] = std::minmax(edge.from, edge.to);
    for (auto slot = targets.first_slot(id); slot < targets.first_slot(id + 1); ++slot) {
      auto const target = targets.at_slot(slot);
      auto const legs = targets.legs(slot);
      add(target, std::min({cut_mm(low) + legs.low_mm, cut_mm(high) + legs.high_mm,
                            along_own_edge_mm(*targets.target(target).at)}));
    }
  }
  return {reached_.data(), next};
}

/// Who sets out on an origin's own edge need not pass either end of it.
std::int32_t ReachSearch::along_own_edge_mm(StreetPoint const &at) const {
  auto const there = graph_->cost_to_offset(at.edge, at.offset_mm);
  auto best = unreached;
  for (auto const &origin : origins_) {
    if (origin.edge == at.edge) {
      auto const here = graph_->cost_to_offset(at.edge, origin.offset_mm);
      best = std::min(best, origin.access_mm + std::abs(here - there) + at.access_mm);
    }
  }
  return best;
}

} // namespace yuntu::geo

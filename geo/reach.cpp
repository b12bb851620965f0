#include "geo/reach.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace yuntu::geo {

ReachSearch::ReachSearch(WalkGraph const &graph) : graph_(&graph), labels_(graph.vertex_count()) {}

void ReachSearch::run_to(std::span<StreetPoint const> origins, std::int32_t limit_mm,
                         ClosedEdges const &closed) {
  limit_mm_ = std::min(limit_mm, max_cost_mm);
  closed_ = &closed;
  labels_.reset(limit_mm_);
  origins_.clear();
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
  reached_.clear();
  if (cost_at_slot_.size() < targets.slot_count()) {
    cost_at_slot_.resize(targets.slot_count(), unreached);
  }
  if (targets.slot_count() > 0) {
    offer_legs(targets);
    offer_along_origin_edges(targets);
  }
  for (auto &reached : reached_) { // slots until here
    reached.cost_mm = std::exchange(cost_at_slot_[reached.target], unreached);
    reached.target = targets.at_slot(reached.target);
  }
  return reached_;
}

void ReachSearch::offer_legs(TargetSet const &targets) {
  bool const all_open = closed_->empty();
  for (auto const vertex : labels_.touched()) {
    auto const left = limit_mm_ - labels_.key(vertex);
    for (auto const &leg : targets.legs(vertex)) {
      if (leg.cost_mm > left) {
        break; // they come by rising cost
      }
      if (all_open || !closed_->contains(targets.target(targets.at_slot(leg.slot)).at->edge)) {
        offer(leg.slot, labels_.key(vertex) + leg.cost_mm);
      }
    }
  }
}

/// Who sets out on an origin's own edge need not pass either end of it.
void ReachSearch::offer_along_origin_edges(TargetSet const &targets) {
  for (auto const &origin : origins_) {
    auto const here = graph_->cost_to_offset(origin.edge, origin.offset_mm);
    auto slot = targets.first_slot(origin.edge);
    for (auto const target : targets.on_edge(origin.edge)) {
      auto const &at = *targets.target(target).at;
      auto const there = graph_->cost_to_offset(at.edge, at.offset_mm);
      auto const cost = origin.access_mm + std::abs(here - there) + at.access_mm;
      if (cost <= limit_mm_) {
        offer(slot, cost);
      }
      ++slot;
    }
  }
}

void ReachSearch::offer(TargetSet::Slot slot, std::int32_t cost_mm) {
  auto &best = cost_at_slot_[slot];
  if (best == unreached) {
    reached_.push_back({slot, cost_mm});
  }
  best = std::min(best, cost_mm);
}

} // namespace yuntu::geo

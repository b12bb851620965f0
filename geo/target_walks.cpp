#include "geo/target_walks.hpp"

#include <algorithm>
#include <cstdlib>

namespace yuntu::geo {
namespace {

std::int32_t sum(std::int32_t walk_mm, std::int32_t leg_mm) {
  return walk_mm == TargetWalks::unreached ? walk_mm : walk_mm + leg_mm;
}

} // namespace

TargetWalks::TargetWalks(TargetSet const &targets, EditedStreets const &streets,
                         WalkRepair const &repair, std::int32_t limit_mm)
    : targets_(&targets), limit_mm_(std::min(limit_mm, max_cost_mm)),
      walks_(targets.size(), {unreached, unreached}), spots_(targets.size()) {
  auto const &graph = streets.graph();
  for (TargetId id = 0; id < targets.size(); ++id) {
    if (auto const &at = targets.target(id).at) {
      auto const &edge = graph.edge(at->edge);
      auto const along_mm = graph.cost_to_offset(at->edge, at->offset_mm);
      spots_[id] = {edge.from, edge.to, at->access_mm + along_mm,
                    at->access_mm + edge.cost_mm - along_mm, at->edge};
      walks_[id].before = walk_from(id, streets, repair);
      walks_[id].now = walks_[id].before;
    }
  }
}

void TargetWalks::update(EditedStreets const &streets, WalkRepair const &repair) {
  for (auto const target : changed_) {
    walks_[target].now = walks_[target].before;
  }
  changed_.clear();
  if (walks_.empty()) {
    return;
  }
  for (auto const edge : streets.edited_edges()) {
    if (!streets.is_open(edge)) {
      for (auto const target : targets_->on_edge(edge)) {
        take(target, on_closed_street);
      }
    }
  }
  for (auto const vertex : repair.touched()) {
    if (vertex < streets.graph().vertex_count()) { // a landing's targets are on an edited edge
      follow(vertex, streets, repair);
    }
  }
  for (auto const edge : streets.edited_edges()) {
    if (streets.is_open(edge)) {
      for (auto const target : targets_->on_edge(edge)) {
        take(target, walk_from(target, streets, repair));
      }
    }
  }
}

/// A nearer vertex may be better than what its targets have; a farther one leaves those that came
/// by it without their walk.
void TargetWalks::follow(VertexId vertex, EditedStreets const &streets, WalkRepair const &repair) {
  auto const before = repair.before(vertex);
  auto const now = repair.now(vertex);
  if (now < before) {
    for (auto const &leg : targets_->legs(vertex)) {
      if (leg.cost_mm > limit_mm_ - now) {
        break; // they come by rising cost
      }
      if (now + leg.cost_mm < walks_[leg.target].now) {
        take(leg.target, now + leg.cost_mm);
      }
    }
  } else if (now > before) {
    for (auto const &leg : targets_->legs(vertex)) {
      if (leg.cost_mm > limit_mm_ - before) {
        break;
      }
      auto const &walk = walks_[leg.target];
      if (before + leg.cost_mm == walk.before && walk.now != on_closed_street) {
        take(leg.target, walk_from(leg.target, streets, repair));
      }
    }
  }
}

void TargetWalks::take(TargetId target, std::int32_t cost_mm) {
  auto &walk = walks_[target];
  if (walk.now == walk.before && cost_mm != walk.before) {
    changed_.push_back(target);
  }
  walk.now = cost_mm;
}

std::int32_t TargetWalks::walk_from(TargetId target, EditedStreets const &streets,
                                    WalkRepair const &repair) const {
  auto const &spot = spots_[target];
  if (!streets.is_open(spot.edge)) {
    return on_closed_street;
  }
  auto best = std::min(sum(repair.now(spot.from), spot.from_mm), //
                       sum(repair.now(spot.to), spot.to_mm));
  if (streets.has_stops(spot.edge) || streets.has_landings(spot.edge)) {
    best = std::min(best, walk_along_edge(target, streets, repair));
  }
  return best <= limit_mm_ ? best : unreached;
}

/// From stations and landings on the target's own edge, without passing an end of it.
std::int32_t TargetWalks::walk_along_edge(TargetId target, EditedStreets const &streets,
                                          WalkRepair const &repair) const {
  auto const &at = *targets_->target(target).at;
  auto const along_mm = streets.graph().cost_to_offset(at.edge, at.offset_mm);
  auto best = unreached;
  streets.visit_stops(at.edge, [&](StationStop const &stop) {
    if (stop.access_mm <= limit_mm_) {
      best = std::min(best, stop.access_mm + std::abs(stop.along_mm - along_mm) + at.access_mm);
    }
  });
  auto const landings = streets.landings();
  for (std::uint32_t i = 0; i < landings.size(); ++i) {
    if (landings[i].edge == at.edge) {
      best = std::min(best, sum(repair.now_at_landing(i),
                                std::abs(landings[i].along_mm - along_mm) + at.access_mm));
    }
  }
  return best;
}

} // namespace yuntu::geo

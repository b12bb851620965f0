#include "geo/target_walks.hpp"

#include <algorithm>
#include <cstdlib>

namespace yuntu::geo {

TargetWalks::TargetWalks(TargetSet const &targets, EditedStreets const &streets,
                         WalkRepair const &repair, std::int32_t limit_mm)
    : targets_(&targets), limit_mm_(std::min(limit_mm, max_cost_mm)), slots_(targets.size()),
      weights_(targets.slot_count()), legs_(targets.slot_count()),
      before_(targets.slot_count(), unreached),
      is_skipped_(streets.graph().edge_and_gate_count(), 1) {
  if (targets.slot_count() == 0) {
    return;
  }
  lay_out(streets.graph());
  for (EdgeId edge = 0; edge < streets.graph().edge_count(); ++edge) {
    is_skipped_[edge] = targets.on_edge(edge).empty() ? 1 : 0;
    visit_walks(edge, streets, repair,
                [this](Slot slot, std::int32_t cost_mm) { before_[slot] = cost_mm; });
  }
}

void TargetWalks::lay_out(WalkGraph const &graph) {
  for (Slot slot = 0; slot < targets_->slot_count(); ++slot) {
    auto const id = targets_->at_slot(slot);
    auto const &target = targets_->target(id);
    auto const &at = *target.at;
    auto const along_mm = graph.cost_to_offset(at.edge, at.offset_mm);
    slots_[id] = slot;
    weights_[slot] = target.weight;
    legs_[slot] = {at.access_mm + along_mm, at.access_mm + graph.edge(at.edge).cost_mm - along_mm};
  }
}

/// Only on edited edges and on those at a changed vertex can walks be other than before. A landing
/// is on an edited edge.
void TargetWalks::find_edges(EditedStreets const &streets, WalkRepair const &repair) {
  edges_.clear();
  auto const add = [this](EdgeId edge) {
    if (is_skipped_[edge] == 0) {
      is_skipped_[edge] = 1;
      edges_.push_back(edge);
    }
  };
  std::for_each(streets.edited_edges().begin(), streets.edited_edges().end(), add);
  auto const &graph = streets.graph();
  for (auto const vertex : repair.touched()) {
    if (vertex < graph.vertex_count() && repair.now(vertex) != repair.before(vertex)) {
      for (auto const &arc : graph.arcs(vertex)) {
        add(arc.edge);
      }
    }
  }
}

std::int32_t TargetWalks::now(TargetId target, EditedStreets const &streets,
                              WalkRepair const &repair) const {
  auto now_mm = unreached;
  if (auto const &at = targets_->target(target).at) {
    visit_walks(at->edge, streets, repair, [&](Slot slot, std::int32_t cost_mm) {
      now_mm = slot == slots_[target] ? cost_mm : now_mm;
    });
  }
  return now_mm;
}

/// From stations and landings on the target's own edge, without passing an end of it.
std::int32_t TargetWalks::walk_along_edge(Slot slot, EditedStreets const &streets,
                                          WalkRepair const &repair) const {
  auto const &at = *targets_->target(targets_->at_slot(slot)).at;
  auto const along_mm = legs_[slot].from_mm - at.access_mm;
  auto best = unreached;
  streets.visit_stops(at.edge, [&](StationStop const &stop) {
    if (stop.access_mm <= limit_mm_) {
      best = std::min(best, stop.access_mm + std::abs(stop.along_mm - along_mm) + at.access_mm);
    }
  });
  auto const landings = streets.landings();
  bool const is_private = streets.graph().edge(at.edge).is_private();
  auto const part = is_private ? WalkPart::target : WalkPart::street;
  for (std::uint32_t i = 0; i < landings.size(); ++i) {
    auto const there_mm = repair.now_at_landing(i, part);
    if (landings[i].edge == at.edge && there_mm != unreached) {
      best = std::min(best, there_mm + std::abs(landings[i].along_mm - along_mm) + at.access_mm);
    }
  }
  return best;
}

} // namespace yuntu::geo

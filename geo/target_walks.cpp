#include "geo/target_walks.hpp"

#include <algorithm>
#include <cstdlib>

namespace yuntu::geo {

TargetWalks::TargetWalks(TargetSet const &targets, EditedStreets const &streets,
                         WalkRepair const &repair, std::int32_t limit_mm)
    : targets_(&targets), limit_mm_(std::min(limit_mm, max_cost_mm)), slots_(targets.size()),
      weights_(targets.slot_count()), before_(targets.slot_count(), unreached),
      changed_(streets.graph().vertex_count()) {
  if (targets.slot_count() == 0) {
    return;
  }
  lay_out();
  for (EdgeId edge = 0; edge < streets.graph().edge_count(); ++edge) {
    visit_walks(street(streets.graph(), edge), streets, repair,
                [this](Slot slot, std::int32_t cost_mm) { before_[slot] = cost_mm; });
  }
}

void TargetWalks::lay_out() {
  for (Slot slot = 0; slot < targets_->slot_count(); ++slot) {
    auto const id = targets_->at_slot(slot);
    slots_[id] = slot;
    weights_[slot] = targets_->target(id).weight;
  }
}

void TargetWalks::mark_changed(WalkRepair const &repair) {
  for (auto const vertex : repair.touched()) {
    bool const is_landing = vertex >= repair.vertex_count();
    if (!is_landing && repair.has_changed(vertex)) {
      changed_.add(vertex);
    }
  }
}

std::int32_t TargetWalks::now(std::optional<StreetPoint> const &at, EditedStreets const &streets,
                              WalkRepair const &repair) const {
  if (!at) {
    return unreached;
  }
  if (!streets.is_open(at->edge)) {
    return on_closed_street;
  }
  auto const &edge = streets.graph().edge(at->edge);
  std::int64_t const along_mm = streets.graph().cost_to_offset(at->edge, at->offset_mm);
  auto const best =
      std::min({std::int64_t{repair.now(edge.from)} + along_mm + at->access_mm,
                std::int64_t{repair.now(edge.to)} + edge.cost_mm - along_mm + at->access_mm,
                std::int64_t{walk_along_edge(*at, streets, repair)}});
  return best <= limit_mm_ ? static_cast<std::int32_t>(best) : unreached;
}

/// From stations and landings on the same edge, without passing an end of it.
std::int32_t TargetWalks::walk_along_edge(StreetPoint const &at, EditedStreets const &streets,
                                          WalkRepair const &repair) const {
  auto const along_mm = streets.graph().cost_to_offset(at.edge, at.offset_mm);
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

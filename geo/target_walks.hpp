#pragma once

#include "geo/edited_streets.hpp"
#include "geo/target_set.hpp"
#include "geo/walk_repair.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace yuntu::geo {

/// The walk from every target to its nearest station, before a list of edits and after it: what a
/// WalkRepair knows of vertices, carried on to the targets along the edges that it touched. Targets
/// lie in slots by their edges, so that those of one edge are looked at in one go.
/// A workspace for one thread; keeps a reference to the targets.
class TargetWalks {
public:
  static constexpr std::int32_t unreached = WalkRepair::unreached;
  static constexpr std::int32_t on_closed_street = -1;

  /// `streets` with nothing edited, `repair` as made.
  TargetWalks(TargetSet const &targets, EditedStreets const &streets, WalkRepair const &repair,
              std::int32_t limit_mm);

  /// Calls `visit(TargetId, before, now, weight)` for each target whose walk has changed, once.
  template <typename Visit>
  void visit_changes(EditedStreets const &streets, WalkRepair const &repair, Visit visit) {
    find_edges(streets, repair);
    for (auto const edge : edges_) {
      is_skipped_[edge] = 0;
      visit_walks(edge, streets, repair, [&](Slot slot, std::int32_t cost_mm) {
        if (cost_mm != before_[slot]) {
          visit(targets_->at_slot(slot), before_[slot], cost_mm, weights_[slot]);
        }
      });
    }
  }

  /// `unreached` above the limit; `on_closed_street` for targets there.
  [[nodiscard]] std::int32_t before(TargetId target) const {
    return targets_->target(target).at ? before_[slots_[target]] : unreached;
  }
  [[nodiscard]] std::int32_t now(TargetId target, EditedStreets const &streets,
                                 WalkRepair const &repair) const;

  [[nodiscard]] static bool is_served(std::int32_t cost_mm) {
    return cost_mm != unreached && cost_mm != on_closed_street;
  }

private:
  using Slot = TargetSet::Slot;
  /// What it costs from both ends of the edge, with the target's access leg.
  struct Legs {
    std::int32_t from_mm = 0, to_mm = 0;
  };

  void lay_out(WalkGraph const &graph);
  void find_edges(EditedStreets const &streets, WalkRepair const &repair);
  /// Calls `visit(Slot, cost)` for every target on the edge.
  template <typename Visit>
  void visit_walks(EdgeId edge_id, EditedStreets const &streets, WalkRepair const &repair,
                   Visit visit) const {
    auto const first = targets_->first_slot(edge_id);
    auto const last = targets_->first_slot(edge_id + 1);
    if (!streets.is_open(edge_id)) {
      for (auto slot = first; slot < last; ++slot) {
        visit(slot, on_closed_street);
      }
      return;
    }
    auto const &edge = streets.graph().edge(edge_id);
    // Cut just above the limit, so that sums fit.
    auto const from_mm = std::min(repair.now(edge.from), limit_mm_ + 1);
    auto const to_mm = std::min(repair.now(edge.to), limit_mm_ + 1);
    bool const is_plain = !streets.has_stops(edge_id) && !streets.has_landings(edge_id);
    for (auto slot = first; slot < last; ++slot) {
      auto cost_mm = std::min(from_mm + legs_[slot].from_mm, to_mm + legs_[slot].to_mm);
      if (!is_plain) {
        cost_mm = std::min(cost_mm, walk_along_edge(slot, streets, repair));
      }
      visit(slot, cost_mm <= limit_mm_ ? cost_mm : unreached);
    }
  }
  [[nodiscard]] std::int32_t walk_along_edge(Slot slot, EditedStreets const &streets,
                                             WalkRepair const &repair) const;

  TargetSet const *targets_;
  std::int32_t limit_mm_;
  std::vector<Slot> slots_; ///< by target; of those with a street
  // By slot:
  std::vector<std::int64_t> weights_;
  std::vector<Legs> legs_;
  std::vector<std::int32_t> before_;
  std::vector<std::uint8_t> is_skipped_; ///< by edge and gate: bears no target, or is in `edges_`
  std::vector<EdgeId> edges_;            ///< where walks may have changed
};

} // namespace yuntu::geo

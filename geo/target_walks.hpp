#pragma once

#include "geo/edited_streets.hpp"
#include "geo/id_marks.hpp"
#include "geo/target_set.hpp"
#include "geo/walk_repair.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
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
  /// Only on edited edges and on those at a changed vertex can it have: a landing is on the former.
  template <typename Visit>
  void visit_changes(EditedStreets const &streets, WalkRepair const &repair, Visit visit) {
    auto const visit_street = [&](Street const &street) {
      visit_walks(street, streets, repair, [&](Slot slot, std::int32_t cost_mm) {
        if (cost_mm != before_[slot]) {
          visit(targets_->at_slot(slot), before_[slot], cost_mm, weights_[slot]);
        }
      });
    };
    if (targets_->slot_count() == 0) {
      return;
    }
    mark_changed(repair);
    changed_.take([&](VertexId vertex) {
      for (auto const &[other, edge] : targets_->streets_at(vertex)) {
        bool const was_seen_there = other < vertex && repair.has_changed(other);
        if (!was_seen_there && !streets.is_edited_edge(edge)) {
          visit_street({edge, std::min(vertex, other), std::max(vertex, other)});
        }
      }
    });
    for (auto const id : streets.edited_edges()) {
      visit_street(street(streets.graph(), id));
    }
  }

  /// `unreached` above the limit; `on_closed_street` for targets there.
  [[nodiscard]] std::int32_t before(TargetId target) const {
    return targets_->target(target).at ? before_[slots_[target]] : unreached;
  }
  [[nodiscard]] std::int32_t now(TargetId target, EditedStreets const &streets,
                                 WalkRepair const &repair) const {
    return now(targets_->target(target).at, streets, repair);
  }
  /// As if a target were there; nullopt: no street is, so `unreached`.
  [[nodiscard]] std::int32_t now(std::optional<StreetPoint> const &at, EditedStreets const &streets,
                                 WalkRepair const &repair) const;

  [[nodiscard]] static bool is_served(std::int32_t cost_mm) {
    return cost_mm != unreached && cost_mm != on_closed_street;
  }

private:
  using Slot = TargetSet::Slot;
  void lay_out();
  void mark_changed(WalkRepair const &repair);
  /// An edge with its ends, the lower id first.
  struct Street {
    EdgeId edge;
    VertexId low, high;
  };
  [[nodiscard]] static Street street(WalkGraph const &graph, EdgeId id) {
    auto const &edge = graph.edge(id);
    return {id, std::min(edge.from, edge.to), std::max(edge.from, edge.to)};
  }
  /// Calls `visit(Slot, cost)` for every target on the street.
  template <typename Visit>
  void visit_walks(Street const &street, EditedStreets const &streets, WalkRepair const &repair,
                   Visit visit) const {
    auto slot = targets_->first_slot(street.edge);
    if (!streets.is_open(street.edge)) {
      for (; slot < targets_->first_slot(street.edge + 1); ++slot) {
        visit(slot, on_closed_street);
      }
      return;
    }
    // Cut just above the limit, so that sums fit.
    auto const low_mm = std::min(repair.now(street.low), limit_mm_ + 1);
    auto const high_mm = std::min(repair.now(street.high), limit_mm_ + 1);
    bool const is_plain = !streets.has_stops(street.edge) && !streets.has_landings(street.edge);
    for (auto const &legs : targets_->legs_on(street.edge)) {
      auto cost_mm = std::min(low_mm + legs.low_mm, high_mm + legs.high_mm);
      if (!is_plain) {
        auto const &target = targets_->target(targets_->at_slot(slot));
        cost_mm = std::min(cost_mm, walk_along_edge(*target.at, streets, repair));
      }
      visit(slot++, cost_mm <= limit_mm_ ? cost_mm : unreached);
    }
  }
  [[nodiscard]] std::int32_t walk_along_edge(StreetPoint const &at, EditedStreets const &streets,
                                             WalkRepair const &repair) const;

  TargetSet const *targets_;
  std::int32_t limit_mm_;
  std::vector<Slot> slots_; ///< by target; of those with a street
  // By slot:
  std::vector<std::int64_t> weights_;
  std::vector<std::int32_t> before_;
  IdMarks changed_; ///< vertices
};

} // namespace yuntu::geo

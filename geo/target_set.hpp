#pragma once

#include "geo/closed_edges.hpp"
#include "geo/street_point.hpp"
#include "geo/walk_graph.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace yuntu::geo {

using TargetId = std::uint32_t;

/// Somewhere people set out from, with what it counts for.
struct Target {
  std::optional<StreetPoint> at; ///< nullopt: no street near, so never reached
  std::int64_t weight = 1;
};

/// Targets laid out for searching: by edge, and by both ends of their edges. TargetId is the index
/// in the list given. Inside a search targets go by their slot, counted along the edges, so that
/// what is reached together lies together. Immutable, any thread; belongs to the graph it was made
/// with.
class TargetSet {
public:
  using Slot = std::uint32_t;

  TargetSet() = default;
  TargetSet(WalkGraph const &graph, std::vector<Target> targets);

  /// A target seen from one end of its edge; the cost holds the access leg.
  struct Leg {
    std::int32_t cost_mm = 0;
    Slot slot = 0;
  };

  [[nodiscard]] std::size_t size() const { return targets_.size(); }
  [[nodiscard]] Target const &target(TargetId target) const { return targets_[target]; }
  [[nodiscard]] std::int64_t total_weight() const { return total_weight_; }
  /// How many targets have a street: slots are below it.
  [[nodiscard]] std::size_t slot_count() const { return by_edge_.size(); }
  [[nodiscard]] TargetId at_slot(Slot slot) const { return by_edge_[slot]; }
  /// By rising cost.
  [[nodiscard]] std::span<Leg const> legs(VertexId vertex) const {
    return {legs_.data() + first_leg_[vertex], legs_.data() + first_leg_[vertex + 1]};
  }
  [[nodiscard]] std::span<TargetId const> on_edge(EdgeId edge) const {
    return {by_edge_.data() + first_on_edge_[edge], by_edge_.data() + first_on_edge_[edge + 1]};
  }
  /// Of the first target of on_edge(); the others follow, then those of the next edge.
  [[nodiscard]] Slot first_slot(EdgeId edge) const { return first_on_edge_[edge]; }

private:
  std::vector<Target> targets_;
  std::int64_t total_weight_ = 0;
  std::vector<std::uint32_t> first_leg_;
  std::vector<Leg> legs_;
  std::vector<std::uint32_t> first_on_edge_;
  std::vector<TargetId> by_edge_; ///< by slot
};

/// The set as it is while edges are closed: each target on a closed edge is attached anew by
/// `snap_again` (its nearest open edge: StreetSnapper with SnapOptions::closed), or to nothing.
/// `open` is the set with nothing closed, so that an opened edge gets its own targets back.
[[nodiscard]] TargetSet
reattached(WalkGraph const &graph, TargetSet const &open, ClosedEdges const &closed,
           std::function<std::optional<StreetPoint>(TargetId)> const &snap_again);

} // namespace yuntu::geo

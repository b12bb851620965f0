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

/// What the walk from a target costs to either end of its street, its access leg included. Ends go
/// by their ids (WalkEdge::from and to): `low` is the lower one.
struct TargetLegs {
  std::int32_t low_mm = 0, high_mm = 0;
};

/// Targets laid out for searching. TargetId is the index in the list given. Inside a search targets
/// go by their slot, counted along the edges, so that what is reached together lies together.
/// Immutable, any thread; belongs to the graph it was made with.
class TargetSet {
public:
  using Slot = std::uint32_t;

  TargetSet() = default;
  TargetSet(WalkGraph const &graph, std::vector<Target> targets);

  /// A street with targets on it, as seen from one of its ends.
  struct Street {
    VertexId other_end = 0;
    EdgeId edge = 0;
  };

  [[nodiscard]] std::size_t size() const { return targets_.size(); }
  [[nodiscard]] Target const &target(TargetId target) const { return targets_[target]; }
  [[nodiscard]] std::int64_t total_weight() const { return total_weight_; }
  /// How many targets have a street: slots are below it.
  [[nodiscard]] std::size_t slot_count() const { return by_edge_.size(); }
  [[nodiscard]] TargetId at_slot(Slot slot) const { return by_edge_[slot]; }
  [[nodiscard]] TargetLegs legs(Slot slot) const { return legs_[slot]; }
  /// Each street once at either end, a loop once.
  [[nodiscard]] std::span<Street const> streets_at(VertexId vertex) const {
    return {streets_.data() + first_street_[vertex], streets_.data() + first_street_[vertex + 1]};
  }
  [[nodiscard]] std::span<TargetId const> on_edge(EdgeId edge) const {
    return {by_edge_.data() + first_on_edge_[edge], by_edge_.data() + first_on_edge_[edge + 1]};
  }
  /// Of the targets of on_edge(), one after another.
  [[nodiscard]] std::span<TargetLegs const> legs_on(EdgeId edge) const {
    return {legs_.data() + first_on_edge_[edge], legs_.data() + first_on_edge_[edge + 1]};
  }
  /// Of the first target of on_edge(); the others follow, then those of the next edge.
  [[nodiscard]] Slot first_slot(EdgeId edge) const { return first_on_edge_[edge]; }

private:
  void lay_out_targets(WalkGraph const &graph);
  void lay_out_streets(WalkGraph const &graph);

  std::vector<Target> targets_;
  std::int64_t total_weight_ = 0;
  std::vector<std::uint32_t> first_street_;
  std::vector<Street> streets_;
  std::vector<std::uint32_t> first_on_edge_;
  std::vector<TargetId> by_edge_; ///< by slot
  std::vector<TargetLegs> legs_;  ///< by slot
};

/// A target whose walks begin at another street; nullopt: at none.
struct MovedTarget {
  TargetId target = 0;
  std::optional<StreetPoint> at;

  friend bool operator==(MovedTarget const &, MovedTarget const &) = default;
};

/// The set with some of its targets elsewhere.
[[nodiscard]] TargetSet moved(WalkGraph const &graph, TargetSet const &targets,
                              std::span<MovedTarget const> elsewhere);

/// The set as it is while edges are closed: each target on a closed edge is attached anew by
/// `snap_again` (its nearest open edge: StreetSnapper with SnapOptions::closed), or to nothing.
/// `open` is the set with nothing closed, so that an opened edge gets its own targets back.
[[nodiscard]] TargetSet
reattached(WalkGraph const &graph, TargetSet const &open, ClosedEdges const &closed,
           std::function<std::optional<StreetPoint>(TargetId)> const &snap_again);

} // namespace yuntu::geo

#pragma once

#include "geo/closed_edges.hpp"
#include "geo/polygon.hpp"
#include "geo/street_point.hpp"
#include "geo/target_set.hpp"
#include "geo/walk_graph.hpp"
#include "geo/walk_labels.hpp"

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

namespace yuntu::geo {

struct ReachedTarget {
  TargetId target = 0;
  std::int32_t cost_mm = 0; ///< the whole walk with both access legs; seconds_of(profile, cost_mm)

  friend bool operator==(ReachedTarget const &, ReachedTarget const &) = default;
};

/// Streets that a search reached, clipped where the limit ends.
struct ReachedStreets {
  MultiLineString lines; ///< one line per unbroken reached piece of an edge
  double street_m = 0;   ///< their length, in metres on the ground (steps count once)
};

/// Bounded search for everything from which people can walk TO an origin within a limit, inclusive.
/// (Walking is the same both ways today; the direction is part of the name for when it is not.)
/// Private streets are for walks that begin or end in their compound: see WalkGraph.
/// The object is the workspace: make one per thread and graph and use it again and again; after the
/// first few runs nothing is allocated.
///
///     auto search = geo::ReachSearch(graph);
///     search.run_to(origin, geo::cost_within_mm(graph.profile(), 900), closed);
///     for (auto const &[target, cost_mm] : search.targets(buildings)) { ... }
///
/// Keeps references to the graph, and to `closed` until the next run.
class ReachSearch {
public:
  static constexpr std::int32_t unreached = WalkLabels<std::int32_t>::unreached;

  explicit ReachSearch(WalkGraph const &graph);
  explicit ReachSearch(WalkGraph &&) = delete;

  [[nodiscard]] WalkGraph const &graph() const { return *graph_; }

  /// Several origins: cost to the nearest. An origin on a closed edge reaches nothing: snap it
  /// with SnapOptions::closed first. A negative limit reaches nothing; the highest limit is
  /// max_cost_mm.
  void run_to(std::span<StreetPoint const> origins, std::int32_t limit_mm,
              ClosedEdges const &closed);
  void run_to(StreetPoint const &origin, std::int32_t limit_mm, ClosedEdges const &closed) {
    run_to(std::span(&origin, 1), limit_mm, closed);
  }
  void run_to(std::span<StreetPoint const>, std::int32_t, ClosedEdges &&) = delete;
  void run_to(StreetPoint const &, std::int32_t, ClosedEdges &&) = delete;

  /// Goes on with the last run from a point of an open street that a walk comes to by a way that is
  /// not in the graph, after its `access_mm`, in one part of it (a part that the street is of). The
  /// point is among origins() then. Or from a vertex. See run_edited().
  void go_on_from(StreetPoint const &arrival, WalkPart part);
  void go_on_from(VertexId vertex, std::int32_t cost_mm);

  /// Calls `visit(VertexId)` for the reached vertices of all parts of walks, by rising id.
  template <typename Visit>
  void visit_vertices(Visit visit) const {
    labels_.visit_reached(visit);
  }
  /// `unreached` for those that are not.
  [[nodiscard]] std::int32_t cost_mm(VertexId vertex) const { return labels_.key(vertex); }
  /// Whether the last run came to the edge: only closing such an edge can change its results.
  [[nodiscard]] bool touches(EdgeId edge) const;

  /// What the last run was asked: the limit (at most max_cost_mm), the origins on open edges within
  /// it, and what was closed. Before the first run: nothing within -1.
  [[nodiscard]] std::int32_t limit_mm() const { return limit_mm_; }
  [[nodiscard]] std::span<StreetPoint const> origins() const { return origins_; }
  [[nodiscard]] ClosedEdges const *closed() const { return closed_; }
  /// Open streets (no ferries) of which a part may be reached, each once, in the order found. Valid
  /// until the next run or call of this or streets().
  [[nodiscard]] std::span<EdgeId const> edges() {
    find_reached_edges();
    return edges_;
  }

  /// Targets within the limit, each once with its exact cost, in the order found, the same every
  /// time. Valid until the next call or run. A target on a closed edge is not reached: see
  /// reattached().
  [[nodiscard]] std::span<ReachedTarget const> targets(TargetSet const &targets);

  /// Reached parts of edges, by edge id; ferries left out.
  [[nodiscard]] ReachedStreets streets();

private:
  struct Stretch {
    std::int32_t from_mm, to_mm; ///< along the edge
  };

  void set_out_from(StreetPoint const &origin, WalkPart part);
  /// Cut just above the limit, so that sums with it fit.
  [[nodiscard]] std::int32_t cut_mm(VertexId vertex) const {
    return std::min(labels_.key(vertex), limit_mm_ + 1);
  }
  [[nodiscard]] std::int32_t along_own_edge_mm(StreetPoint const &at) const;
  void find_reached_edges();
  void find_stretches(EdgeId edge);

  WalkGraph const *graph_;
  ClosedEdges const *closed_ = nullptr;
  std::int32_t limit_mm_ = -1;
  std::vector<StreetPoint> origins_; ///< the open ones within the limit
  std::vector<EdgeId> own_edges_;    ///< theirs, each once
  std::vector<bool> is_own_edge_;
  WalkLabels<std::int32_t> labels_;
  std::vector<ReachedTarget> reached_; ///< as long as need be
  std::vector<EdgeId> edges_;
  std::vector<Stretch> stretches_;
};

} // namespace yuntu::geo

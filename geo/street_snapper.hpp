#pragma once

#include "geo/closed_edges.hpp"
#include "geo/obstacles.hpp"
#include "geo/polygon.hpp"
#include "geo/segment_grid.hpp"
#include "geo/street_point.hpp"
#include "geo/walk_graph.hpp"

#include <cstdint>
#include <optional>

namespace yuntu::geo {

struct SnapOptions {
  double max_m = 100; ///< inclusive; beyond it there is no street
  /// Edges of components with fewer vertices are taken only when nothing better is within max_m.
  std::uint32_t min_component = 10;
  ClosedEdges const *closed = nullptr; ///< edges not to snap to; must outlive the call
  /// An access leg crosses none of these when a street within max_m (of a component of useful
  /// size, if any) can be had without; must outlive the call. nullptr: nothing is in the way.
  Obstacles const *obstacles = nullptr;
};

/// Finds the street nearest to a point or a polygon. Ferries are no streets here. Nearest is
/// decided in whole millimetres, ties by the lower edge id, then the lower offset.
/// Immutable after construction, any thread; keeps a reference to the graph.
class StreetSnapper {
public:
  explicit StreetSnapper(WalkGraph const &graph);
  explicit StreetSnapper(WalkGraph &&) = delete;

  /// nullopt: no open street within max_m.
  [[nodiscard]] std::optional<Snap> snap(LonLat place, SnapOptions const &options = {}) const;
  /// From the nearest point of the polygon's boundary, holes included; access 0 when a street
  /// enters the polygon, attached where it first does so along the edge.
  [[nodiscard]] std::optional<Snap> snap(Polygon const &polygon,
                                         SnapOptions const &options = {}) const;
  /// The nearest edge of any component, for closures. Pass what is closed to leave that out.
  [[nodiscard]] std::optional<EdgeId> nearest_edge(LonLat place, double max_m = 20,
                                                   ClosedEdges const &closed = {}) const;

private:
  WalkGraph const *graph_;
  SegmentGrid grid_;
};

} // namespace yuntu::geo

#pragma once

#include "geo/lon_lat.hpp"
#include "geo/street_line.hpp"
#include "geo/walk_profile.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace yuntu::geo {

using VertexId = std::uint32_t;
using EdgeId = std::uint32_t;

/// One way to leave a vertex.
struct WalkArc {
  VertexId head = 0;
  std::int32_t cost_mm = 0; ///< walking-equivalent millimetres
  EdgeId edge = 0;
};

/// A piece of one street line between two vertices (crossings or ends); from == to for a loop.
struct WalkEdge {
  VertexId from = 0;
  VertexId to = 0;
  std::int32_t length_mm = 0; ///< along its points
  std::int32_t cost_mm = 0;   ///< walking-equivalent; the same in both directions
  StreetClass street_class = StreetClass::street;
  std::int64_t source_id = 0;
};

/// A walkable street network for one profile. Immutable, so any number of threads may search it.
/// Built deterministically: the same lines in the same order give the same ids. Vertices are
/// numbered along a Hilbert curve, so that what is near is near in memory; edges follow them.
///
///     auto const graph = geo::WalkGraph(lines, geo::WalkProfile{});
///     for (auto const &arc : graph.arcs(vertex)) { ... }
class WalkGraph {
public:
  WalkGraph() = default;
  /// Lines are cut wherever they meet. Left out: lines with fewer than two points, pieces of no
  /// length that join nothing, and ferries without a positive duration.
  /// Throws std::invalid_argument when a line has node ids but not one per point.
  WalkGraph(std::span<StreetLine const> lines, WalkProfile profile);

  [[nodiscard]] WalkProfile const &profile() const { return profile_; }
  [[nodiscard]] std::size_t vertex_count() const { return places_.size(); }
  [[nodiscard]] std::size_t edge_count() const { return edges_.size(); }
  [[nodiscard]] LonLat place(VertexId vertex) const { return places_[vertex]; }
  [[nodiscard]] WalkEdge const &edge(EdgeId edge) const { return edges_[edge]; }
  /// From the edge's `from` to its `to`; at least two points.
  [[nodiscard]] std::span<LonLat const> points(EdgeId edge) const {
    return std::span(points_).subspan(first_point_[edge],
                                      first_point_[edge + 1] - first_point_[edge]);
  }
  [[nodiscard]] std::span<WalkArc const> arcs(VertexId vertex) const {
    return {arcs_.data() + first_arc_[vertex], arcs_.data() + first_arc_[vertex + 1]};
  }

  /// Cost of walking the edge from its `from` to a point `offset_mm` along it; the rest to its `to`
  /// costs `cost_mm` minus this.
  [[nodiscard]] std::int32_t cost_to_offset(EdgeId edge, std::int32_t offset_mm) const;
  /// The inverse, for clipping: how far along the edge a cost carries, in [0, length_mm].
  [[nodiscard]] std::int32_t offset_at_cost(EdgeId edge, std::int32_t cost_mm) const;

  /// Connected components, by decreasing number of vertices.
  [[nodiscard]] std::size_t components() const { return component_size_.size(); }
  [[nodiscard]] std::uint32_t component_of(VertexId vertex) const { return component_[vertex]; }
  [[nodiscard]] std::uint32_t component_size(std::uint32_t component) const {
    return component_size_[component];
  }
  /// Share of all vertices in the largest component, 0 to 1; 0 for an empty graph.
  [[nodiscard]] double largest_share() const;
  /// Metres of all edges but ferries.
  [[nodiscard]] double street_m() const;

private:
  void lay_out_arcs();
  void find_components();

  WalkProfile profile_;
  std::vector<LonLat> places_;
  std::vector<WalkEdge> edges_;
  std::vector<std::uint32_t> first_point_{0};
  std::vector<LonLat> points_;
  std::vector<std::uint32_t> first_arc_{0};
  std::vector<WalkArc> arcs_;
  std::vector<std::uint32_t> component_;
  std::vector<std::uint32_t> component_size_;
};

} // namespace yuntu::geo

#pragma once

#include "geo/lon_lat.hpp"
#include "geo/street_line.hpp"
#include "geo/walk_profile.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace yuntu::geo {

using VertexId = std::uint32_t;
using EdgeId = std::uint32_t;
using CompoundId = std::uint32_t;

inline constexpr CompoundId no_compound = ~CompoundId{0};

/// The parts of a walk, as a search from its origin comes to them: the origin's own compound,
/// public streets, the compound of whom it reaches.
enum class WalkPart : std::uint8_t { origin, street, target };
inline constexpr std::array walk_parts = {WalkPart::origin, WalkPart::street, WalkPart::target};

/// One way to leave a vertex.
struct WalkArc {
  VertexId head = 0;
  std::int32_t cost_mm = 0; ///< walking-equivalent millimetres
  EdgeId edge = 0;          ///< from WalkGraph::edge_count() on: a gate
};

struct EdgeEnds {
  VertexId from = 0;
  VertexId to = 0;
};

/// A piece of one street line between two vertices (crossings or ends); from == to for a loop.
/// The vertices are those at which a search comes to targets on it.
struct WalkEdge {
  VertexId from = 0;
  VertexId to = 0;
  std::int32_t length_mm = 0; ///< along its points
  std::int32_t cost_mm = 0;   ///< walking-equivalent; the same in both directions
  StreetClass street_class = StreetClass::street;
  bool is_locked = false; ///< the passage of a locked gate; the graph itself goes through
  CompoundId compound = no_compound; ///< of a private street
  std::int64_t source_id = 0;

  [[nodiscard]] bool is_private() const { return compound != no_compound; }
};

/// A walkable street network for one profile. Immutable, so any number of threads may search it.
/// Built deterministically: the same lines in the same order give the same ids. Vertices are
/// numbered along a Hilbert curve, so that what is near is near in memory; edges follow them.
///
/// Private streets make compounds (find_compounds). A walk may leave the compound that it begins
/// in, go by public streets and enter the one that it ends in; it passes through no other. That is
/// in the graph itself, so that a search knows nothing of it: where private streets meet there are,
/// for each compound, two vertices beside the one on the ground. Walks leave an origin's compound
/// by one, enter a target's by the other; arcs without cost (gates) lead from the first to the
/// ground and from the ground to the second, and none back. A search sets out at the ends() of the
/// origin's edge in WalkPart::origin. Without private streets every vertex is on the ground.
///
///     auto const graph = geo::WalkGraph(lines, geo::WalkProfile{});
///     for (auto const &arc : graph.arcs(vertex)) { ... }
class WalkGraph {
public:
  WalkGraph() = default;
  /// Lines are cut at the points that they share: at equal node ids, those without at equal places.
  /// Lines that cross without a common point are not; join_where_they_meet gives them one. Left
  /// out: lines with fewer than two points, pieces of no length that join nothing, and ferries
  /// without a positive duration. Throws std::invalid_argument when a line has node ids but not one
  /// per point.
  WalkGraph(std::span<StreetLine const> lines, WalkProfile profile);

  [[nodiscard]] WalkProfile const &profile() const { return profile_; }
  [[nodiscard]] std::size_t vertex_count() const { return places_.size(); }
  [[nodiscard]] std::size_t edge_count() const { return edges_.size(); }
  [[nodiscard]] LonLat place(VertexId vertex) const { return places_[vertex]; }
  [[nodiscard]] WalkEdge const &edge(EdgeId edge) const { return edges_[edge]; }
  /// The edge's vertices in one part of a walk: of a public edge always the same.
  [[nodiscard]] EdgeEnds ends(EdgeId id, WalkPart part) const {
    auto const &edge = edges_[id];
    return edge.is_private() ? private_ends(edge, part) : EdgeEnds{edge.from, edge.to};
  }
  /// From the edge's `from` to its `to`; at least two points.
  [[nodiscard]] std::span<LonLat const> points(EdgeId edge) const {
    return std::span(points_).subspan(first_point_[edge],
                                      first_point_[edge + 1] - first_point_[edge]);
  }
  [[nodiscard]] std::span<WalkArc const> arcs(VertexId vertex) const {
    return {arcs_.data() + first_arc_[vertex], arcs_.data() + first_arc_[vertex + 1]};
  }
  /// Asks the processor for arcs that will be walked soon: a search waits for memory most of all.
  void fetch_arcs(VertexId vertex) const { __builtin_prefetch(arcs_.data() + first_arc_[vertex]); }

  /// Vertices below it are on the ground, one for each place.
  [[nodiscard]] std::size_t ground_count() const { return ground_count_; }
  [[nodiscard]] VertexId ground(VertexId vertex) const {
    return part_of(vertex) == WalkPart::street ? vertex : ground_of_copy_[copy_of(vertex)];
  }
  [[nodiscard]] WalkPart part_of(VertexId vertex) const {
    if (vertex < ground_count_) {
      return WalkPart::street;
    }
    return vertex < ground_count_ + copies() ? WalkPart::target : WalkPart::origin;
  }
  /// Calls `visit(VertexId)` for every vertex from which a gate leads to this one.
  template <typename Visit>
  void visit_behind_gates(VertexId vertex, Visit visit) const {
    auto const part = part_of(vertex);
    if (part == WalkPart::target) {
      visit(ground(vertex));
    } else if (part == WalkPart::street) {
      visit_copies(vertex, [&](VertexId copy) { visit(copy + static_cast<VertexId>(copies())); });
    }
  }
  /// Calls `visit(VertexId)` for the compounds' vertices of WalkPart::target at one on the ground.
  template <typename Visit>
  void visit_copies(VertexId on_ground, Visit visit) const {
    auto const here = arcs(on_ground);
    for (auto arc = here.rbegin(); arc != here.rend() && is_gate(arc->edge); ++arc) {
      visit(arc->head);
    }
  }
  /// Whether an arc is a gate instead of an edge.
  [[nodiscard]] bool is_gate(EdgeId edge) const { return edge >= edges_.size(); }
  /// Edges, then gates: each has an id of its own.
  [[nodiscard]] std::size_t edge_and_gate_count() const { return edges_.size() + 2 * copies(); }
  [[nodiscard]] std::size_t compound_count() const { return first_in_compound_.size() - 1; }
  /// None for one of which this profile takes no street.
  [[nodiscard]] std::span<EdgeId const> edges_in(CompoundId compound) const {
    return {in_compound_.data() + first_in_compound_[compound],
            in_compound_.data() + first_in_compound_[compound + 1]};
  }

  /// Cost of walking the edge from its `from` to a point `offset_mm` along it; the rest to its `to`
  /// costs `cost_mm` minus this.
  [[nodiscard]] std::int32_t cost_to_offset(EdgeId edge, std::int32_t offset_mm) const;
  /// The inverse, for clipping: how far along the edge a cost carries, in [0, length_mm].
  [[nodiscard]] std::int32_t offset_at_cost(EdgeId edge, std::int32_t cost_mm) const;

  /// Connected components, by decreasing number of places. A compound is of its gates' component.
  [[nodiscard]] std::size_t components() const { return component_size_.size(); }
  [[nodiscard]] std::uint32_t component_of(VertexId vertex) const { return component_[vertex]; }
  [[nodiscard]] std::uint32_t component_size(std::uint32_t component) const {
    return component_size_[component];
  }
  /// Share of all places in the largest component, 0 to 1; 0 for an empty graph.
  [[nodiscard]] double largest_share() const;
  /// Metres of all edges but ferries.
  [[nodiscard]] double street_m() const;

private:
  void lay_out_compounds(CompoundId count);
  template <typename Visit>
  void visit_arcs(Visit visit) const;
  void lay_out_arcs();
  void find_components();

  [[nodiscard]] std::size_t copies() const { return ground_of_copy_.size(); }
  [[nodiscard]] std::size_t copy_of(VertexId vertex) const {
    auto const copy = vertex - ground_count_;
    return copy < copies() ? copy : copy - copies();
  }
  [[nodiscard]] EdgeEnds private_ends(WalkEdge const &edge, WalkPart part) const {
    switch (part) {
    case WalkPart::street:
      return {ground(edge.from), ground(edge.to)};
    case WalkPart::origin: {
      auto const ahead = static_cast<VertexId>(copies());
      return {edge.from + ahead, edge.to + ahead};
    }
    case WalkPart::target:
      break;
    }
    return {edge.from, edge.to};
  }

  WalkProfile profile_;
  /// On the ground, then the compounds' of WalkPart::target, then those of WalkPart::origin.
  std::vector<LonLat> places_;
  std::size_t ground_count_ = 0;
  std::vector<VertexId> ground_of_copy_;
  std::vector<WalkEdge> edges_;
  std::vector<std::uint32_t> first_point_{0};
  std::vector<LonLat> points_;
  std::vector<std::uint32_t> first_arc_{0};
  std::vector<WalkArc> arcs_;
  std::vector<std::uint32_t> first_in_compound_{0};
  std::vector<EdgeId> in_compound_;
  std::vector<std::uint32_t> component_;
  std::vector<std::uint32_t> component_size_;
};

} // namespace yuntu::geo

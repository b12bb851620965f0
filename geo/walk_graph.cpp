#include "geo/walk_graph.hpp"

#include "geo/walk_graph_builder.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace yuntu::geo {

WalkGraph::WalkGraph(std::span<StreetLine const> lines, WalkProfile profile) : profile_(profile) {
  auto pieces = cut_into_pieces(lines, profile);
  places_ = std::move(pieces.places);
  edges_.reserve(pieces.pieces.size());
  first_point_.reserve(pieces.pieces.size() + 1);
  for (auto const &piece : pieces.pieces) {
    edges_.push_back(piece.edge);
    auto const &points = lines[piece.line].points;
    points_.insert(points_.end(), points.begin() + piece.first_point,
                   points.begin() + piece.last_point + 1);
    first_point_.push_back(static_cast<std::uint32_t>(points_.size()));
  }
  ground_count_ = places_.size();
  lay_out_compounds(pieces.compounds);
  lay_out_arcs();
  find_components();
}

/// Gives private edges vertices of their own at both ends.
void WalkGraph::lay_out_compounds(CompoundId count) {
  using Copy = std::pair<VertexId, CompoundId>; // on the ground
  std::vector<Copy> copies;
  first_in_compound_.assign(std::size_t{count} + 1, 0);
  for (auto const &edge : edges_) {
    if (edge.is_private()) {
      copies.emplace_back(edge.from, edge.compound);
      copies.emplace_back(edge.to, edge.compound);
      ++first_in_compound_[edge.compound + 1];
    }
  }
  std::sort(copies.begin(), copies.end());
  copies.erase(std::unique(copies.begin(), copies.end()), copies.end());
  for (auto const &[on_ground, compound] : copies) {
    ground_of_copy_.push_back(on_ground);
  }
  for (int part = 0; part < 2; ++part) {
    for (auto const on_ground : ground_of_copy_) {
      places_.push_back(places_[on_ground]);
    }
  }
  std::partial_sum(first_in_compound_.begin(), first_in_compound_.end(),
                   first_in_compound_.begin());
  in_compound_.resize(first_in_compound_.back());
  auto next = first_in_compound_;
  auto const vertex_of = [&](Copy const &copy) {
    auto const found = std::lower_bound(copies.begin(), copies.end(), copy);
    return static_cast<VertexId>(ground_count_) + static_cast<VertexId>(found - copies.begin());
  };
  for (EdgeId id = 0; id < edges_.size(); ++id) {
    auto &edge = edges_[id];
    if (edge.is_private()) {
      edge.from = vertex_of({edge.from, edge.compound});
      edge.to = vertex_of({edge.to, edge.compound});
      in_compound_[next[edge.compound]++] = id;
    }
  }
}

/// Calls `visit(VertexId, WalkArc)` for every arc and the vertex it leaves: edges by rising id,
/// then gates.
template <typename Visit>
void WalkGraph::visit_arcs(Visit visit) const {
  auto const visit_both = [&](EdgeId id, EdgeEnds const &ends) {
    visit(ends.from, WalkArc{ends.to, edges_[id].cost_mm, id});
    visit(ends.to, WalkArc{ends.from, edges_[id].cost_mm, id});
  };
  for (EdgeId id = 0; id < edges_.size(); ++id) {
    visit_both(id, ends(id, WalkPart::target));
    if (edges_[id].is_private()) {
      visit_both(id, ends(id, WalkPart::origin));
    }
  }
  auto gate = static_cast<EdgeId>(edges_.size());
  auto const to_target = static_cast<VertexId>(ground_count_);
  auto const to_origin = static_cast<VertexId>(ground_count_ + copies());
  for (VertexId copy = 0; copy < copies(); ++copy) {
    visit(ground_of_copy_[copy], WalkArc{to_target + copy, 0, gate++});
    visit(to_origin + copy, WalkArc{ground_of_copy_[copy], 0, gate++});
  }
}

void WalkGraph::lay_out_arcs() {
  first_arc_.assign(places_.size() + 1, 0);
  visit_arcs([this](VertexId tail, WalkArc const &) { ++first_arc_[tail + 1]; });
  std::partial_sum(first_arc_.begin(), first_arc_.end(), first_arc_.begin());
  arcs_.resize(first_arc_.back());
  auto next = first_arc_;
  visit_arcs([&](VertexId tail, WalkArc const &arc) { arcs_[next[tail]++] = arc; });
}

void WalkGraph::find_components() {
  constexpr auto unseen = ~std::uint32_t{0};
  std::vector<std::uint32_t> found(places_.size(), unseen);
  std::vector<std::pair<std::uint32_t, std::uint32_t>> size_and_found;
  std::vector<VertexId> open;
  for (VertexId start = 0; start < ground_count_; ++start) {
    if (found[start] != unseen) {
      continue;
    }
    auto const component = static_cast<std::uint32_t>(size_and_found.size());
    size_and_found.emplace_back(0, component);
    auto const meet = [&](VertexId vertex) {
      if (found[vertex] == unseen) {
        found[vertex] = component;
        open.push_back(vertex);
      }
    };
    meet(start);
    while (!open.empty()) {
      auto const vertex = open.back();
      open.pop_back();
      size_and_found[component].first += vertex < ground_count_ ? 1U : 0U;
      for (auto const &arc : arcs(vertex)) {
        meet(arc.head);
      }
      visit_behind_gates(vertex, meet);
    }
  }
  std::stable_sort(size_and_found.begin(), size_and_found.end(),
                   [](auto const &a, auto const &b) { return a.first > b.first; });
  std::vector<std::uint32_t> rank(size_and_found.size());
  for (std::uint32_t i = 0; i < rank.size(); ++i) {
    rank[size_and_found[i].second] = i;
    component_size_.push_back(size_and_found[i].first);
  }
  component_.resize(found.size());
  std::transform(found.begin(), found.end(), component_.begin(),
                 [&](std::uint32_t component) { return rank[component]; });
}

std::int32_t WalkGraph::cost_to_offset(EdgeId edge_id, std::int32_t offset_mm) const {
  auto const &edge = edges_[edge_id];
  if (edge.cost_mm == edge.length_mm || edge.length_mm == 0) {
    return offset_mm;
  }
  return static_cast<std::int32_t>(
      std::llround(double{1} * offset_mm * edge.cost_mm / edge.length_mm));
}

std::int32_t WalkGraph::offset_at_cost(EdgeId edge_id, std::int32_t cost_mm) const {
  auto const &edge = edges_[edge_id];
  if (cost_mm >= edge.cost_mm) {
    return edge.length_mm;
  }
  return static_cast<std::int32_t>(
      std::floor(double{1} * std::max(cost_mm, 0) * edge.length_mm / edge.cost_mm));
}

double WalkGraph::largest_share() const {
  return ground_count_ == 0 ? 0
                            : double{1} * component_size_[0] / static_cast<double>(ground_count_);
}

double WalkGraph::street_m() const {
  std::int64_t total_mm = 0;
  for (auto const &edge : edges_) {
    total_mm += edge.street_class == StreetClass::ferry ? 0 : edge.length_mm;
  }
  return static_cast<double>(total_mm) / 1000;
}

} // namespace yuntu::geo

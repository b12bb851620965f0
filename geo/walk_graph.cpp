#include "geo/walk_graph.hpp"

#include "geo/walk_graph_builder.hpp"

#include <algorithm>
#include <cmath>

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
  lay_out_arcs();
  find_components();
}

void WalkGraph::lay_out_arcs() {
  first_arc_.assign(places_.size() + 1, 0);
  for (auto const &edge : edges_) {
    ++first_arc_[edge.from + 1];
    ++first_arc_[edge.to + 1];
  }
  for (std::size_t vertex = 1; vertex < first_arc_.size(); ++vertex) {
    first_arc_[vertex] += first_arc_[vertex - 1];
  }
  arcs_.resize(edges_.size() * 2);
  auto next = first_arc_;
  for (EdgeId id = 0; id < edges_.size(); ++id) {
    auto const &edge = edges_[id];
    arcs_[next[edge.from]++] = {edge.to, edge.cost_mm, id};
    arcs_[next[edge.to]++] = {edge.from, edge.cost_mm, id};
  }
}

void WalkGraph::find_components() {
  constexpr auto unseen = ~std::uint32_t{0};
  std::vector<std::uint32_t> found(places_.size(), unseen);
  std::vector<std::pair<std::uint32_t, std::uint32_t>> size_and_found;
  std::vector<VertexId> open;
  for (VertexId start = 0; start < places_.size(); ++start) {
    if (found[start] != unseen) {
      continue;
    }
    auto const component = static_cast<std::uint32_t>(size_and_found.size());
    size_and_found.emplace_back(0, component);
    found[start] = component;
    open.push_back(start);
    while (!open.empty()) {
      auto const vertex = open.back();
      open.pop_back();
      ++size_and_found[component].first;
      for (auto const &arc : arcs(vertex)) {
        if (found[arc.head] == unseen) {
          found[arc.head] = component;
          open.push_back(arc.head);
        }
      }
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
  return places_.empty() ? 0 : double{1} * component_size_[0] / static_cast<double>(places_.size());
}

double WalkGraph::street_m() const {
  std::int64_t total_mm = 0;
  for (auto const &edge : edges_) {
    total_mm += edge.street_class == StreetClass::ferry ? 0 : edge.length_mm;
  }
  return static_cast<double>(total_mm) / 1000;
}

} // namespace yuntu::geo

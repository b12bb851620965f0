#pragma once

#include "geo/closed_edges.hpp"
#include "geo/target_set.hpp"
#include "geo/walk_graph.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <limits>
#include <queue>
#include <span>
#include <utility>
#include <vector>

namespace yuntu::test {

/// The walk search as a textbook writes it, to hold the fast one against: targets and the origin
/// become vertices of their own that cut their edges, then Dijkstra with a heap and no limit.
/// Returns the cost in millimetres of every target, or `never`.
class PlainWalk {
public:
  static constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();

  PlainWalk(geo::WalkGraph const &graph, geo::TargetSet const &targets,
            geo::StreetPoint const &origin, geo::ClosedEdges const &closed)
      : graph_(graph), closed_(closed), links_(graph.vertex_count() + targets.size() + 1) {
    auto const first_target = graph.vertex_count();
    auto const origin_vertex = first_target + targets.size();
    std::vector<std::vector<std::pair<std::int64_t, std::size_t>>> stops(graph.edge_count());
    auto const stop_at = [&](geo::StreetPoint const &at, std::size_t vertex) {
      stops[at.edge].emplace_back(graph.cost_to_offset(at.edge, at.offset_mm), vertex);
    };
    stop_at(origin, origin_vertex);
    for (geo::TargetId id = 0; id < targets.size(); ++id) {
      if (targets.target(id).at) {
        stop_at(*targets.target(id).at, first_target + id);
      }
    }
    for (geo::EdgeId edge = 0; edge < graph.edge_count(); ++edge) {
      chain(edge, stops[edge]);
    }
    auto const costs = costs_from(origin_vertex);
    for (geo::TargetId id = 0; id < targets.size(); ++id) {
      auto const &at = targets.target(id).at;
      auto const cost = costs[first_target + id];
      bool const is_cut_off =
          !at || cost == never || closed.contains(at->edge) || closed.contains(origin.edge);
      costs_.push_back(is_cut_off ? never : origin.access_mm + cost + at->access_mm);
    }
    vertex_costs_.assign(costs.begin(), costs.begin() + static_cast<std::ptrdiff_t>(first_target));
  }

  [[nodiscard]] std::vector<std::int64_t> const &costs() const { return costs_; }
  /// Without the origin's access leg.
  [[nodiscard]] std::vector<std::int64_t> const &vertex_costs() const { return vertex_costs_; }

private:
  void chain(geo::EdgeId edge, std::vector<std::pair<std::int64_t, std::size_t>> &stops) {
    if (closed_.contains(edge)) {
      return;
    }
    std::sort(stops.begin(), stops.end());
    stops.emplace_back(graph_.edge(edge).cost_mm, graph_.edge(edge).to);
    std::size_t previous = graph_.edge(edge).from;
    std::int64_t walked = 0;
    for (auto const &[cost, vertex] : stops) {
      links_[previous].emplace_back(vertex, cost - walked);
      links_[vertex].emplace_back(previous, cost - walked);
      previous = vertex;
      walked = cost;
    }
  }

  [[nodiscard]] std::vector<std::int64_t> costs_from(std::size_t origin) const {
    using Entry = std::pair<std::int64_t, std::size_t>;
    std::vector<std::int64_t> costs(links_.size(), never);
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue;
    costs[origin] = 0;
    queue.emplace(0, origin);
    while (!queue.empty()) {
      auto const [cost, vertex] = queue.top();
      queue.pop();
      if (cost > costs[vertex]) {
        continue;
      }
      for (auto const &[next, length] : links_[vertex]) {
        if (cost + length < costs[next]) {
          costs[next] = cost + length;
          queue.emplace(costs[next], next);
        }
      }
    }
    return costs;
  }

  geo::WalkGraph const &graph_;
  geo::ClosedEdges const &closed_;
  std::vector<std::vector<std::pair<std::size_t, std::int64_t>>> links_;
  std::vector<std::int64_t> costs_;
  std::vector<std::int64_t> vertex_costs_;
};

} // namespace yuntu::test

#pragma once

#include "geo/street_point.hpp"
#include "geo/walk_graph.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <queue>
#include <utility>
#include <vector>

namespace yuntu::test {

/// A street network as a textbook has it: points of streets become vertices of their own that cut
/// their edges, and Dijkstra searches it with a heap and no limit. Costs in millimetres.
class PlainNetwork {
public:
  static constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();

  struct Start {
    std::size_t vertex;
    std::int64_t cost_mm;
  };

  /// Of the vertices that edges have in one part of a walk.
  explicit PlainNetwork(geo::WalkGraph const &graph, geo::WalkPart part)
      : graph_(graph), part_(part), arcs_(graph.vertex_count()), stops_(graph.edge_count()) {}

  /// A new vertex where the point is on its street; its access leg is the caller's.
  std::size_t stop_at(geo::StreetPoint const &at) {
    auto const vertex = arcs_.size();
    stops_[at.edge].emplace_back(graph_.cost_to_offset(at.edge, at.offset_mm), vertex);
    arcs_.emplace_back();
    return vertex;
  }

  void join(std::size_t one, std::size_t other, std::int64_t cost_mm) {
    arcs_[one].emplace_back(other, cost_mm);
    arcs_[other].emplace_back(one, cost_mm);
  }

  /// After the last stop: joins what lies along every edge but those that `is_closed(EdgeId)`.
  template <typename IsClosed>
  void join_along_edges(IsClosed is_closed) {
    for (geo::EdgeId edge = 0; edge < graph_.edge_count(); ++edge) {
      if (!is_closed(edge)) {
        join_along(edge);
      }
    }
  }

  /// By vertex, those of the graph first; `never` where no start leads.
  [[nodiscard]] std::vector<std::int64_t> costs_from(std::vector<Start> const &starts) const {
    using Entry = std::pair<std::int64_t, std::size_t>;
    std::vector<std::int64_t> costs(arcs_.size(), never);
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue;
    for (auto const &[vertex, cost_mm] : starts) {
      if (cost_mm < costs[vertex]) {
        costs[vertex] = cost_mm;
        queue.emplace(cost_mm, vertex);
      }
    }
    while (!queue.empty()) {
      auto const [cost, vertex] = queue.top();
      queue.pop();
      if (cost > costs[vertex]) {
        continue;
      }
      for (auto const &[next, length] : arcs_[vertex]) {
        if (cost + length < costs[next]) {
          costs[next] = cost + length;
          queue.emplace(costs[next], next);
        }
      }
    }
    return costs;
  }

private:
  void join_along(geo::EdgeId edge) {
    auto stops = stops_[edge];
    auto const ends = graph_.ends(edge, part_);
    std::sort(stops.begin(), stops.end());
    stops.emplace_back(graph_.edge(edge).cost_mm, ends.to);
    std::size_t previous = ends.from;
    std::int64_t walked = 0;
    for (auto const &[cost, vertex] : stops) {
      join(previous, vertex, cost - walked);
      previous = vertex;
      walked = cost;
    }
  }

  geo::WalkGraph const &graph_;
  geo::WalkPart part_;
  std::vector<std::vector<std::pair<std::size_t, std::int64_t>>> arcs_;  ///< head and cost
  std::vector<std::vector<std::pair<std::int64_t, std::size_t>>> stops_; ///< by edge
};

} // namespace yuntu::test

#pragma once

#include "geo/target_set.hpp"
#include "geo/walk_graph.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <limits>
#include <queue>
#include <utility>
#include <vector>

namespace yuntu::bench {

/// The control: bounded Dijkstra with std::priority_queue over the same graph and targets, its
/// arrays filled anew for each query, as one writes it first.
class PlainReach {
public:
  static constexpr std::int32_t unreached = std::numeric_limits<std::int32_t>::max();

  PlainReach(geo::WalkGraph const &graph, geo::TargetSet const &targets)
      : graph_(graph), targets_(targets), costs_(graph.vertex_count()),
        legs_(graph.vertex_count()) {
    for (geo::TargetId id = 0; id < targets.size(); ++id) {
      if (auto const &at = targets.target(id).at) {
        auto const &edge = graph.edge(at->edge);
        auto const along_mm = graph.cost_to_offset(at->edge, at->offset_mm);
        legs_[edge.from].push_back({id, at->access_mm + along_mm});
        legs_[edge.to].push_back({id, at->access_mm + edge.cost_mm - along_mm});
      }
    }
  }

  /// Cost of every target, `unreached` beyond the limit.
  std::vector<std::int32_t> const &costs_to(geo::StreetPoint const &origin, std::int32_t limit_mm) {
    std::fill(costs_.begin(), costs_.end(), unreached);
    target_costs_.assign(targets_.size(), unreached);
    auto const &edge = graph_.edge(origin.edge);
    auto const here = graph_.cost_to_offset(origin.edge, origin.offset_mm);
    offer(edge.from, origin.access_mm + here, limit_mm);
    offer(edge.to, origin.access_mm + edge.cost_mm - here, limit_mm);
    while (!queue_.empty()) {
      auto const [cost, vertex] = queue_.top();
      queue_.pop();
      if (cost > costs_[vertex]) {
        continue;
      }
      for (auto const &arc : graph_.arcs(vertex)) {
        offer(arc.head, cost + arc.cost_mm, limit_mm);
      }
      for (auto const &leg : legs_[vertex]) {
        improve(leg.target, cost + leg.cost_mm, limit_mm);
      }
    }
    for (auto const target : targets_.on_edge(origin.edge)) {
      auto const &at = *targets_.target(target).at;
      auto const there = graph_.cost_to_offset(at.edge, at.offset_mm);
      improve(target, origin.access_mm + std::abs(here - there) + at.access_mm, limit_mm);
    }
    return target_costs_;
  }

private:
  using Entry = std::pair<std::int32_t, geo::VertexId>;

  void offer(geo::VertexId vertex, std::int32_t cost, std::int32_t limit_mm) {
    if (cost <= limit_mm && cost < costs_[vertex]) {
      costs_[vertex] = cost;
      queue_.emplace(cost, vertex);
    }
  }
  void improve(geo::TargetId target, std::int32_t cost, std::int32_t limit_mm) {
    if (cost <= limit_mm) {
      target_costs_[target] = std::min(target_costs_[target], cost);
    }
  }

  struct Leg {
    geo::TargetId target;
    std::int32_t cost_mm;
  };

  geo::WalkGraph const &graph_;
  geo::TargetSet const &targets_;
  std::vector<std::int32_t> costs_;
  std::vector<std::vector<Leg>> legs_; ///< by vertex
  std::vector<std::int32_t> target_costs_;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue_;
};

} // namespace yuntu::bench

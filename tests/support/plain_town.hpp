#pragma once

#include "geo/served_town.hpp"
#include "geo/street_edit.hpp"
#include "geo/what_if.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <limits>
#include <queue>
#include <set>
#include <span>
#include <utility>
#include <variant>
#include <vector>

namespace yuntu::test {

/// A served town that is really changed, to hold WhatIf against: for every question the whole
/// network is put together anew, with targets, stations and ends of links as vertices of their own
/// that cut their edges, and searched by Dijkstra with a heap.
class PlainTown {
public:
  static constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();

  explicit PlainTown(geo::ServedTown const &town)
      : graph_(*town.graph), targets_(*town.targets), limit_mm_(town.limit_mm),
        stations_(town.stations) {
    for (geo::EdgeId edge = 0; edge < graph_.edge_count(); ++edge) {
      if (town.closed.contains(edge)) {
        closed_.insert(edge);
      }
    }
  }

  void edit(geo::AddedStation const &edit) { stations_.emplace_back(edit.at); }
  void edit(geo::MovedStation const &edit) { stations_[edit.station] = edit.to; }
  void edit(geo::RemovedStation const &edit) { stations_[edit.station].reset(); }
  void edit(geo::ClosedStreet const &edit) { closed_.insert(edit.edge); }
  void edit(geo::OpenedStreet const &edit) { closed_.erase(edit.edge); }
  void edit(geo::AddedLink const &edit) { links_.push_back(edit); }
  void edit(geo::StreetEdit const &any) {
    std::visit([this](auto const &kind) { edit(kind); }, any);
  }

  /// Of every target to its nearest station; `never` above the limit.
  [[nodiscard]] std::vector<std::int64_t> walks() const {
    Network network{std::vector<Arcs>(graph_.vertex_count()),
                    std::vector<Stops>(graph_.edge_count())};
    std::vector<std::pair<std::size_t, std::int64_t>> starts;
    for (auto const &station : stations_) {
      if (station) {
        starts.emplace_back(stop_at(network, *station), station->access_mm);
      }
    }
    for (auto const &link : links_) {
      auto const from = stop_at(network, link.from);
      auto const to = stop_at(network, link.to);
      auto const cost = std::int64_t{link.from.access_mm} + link.length_mm + link.to.access_mm;
      network.arcs[from].emplace_back(to, cost);
      network.arcs[to].emplace_back(from, cost);
    }
    std::vector<std::size_t> vertices;
    for (geo::TargetId id = 0; id < targets_.size(); ++id) {
      auto const &at = targets_.target(id).at;
      vertices.push_back(at ? stop_at(network, *at) : no_vertex);
    }
    for (geo::EdgeId edge = 0; edge < graph_.edge_count(); ++edge) {
      chain(network, edge);
    }
    auto const costs = costs_from(network, starts);
    std::vector<std::int64_t> walks;
    for (geo::TargetId id = 0; id < targets_.size(); ++id) {
      auto const &at = targets_.target(id).at;
      auto const cost = vertices[id] == no_vertex ? never : costs[vertices[id]];
      bool const is_served =
          cost != never && !closed_.contains(at->edge) && cost + at->access_mm <= limit_mm_;
      walks.push_back(is_served ? cost + at->access_mm : never);
    }
    return walks;
  }

private:
  using Arcs = std::vector<std::pair<std::size_t, std::int64_t>>;
  using Stops = std::vector<std::pair<std::int64_t, std::size_t>>;
  static constexpr std::size_t no_vertex = ~std::size_t{0};

  struct Network {
    std::vector<Arcs> arcs;
    std::vector<Stops> stops; ///< by edge
  };

  std::size_t stop_at(Network &network, geo::StreetPoint const &at) const {
    network.stops[at.edge].emplace_back(graph_.cost_to_offset(at.edge, at.offset_mm),
                                        network.arcs.size());
    network.arcs.emplace_back();
    return network.arcs.size() - 1;
  }

  void chain(Network &network, geo::EdgeId edge) const {
    if (closed_.contains(edge)) {
      return;
    }
    auto stops = network.stops[edge];
    std::sort(stops.begin(), stops.end());
    stops.emplace_back(graph_.edge(edge).cost_mm, graph_.edge(edge).to);
    std::size_t previous = graph_.edge(edge).from;
    std::int64_t walked = 0;
    for (auto const &[cost, vertex] : stops) {
      network.arcs[previous].emplace_back(vertex, cost - walked);
      network.arcs[vertex].emplace_back(previous, cost - walked);
      previous = vertex;
      walked = cost;
    }
  }

  static std::vector<std::int64_t>
  costs_from(Network const &network,
             std::vector<std::pair<std::size_t, std::int64_t>> const &starts) {
    using Entry = std::pair<std::int64_t, std::size_t>;
    std::vector<std::int64_t> costs(network.arcs.size(), never);
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue;
    for (auto const &[vertex, cost] : starts) {
      costs[vertex] = cost;
      queue.emplace(cost, vertex);
    }
    while (!queue.empty()) {
      auto const [cost, vertex] = queue.top();
      queue.pop();
      if (cost > costs[vertex]) {
        continue;
      }
      for (auto const &[next, length] : network.arcs[vertex]) {
        if (cost + length < costs[next]) {
          costs[next] = cost + length;
          queue.emplace(costs[next], next);
        }
      }
    }
    return costs;
  }

  geo::WalkGraph const &graph_;
  geo::TargetSet const &targets_;
  std::int64_t limit_mm_;
  std::vector<std::optional<geo::StreetPoint>> stations_;
  std::set<geo::EdgeId> closed_;
  std::vector<geo::AddedLink> links_;
};

/// What WhatIf should answer, with targets by id.
inline geo::WhatIfAnswer plain_answer(geo::ServedTown const &town,
                                      std::span<geo::StreetEdit const> edits) {
  auto edited = PlainTown(town);
  auto const before = edited.walks();
  for (auto const &edit : edits) {
    edited.edit(edit);
  }
  auto const now = edited.walks();
  std::set<geo::EdgeId> closed;
  for (auto const &edit : edits) {
    if (auto const *closing = std::get_if<geo::ClosedStreet>(&edit)) {
      closed.insert(closing->edge);
    } else if (auto const *opening = std::get_if<geo::OpenedStreet>(&edit)) {
      closed.erase(opening->edge);
    }
  }
  geo::WhatIfAnswer answer;
  for (geo::TargetId id = 0; id < now.size(); ++id) {
    auto const &target = town.targets->target(id);
    if (now[id] != PlainTown::never) {
      ++answer.served;
      answer.served_weight += target.weight;
    }
    if (before[id] == PlainTown::never && now[id] != PlainTown::never) {
      answer.gained.push_back(id);
      answer.gained_weight += target.weight;
    } else if (before[id] != PlainTown::never && now[id] == PlainTown::never) {
      answer.lost.push_back(id);
      answer.lost_weight += target.weight;
      answer.lost_with_street += closed.count(target.at->edge);
    } else if (now[id] < before[id]) {
      ++answer.shorter;
      answer.saved_mm += (before[id] - now[id]) * target.weight;
    } else if (now[id] > before[id]) {
      ++answer.longer;
      answer.lengthened_mm += (now[id] - before[id]) * target.weight;
    }
  }
  return answer;
}

inline geo::WhatIfAnswer by_id(geo::WhatIfAnswer answer) {
  std::sort(answer.gained.begin(), answer.gained.end());
  std::sort(answer.lost.begin(), answer.lost.end());
  return answer;
}

} // namespace yuntu::test

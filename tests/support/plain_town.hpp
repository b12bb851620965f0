#pragma once

#include "geo/served_town.hpp"
#include "geo/street_edit.hpp"
#include "geo/what_if.hpp"
#include "tests/support/plain_parts.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <variant>
#include <vector>

namespace yuntu::test {

/// A served town that is really changed, to hold WhatIf against: for every question the whole
/// network is put together anew, stations and ends of links as vertices of their own like targets.
class PlainTown {
public:
  static constexpr std::int64_t never = PlainParts::never;

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
  void edit(geo::OpenedCompound const &edit) { shared_.insert(edit.compound); }
  void edit(geo::StreetEdit const &any) {
    std::visit([this](auto const &kind) { edit(kind); }, any);
  }

  /// Of every target to its nearest station; `never` above the limit.
  [[nodiscard]] std::vector<std::int64_t> walks() const {
    PlainParts network(graph_);
    std::vector<PlainParts::Start> starts;
    for (auto const &station : stations_) {
      if (station && !closed_.contains(station->edge)) {
        starts.push_back({network.stop_at(*station), station->access_mm});
      }
    }
    for (auto const &link : links_) {
      join(network, link);
    }
    std::vector<std::optional<PlainParts::Stop>> stops;
    for (geo::TargetId id = 0; id < targets_.size(); ++id) {
      auto const &at = targets_.target(id).at;
      stops.push_back(at ? std::optional(network.stop_at(*at)) : std::nullopt);
    }
    network.join_along_edges([this](geo::EdgeId edge) { return closed_.contains(edge); },
                             [this](geo::EdgeId edge) { return is_shared(edge); });
    network.search(starts);
    std::vector<std::int64_t> walks;
    for (geo::TargetId id = 0; id < targets_.size(); ++id) {
      auto const &at = targets_.target(id).at;
      auto const cost = stops[id] ? network.cost(*stops[id]) : never;
      bool const is_served =
          cost != never && !closed_.contains(at->edge) && cost + at->access_mm <= limit_mm_;
      walks.push_back(is_served ? cost + at->access_mm : never);
    }
    return walks;
  }

private:
  [[nodiscard]] bool is_shared(geo::EdgeId edge) const {
    return shared_.contains(graph_.edge(edge).compound);
  }

  void join(PlainParts &network, geo::AddedLink const &link) const {
    if (closed_.contains(link.from.edge) || closed_.contains(link.to.edge)) {
      return;
    }
    auto const from = network.stop_at(link.from);
    auto const to = network.stop_at(link.to);
    auto const cost_mm = std::int64_t{link.from.access_mm} + link.length_mm + link.to.access_mm;
    if (from.is_private || to.is_private) {
      network.join_compounds(from, to, cost_mm);
    }
    if ((!from.is_private || is_shared(link.from.edge)) &&
        (!to.is_private || is_shared(link.to.edge))) {
      network.join_streets(from, to, cost_mm);
    }
  }

  geo::WalkGraph const &graph_;
  geo::TargetSet const &targets_;
  std::int64_t limit_mm_;
  std::vector<std::optional<geo::StreetPoint>> stations_;
  std::set<geo::EdgeId> closed_;
  std::set<geo::CompoundId> shared_;
  std::vector<geo::AddedLink> links_;
};

/// What WhatIf should answer, with targets by id. `moved`: the targets as the edits leave them.
inline geo::WhatIfAnswer plain_answer(geo::ServedTown const &town,
                                      std::span<geo::StreetEdit const> edits,
                                      geo::TargetSet const *moved = nullptr) {
  auto const before = PlainTown(town).walks();
  auto town_with_moved = town;
  town_with_moved.targets = moved == nullptr ? town.targets : moved;
  auto edited = PlainTown(town_with_moved);
  for (auto const &edit : edits) {
    edited.edit(edit);
  }
  auto const now = edited.walks();
  std::set<geo::EdgeId> closed(town.closed.edges().begin(), town.closed.edges().end());
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
      auto const &at = town_with_moved.targets->target(id).at;
      answer.lost_with_street += at ? closed.count(at->edge) : 1;
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

#pragma once

#include "tests/support/plain_network.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace yuntu::test {

/// Walks past compounds as they are explained to people: from the origin through its own compound,
/// from its gates by public streets, and from there into every other compound, by one search of
/// Dijkstra each. No search ever sees both kinds of streets.
class PlainParts {
public:
  static constexpr std::int64_t never = PlainNetwork::never;

  /// The same place in both networks.
  struct Stop {
    std::size_t in_streets;
    std::size_t in_compounds;
    bool is_private;
  };
  struct Start {
    Stop stop;
    std::int64_t cost_mm;
  };

  explicit PlainParts(geo::WalkGraph const &graph)
      : graph_(graph), streets_(graph, geo::WalkPart::street),
        compounds_(graph, geo::WalkPart::target) {}

  Stop stop_at(geo::StreetPoint const &at) {
    stops_.push_back(
        {streets_.stop_at(at), compounds_.stop_at(at), graph_.edge(at.edge).is_private()});
    return stops_.back();
  }

  void join_streets(Stop const &one, Stop const &other, std::int64_t cost_mm) {
    streets_.join(one.in_streets, other.in_streets, cost_mm);
  }
  void join_compounds(Stop const &one, Stop const &other, std::int64_t cost_mm) {
    compounds_.join(one.in_compounds, other.in_compounds, cost_mm);
  }

  /// After the last stop.
  template <typename IsClosed, typename IsShared>
  void join_along_edges(IsClosed is_closed, IsShared is_shared) {
    streets_.join_along_edges([&](geo::EdgeId edge) {
      return is_closed(edge) || (graph_.edge(edge).is_private() && !is_shared(edge));
    });
    compounds_.join_along_edges(
        [&](geo::EdgeId edge) { return is_closed(edge) || !graph_.edge(edge).is_private(); });
  }

  void search(std::vector<Start> const &starts) {
    std::vector<PlainNetwork::Start> inside;
    std::vector<PlainNetwork::Start> outside;
    for (auto const &[stop, cost_mm] : starts) {
      if (stop.is_private) {
        inside.push_back({stop.in_compounds, cost_mm});
      } else {
        outside.push_back({stop.in_streets, cost_mm});
      }
    }
    auto const leaving = compounds_.costs_from(inside);
    visit_gates([&](std::size_t in_streets, std::size_t in_compounds) {
      outside.push_back({in_streets, leaving[in_compounds]});
    });
    on_streets_ = streets_.costs_from(outside);
    visit_gates([&](std::size_t in_streets, std::size_t in_compounds) {
      inside.push_back({in_compounds, on_streets_[in_streets]});
    });
    in_compounds_ = compounds_.costs_from(inside);
  }

  [[nodiscard]] std::int64_t cost(Stop const &stop) const {
    return stop.is_private ? in_compounds_[stop.in_compounds] : on_streets_[stop.in_streets];
  }

private:
  template <typename Visit>
  void visit_gates(Visit visit) const {
    for (geo::EdgeId edge = 0; edge < graph_.edge_count(); ++edge) {
      if (graph_.edge(edge).is_private()) {
        auto const outer = graph_.ends(edge, geo::WalkPart::street);
        auto const inner = graph_.ends(edge, geo::WalkPart::target);
        visit(outer.from, inner.from);
        visit(outer.to, inner.to);
      }
    }
    for (auto const &stop : stops_) {
      visit(stop.in_streets, stop.in_compounds);
    }
  }

  geo::WalkGraph const &graph_;
  PlainNetwork streets_;
  PlainNetwork compounds_;
  std::vector<Stop> stops_;
  std::vector<std::int64_t> on_streets_;
  std::vector<std::int64_t> in_compounds_;
};

} // namespace yuntu::test

#pragma once

#include "geo/closed_edges.hpp"
#include "geo/target_set.hpp"
#include "geo/walk_graph.hpp"
#include "tests/support/plain_parts.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace yuntu::test {

/// The walk search as a textbook writes it, to hold the fast one against.
/// Returns the cost in millimetres of every target, or `never`.
class PlainWalk {
public:
  static constexpr std::int64_t never = PlainParts::never;

  PlainWalk(geo::WalkGraph const &graph, geo::TargetSet const &targets,
            geo::StreetPoint const &origin, geo::ClosedEdges const &closed) {
    PlainParts network(graph);
    auto const start = network.stop_at(origin);
    std::vector<std::optional<PlainParts::Stop>> stops;
    for (geo::TargetId id = 0; id < targets.size(); ++id) {
      auto const &at = targets.target(id).at;
      stops.push_back(at ? std::optional(network.stop_at(*at)) : std::nullopt);
    }
    network.join_along_edges([&](geo::EdgeId edge) { return closed.contains(edge); },
                             [](geo::EdgeId) { return false; });
    network.search({{start, 0}});
    for (geo::TargetId id = 0; id < targets.size(); ++id) {
      auto const &at = targets.target(id).at;
      auto const cost = stops[id] ? network.cost(*stops[id]) : never;
      bool const is_cut_off =
          cost == never || closed.contains(at->edge) || closed.contains(origin.edge);
      costs_.push_back(is_cut_off ? never : origin.access_mm + cost + at->access_mm);
    }
  }

  [[nodiscard]] std::vector<std::int64_t> const &costs() const { return costs_; }

private:
  std::vector<std::int64_t> costs_;
};

} // namespace yuntu::test

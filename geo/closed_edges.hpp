#pragma once

#include "geo/walk_graph.hpp"

#include <initializer_list>
#include <span>
#include <vector>

namespace yuntu::geo {

/// Edges that cannot be walked just now, neither through nor to nor from. A value of its own beside
/// the graph, so that a closure costs no rebuild. Default: nothing is closed.
class ClosedEdges {
public:
  ClosedEdges() = default;
  explicit ClosedEdges(std::span<EdgeId const> edges) : edges_(edges.begin(), edges.end()) {
    for (auto const edge : edges) {
      if (edge >= closed_.size()) {
        closed_.resize(std::size_t{edge} + 1);
      }
      closed_[edge] = true;
    }
  }
  ClosedEdges(std::initializer_list<EdgeId> edges)
      : ClosedEdges(std::span(edges.begin(), edges.size())) {}

  [[nodiscard]] bool empty() const { return closed_.empty(); }
  [[nodiscard]] bool contains(EdgeId edge) const { return edge < closed_.size() && closed_[edge]; }
  /// As given.
  [[nodiscard]] std::span<EdgeId const> edges() const { return edges_; }

private:
  std::vector<EdgeId> edges_;
  std::vector<bool> closed_;
};

} // namespace yuntu::geo

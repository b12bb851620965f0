#pragma once

#include "geo/bucket_queue.hpp"
#include "geo/closed_edges.hpp"
#include "geo/id_marks.hpp"
#include "geo/walk_graph.hpp"

#include <cstddef>
#include <limits>
#include <vector>

namespace yuntu::geo {

/// The core of every walk search: the best key known of each vertex, spread along open edges until
/// nothing improves, up to a limit. A key is a cost in millimetres shifted up by KeyShift bits; the
/// bits below it travel with it (which origin it came from) and break ties, lower first.
/// A reusable workspace: a reset touches only what the last search touched.
template <typename Key, unsigned KeyShift = 0>
class WalkLabels {
public:
  static constexpr Key unreached = std::numeric_limits<Key>::max();

  explicit WalkLabels(std::size_t vertex_count)
      : keys_(vertex_count, unreached), reached_(vertex_count) {}

  /// Forgets the last search. Keys above the limit do not exist for the next one.
  void reset(Key limit) {
    reached_.take([this](VertexId vertex) { keys_[vertex] = unreached; });
    limit_ = limit;
    queue_.limit_to(limit);
  }

  [[gnu::always_inline]] bool offer(VertexId vertex, Key key) {
    auto &best = keys_.data()[vertex];
    if (key > limit_ || key >= best) {
      return false;
    }
    if (best == unreached) {
      reached_.add(vertex);
    }
    best = key;
    queue_.push(vertex, key);
    return true;
  }

  void spread(WalkGraph const &graph, ClosedEdges const &closed) {
    bool const all_open = closed.empty();
    queue_.drain([&](auto const &entry) {
      if (entry.key != keys_.data()[entry.vertex]) {
        return; // improved since it was queued
      }
      for (auto const &arc : graph.arcs(entry.vertex)) {
        if (all_open || !closed.contains(arc.edge)) {
          if (offer(arc.head, entry.key + (static_cast<Key>(arc.cost_mm) << KeyShift))) {
            graph.fetch_arcs(arc.head);
          }
        }
      }
    });
  }

  [[nodiscard]] Key key(VertexId vertex) const { return keys_[vertex]; }
  [[nodiscard]] bool is_reached(VertexId vertex) const { return keys_[vertex] != unreached; }
  /// Calls `visit(VertexId)` for each that is reached, by rising id.
  template <typename Visit>
  void visit_reached(Visit visit) const {
    reached_.visit(visit);
  }

private:
  std::vector<Key> keys_;
  IdMarks reached_;
  BucketQueue<Key, KeyShift> queue_;
  Key limit_ = -1;
};

} // namespace yuntu::geo

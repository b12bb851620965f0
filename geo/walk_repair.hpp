#pragma once

#include "geo/bucket_queue.hpp"
#include "geo/edited_streets.hpp"

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace yuntu::geo {

/// The walk from every vertex to its nearest station as things are, and repaired for edits without
/// searching anew. Every vertex knows its support: the station or the edge by which its shortest
/// walk comes. What an edit takes away loses all that it supports, which then is searched for again
/// from its border; what an edit adds is searched onward only as long as it makes walks shorter.
/// Supports form trees, so that edges without length cannot support each other in a circle.
/// A workspace for one thread; the next repair undoes the last, at the cost of what that touched.
class WalkRepair {
public:
  static constexpr std::int32_t unreached = std::numeric_limits<std::int32_t>::max();

  /// `streets` with nothing edited; the limit is in millimetres, inclusive.
  WalkRepair(EditedStreets const &streets, std::int32_t limit_mm);

  /// `streets` are those it was made with, edited.
  void repair(EditedStreets const &streets);

  /// The graph's; what comes after them are landings.
  [[nodiscard]] std::uint32_t vertex_count() const { return vertex_count_; }
  /// Vertices and landings whose walk may have changed, each once; others have not.
  [[nodiscard]] std::span<VertexId const> touched() const { return touched_; }
  /// Costs; `unreached` above the limit.
  [[nodiscard]] std::int32_t before(VertexId vertex) const { return labels_[vertex].before; }
  [[nodiscard]] std::int32_t now(VertexId vertex) const { return labels_[vertex].now; }
  [[nodiscard]] bool has_changed(VertexId vertex) const {
    return labels_[vertex].now != labels_[vertex].before;
  }
  [[nodiscard]] std::int32_t now_at_landing(std::uint32_t landing, WalkPart part) const {
    return labels_[landing_vertex(landing, part)].now;
  }

private:
  enum Mark : std::uint8_t {
    is_special = 1, ///< an edge at it is closed, bears a station or is private
    is_edited = 2,  ///< an edge at it is edited
    is_touched = 4,
    is_lost = 8,
  };
  static constexpr std::uint32_t by_station = std::uint32_t{1} << 31;
  static constexpr std::uint32_t no_support = ~std::uint32_t{0};

  struct Label {
    std::int32_t before = unreached;
    std::int32_t now = unreached;
    std::uint32_t support = no_support; ///< edge, or station with the bit above
    std::uint8_t marks = 0;

    [[nodiscard]] bool has(unsigned mark) const { return (marks & mark) != 0; }
  };

  void search_all(EditedStreets const &streets);
  void offer_first(VertexId vertex, std::int32_t cost_mm, std::uint32_t support);
  template <typename Visit>
  void visit_ends(EdgeId edge, Visit visit) const;
  [[nodiscard]] VertexId landing_vertex(std::uint32_t landing, WalkPart part) const {
    return vertex_count_ + landing * static_cast<std::uint32_t>(walk_parts.size()) +
           static_cast<std::uint32_t>(part);
  }
  void undo(EditedStreets const &streets);
  void touch(VertexId vertex, unsigned mark) {
    auto &label = labels_[vertex];
    if (!label.has(is_touched)) {
      touched_.push_back(vertex);
    }
    label.marks = static_cast<std::uint8_t>(label.marks | is_touched | mark);
  }
  void lose_support(EditedStreets const &streets);
  void lose_if(VertexId vertex, std::uint32_t support);
  void regain_from_border(EditedStreets const &streets);
  void regain_past_edits(EditedStreets const &streets, VertexId vertex);
  void regain(VertexId vertex, VertexId from, std::int32_t cost_mm);
  void gain_by_edits(EditedStreets const &streets);
  void spread(EditedStreets const &streets);
  void spread_past_edits(EditedStreets const &streets, VertexId vertex, std::int32_t cost_mm);
  void offer_landings(EditedStreets const &streets, EdgeId edge, WalkPart part, VertexId vertex,
                      std::int32_t cost_mm);
  void leave_landing(EditedStreets const &streets, std::uint32_t landing, WalkPart part,
                     std::int32_t cost_mm);
  template <typename Visit>
  void visit_shared(EditedStreets const &streets, VertexId vertex, Visit visit) const;
  void offer_stop(StationStop const &stop);
  /// Whether it is an improvement.
  bool offer(VertexId vertex, std::int32_t cost_mm) {
    auto &label = labels_[vertex];
    if (cost_mm > limit_mm_ || cost_mm >= label.now) {
      return false;
    }
    touch(vertex, 0);
    label.now = cost_mm;
    queue_.push(vertex, cost_mm);
    return true;
  }

  WalkGraph const *graph_;
  std::int32_t limit_mm_;
  std::uint32_t vertex_count_;
  std::vector<Label> labels_; ///< vertices, then landings in each part of a walk
  std::vector<VertexId> touched_;
  std::vector<VertexId> lost_;
  BucketQueue<std::int32_t> queue_;
};

} // namespace yuntu::geo

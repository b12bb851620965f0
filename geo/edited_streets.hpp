#pragma once

#include "geo/served_town.hpp"
#include "geo/street_edit.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace yuntu::geo {

/// A station seen from its edge.
struct StationStop {
  static constexpr std::uint32_t added = ~std::uint32_t{0};

  EdgeId edge = 0;
  std::int32_t along_mm = 0; ///< cost from the edge's `from`
  std::int32_t access_mm = 0;
  std::uint32_t station = added; ///< index among the present ones
};

/// One end of a link seen from its edge. Landings come in pairs: 0 and 1, 2 and 3, ...
struct Landing {
  EdgeId edge = 0;
  std::int32_t along_mm = 0; ///< cost from the edge's `from`
  std::int32_t link_mm = 0;  ///< cost to the landing at the other end

  [[nodiscard]] static std::uint32_t other_end(std::uint32_t landing) { return landing ^ 1U; }
};

/// What is open, where stations are and which links there are, before a list of edits and after it.
/// A workspace for one thread: applying a list forgets the one before, at the cost of what that one
/// touched. Keeps a reference to the graph.
class EditedStreets {
public:
  explicit EditedStreets(ServedTown const &town);

  /// In their order, each to the outcome of those before it. An empty list: as things are.
  /// Throws std::invalid_argument for a station, edge, offset or length that cannot be; then
  /// nothing is edited.
  void apply(std::span<StreetEdit const> edits);

  [[nodiscard]] WalkGraph const &graph() const { return *graph_; }
  [[nodiscard]] bool was_open(EdgeId edge) const { return (marks_[edge] & was_closed) == 0; }
  [[nodiscard]] bool is_open(EdgeId edge) const { return (marks_[edge] & is_closed) == 0; }
  [[nodiscard]] bool has_stops(EdgeId edge) const {
    return (marks_[edge] & (has_present_stop | has_added_stop)) != 0;
  }
  [[nodiscard]] bool has_landings(EdgeId edge) const { return (marks_[edge] & has_landing) != 0; }
  /// Whether everybody may walk through a private street, if it is open.
  [[nodiscard]] bool is_shared(EdgeId edge) const { return (marks_[edge] & is_shared_now) != 0; }
  /// Whether the edge is of that part of a walk, if it is open: public and shared ones are streets,
  /// and shared ones remain their compound's.
  [[nodiscard]] bool is_of(EdgeId edge, WalkPart part) const {
    bool const is_private = graph_->edge(edge).is_private();
    return part == WalkPart::street ? !is_private || is_shared(edge) : is_private;
  }
  /// Whether the link with this landing is.
  [[nodiscard]] bool link_is_of(std::uint32_t landing, WalkPart part) const {
    bool const is_here = is_of(landings_[landing].edge, part);
    bool const is_there = is_of(landings_[Landing::other_end(landing)].edge, part);
    return part == WalkPart::street ? is_here && is_there : is_here || is_there;
  }

  [[nodiscard]] bool is_edited_edge(EdgeId edge) const { return (marks_[edge] & is_edited) != 0; }
  /// Edges that something happened on: closed, opened, shared, a station gone or come, a landing.
  [[nodiscard]] std::span<EdgeId const> edited_edges() const { return edited_; }
  /// Links with an end on a closed edge are left out.
  [[nodiscard]] std::span<Landing const> landings() const { return landings_; }

  /// Every station that stood on the edge before the edits, if the edge was open then.
  [[nodiscard]] std::span<StationStop const> stops_before(EdgeId edge) const {
    return was_open(edge) ? present_on(edge) : std::span<StationStop const>();
  }
  [[nodiscard]] bool is_removed(std::uint32_t station) const { return removed_[station]; }

  /// Calls `visit(StationStop)` for every station on the edge; none when it is closed.
  template <typename Visit>
  void visit_stops(EdgeId edge, Visit visit) const {
    if (!is_open(edge) || !has_stops(edge)) {
      return;
    }
    for (auto const &stop : present_on(edge)) {
      if (!removed_[stop.station]) {
        visit(stop);
      }
    }
    for (auto const &stop : added_) {
      if (stop.edge == edge) {
        visit(stop);
      }
    }
  }

private:
  enum Mark : std::uint8_t {
    was_closed = 1,
    is_closed = 2,
    has_present_stop = 4,
    has_added_stop = 8,
    has_landing = 16,
    is_edited = 32,
    is_shared_now = 64,
  };

  void forget();
  void apply_one(AddedStation const &edit);
  void apply_one(MovedStation const &edit);
  void apply_one(RemovedStation const &edit);
  void apply_one(ClosedStreet const &edit);
  void apply_one(OpenedStreet const &edit);
  void apply_one(AddedLink const &edit);
  void apply_one(OpenedCompound const &edit);
  void remove(std::uint32_t station);
  void land_links();
  void mark(EdgeId edge, std::uint8_t marks);
  void check_edge(EdgeId edge) const;
  void check_point(StreetPoint const &point) const;
  [[nodiscard]] StationStop stop_at(StreetPoint const &point, std::uint32_t station) const;
  [[nodiscard]] std::span<StationStop const> present_on(EdgeId edge) const;

  WalkGraph const *graph_;
  std::vector<std::uint8_t> marks_;  ///< by edge, and by gate: these are open
  std::vector<StationStop> present_; ///< by edge
  /// By station: where it stands in `present_`, or nowhere.
  std::vector<std::optional<EdgeId>> station_edge_;
  std::vector<std::uint8_t> removed_; ///< by station
  std::vector<std::uint32_t> removed_list_;
  std::vector<StationStop> added_;
  std::vector<AddedLink> links_;
  std::vector<Landing> landings_;
  std::vector<EdgeId> edited_;
};

} // namespace yuntu::geo

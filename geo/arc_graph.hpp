#pragma once

#include "geo/polygon.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <unordered_set>
#include <utility>
#include <vector>

namespace yuntu::geo {

/// A ring (closed: the first point repeated at the end), or a line, whose ends mean something even
/// when it comes back to where it began.
struct Chain {
  enum class Kind : std::uint8_t { ring, line };
  std::span<LonLat const> points;
  Kind kind = Kind::ring;
};

/// Rings and lines laid over one another: every place once, every piece between two places once,
/// whoever runs along it. A corner lies inside an arc (it has two neighbours, and all that come
/// along one side go on along the other); every other place is a node and stays. Corners can be
/// taken out, which joins their neighbours.
class ArcGraph {
public:
  using Vertex = std::uint32_t;

  /// Ends of lines are nodes.
  explicit ArcGraph(std::span<Chain const> chains);

  [[nodiscard]] std::size_t size() const { return places_.size(); }
  [[nodiscard]] LonLat place(Vertex vertex) const { return places_[vertex]; }
  /// nullopt: no chain has a vertex there.
  [[nodiscard]] std::optional<Vertex> find(LonLat place) const;

  [[nodiscard]] bool is_corner(Vertex vertex) const { return is_corner_[vertex]; }
  [[nodiscard]] bool is_taken(Vertex vertex) const { return is_taken_[vertex]; }
  /// Of a corner that is not taken out: what it is joined to now.
  [[nodiscard]] std::array<Vertex, 2> neighbours(Vertex corner) const { return now_[corner]; }
  [[nodiscard]] bool are_joined(Vertex a, Vertex b) const;
  /// A corner whose neighbours are not joined.
  void take_out(Vertex corner);

  /// Calls `visit(Vertex)` for every place that was taken out between the corner's neighbours.
  template <typename Visit>
  void visit_taken_around(Vertex corner, Visit visit) const {
    for (auto const start : before_[corner]) {
      auto from = corner;
      auto at = start;
      while (is_taken_[at]) {
        visit(at);
        auto const next = before_[at][0] == from ? before_[at][1] : before_[at][0];
        from = at;
        at = next;
      }
    }
  }

private:
  using Piece = std::pair<Vertex, Vertex>;
  [[nodiscard]] Vertex vertex_at(LonLat place) const;
  void join(std::span<Chain const> chains);
  static std::uint64_t key_of(Vertex a, Vertex b);

  std::vector<LonLat> places_; ///< ascending
  std::vector<bool> is_corner_;
  std::vector<bool> is_taken_;
  std::vector<std::array<Vertex, 2>> before_; ///< of corners, when nothing was taken out
  std::vector<std::array<Vertex, 2>> now_;
  std::unordered_set<std::uint64_t> joined_nodes_;
};

} // namespace yuntu::geo

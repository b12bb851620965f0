#pragma once

#include "geo/envelope.hpp"
#include "geo/polygon.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace yuntu::geo {

/// Which area of one layer covers a point: a grid of square cells. A cell that no border touches
/// knows its area. Another holds, for each area that may be meant, the edges that touch the cell
/// and whether one point of it, the anchor, lies inside: how often the way from there to the point
/// crosses those edges tells the rest. In whole numbers, so the answer is exact (see predicates).
/// Immutable, any thread. It keeps nothing of what it was made from.
class AreaCells {
public:
  static constexpr std::uint32_t nowhere = UINT32_MAX;
  static constexpr std::uint32_t largest_payload = UINT32_MAX / 2 - 1;

  struct Member {
    Polygon const *polygon; ///< valid
    std::uint32_t payload;  ///< what find() says; at most largest_payload
  };

  /// Of those that cover a point: `all` takes room for each, and larger cells where that is much.
  enum class Keep : std::uint8_t { first, all };

  AreaCells() = default; ///< of nothing
  explicit AreaCells(std::span<Member const> members, Keep keep = Keep::first);

  /// The payload of the first member that covers p, border included; nowhere: none does.
  [[nodiscard]] std::uint32_t find(LonLat p) const;
  /// Adds the payload of each that covers p, in the members' order. Kept all, or the first only.
  void find_all(LonLat p, std::vector<std::uint32_t> &payloads) const;
  /// Does a border pass within the radius? `radius_m` finite and above 0, good to 100 km.
  [[nodiscard]] bool has_border_within(LonLat p, double radius_m) const;

  // find() in three steps, so that one point's memory is fetched while another's is at work.
  [[nodiscard]] std::size_t cell_of(LonLat p) const; ///< asks for the cell; no_cell outside
  [[nodiscard]] std::uint32_t word_of(std::size_t cell) const; ///< asks for what it points to
  [[nodiscard]] std::uint32_t find_in(std::size_t cell, std::uint32_t word, LonLat p) const;
  static constexpr std::size_t no_cell = SIZE_MAX;

  [[nodiscard]] bool is_empty() const { return extent_.is_empty(); }
  [[nodiscard]] std::size_t bytes() const; ///< that it holds

private:
  friend class AreaCellsBuilder;

  // A cell's word is 0: in no area; odd: wholly in the area with the payload word / 2; else the
  // cell's run starts at words_[word / 2].
  //
  // A run is one candidate after another, the first that covers wins:
  //   payload * 2 + (1 in the last)
  //   words of points * 4 + (2 when wide) + (1 when the anchor is inside)
  // and, unless there are no points (then all of the cell is as the anchor),
  //   the box of the candidate in 1/256 of the cell: west, south, east, north, a byte each
  //   the anchor as a narrow point
  //   chains of points, each chain ended by a break
  // A narrow point is x, y as 16 bits each from the cell's middle; a wide one two words, 1e-7
  // degrees.
  /// Calls visit(payload) for each candidate of the run that covers p until it says false.
  template <typename Visit>
  void visit_run(std::size_t cell, std::uint32_t word, LonLat p, Visit const &visit) const;
  [[nodiscard]] std::uint32_t column_of(std::int64_t lon_e7) const {
    return static_cast<std::uint32_t>(lon_e7 - extent_.west) >> shift_;
  }
  [[nodiscard]] std::uint32_t row_of(std::int64_t lat_e7) const {
    return static_cast<std::uint32_t>(lat_e7 - extent_.south) >> shift_;
  }
  [[nodiscard]] std::int64_t middle_x(std::size_t cell) const;
  [[nodiscard]] std::int64_t middle_y(std::size_t cell) const;

  Envelope extent_;
  unsigned shift_ = 0; ///< cells are 2^shift units wide and high
  std::uint32_t columns_ = 0;
  std::uint32_t rows_ = 0;
  std::vector<std::uint32_t> cells_;
  std::vector<std::uint32_t> words_; ///< the first is not used
};

} // namespace yuntu::geo

#pragma once

#include "geo/area_cells.hpp"
#include "geo/cell_point.hpp"

#include <compare>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace yuntu::geo {

/// Deals members of one layer of AreaCells out to the cells of its grid. Each is followed row by
/// row along its box, from an anchor to the next; the time grows with the cells and edges it
/// touches. One thread; several may work for the same AreaCells.
class CellPlacer {
public:
  using Member = AreaCells::Member;
  /// A member in a cell. `words` is whole or the place of its candidate in staged().
  struct Placed {
    std::uint32_t cell;
    std::uint32_t words;
    std::uint32_t payload;
  };
  static constexpr std::uint32_t whole = UINT32_MAX;

  /// Of `cells` the measures are looked at.
  CellPlacer(AreaCells const &cells, AreaCells::Keep keep) : cells_(cells), keep_(keep) {}

  /// Once. False: there are more than `most_placed`.
  bool place_all(std::span<Member const> members, std::size_t most_placed);

  [[nodiscard]] std::vector<Placed> &placed() { return placed_; }
  [[nodiscard]] std::vector<std::uint32_t> const &staged() const { return staged_; }
  /// That it takes in a run.
  [[nodiscard]] std::size_t words_of(Placed const &placed) const;

private:
  /// The cells of a member's box.
  struct Window {
    std::uint32_t west;
    std::uint32_t south;
    std::uint32_t width;
    std::uint32_t height;
  };
  /// An edge that touches a cell. An edge is the place of its end in `corners_`.
  struct Touch {
    std::uint32_t cell; ///< of the window
    std::uint32_t edge;
    friend auto operator<=>(Touch const &, Touch const &) = default;
  };
  using Touches = std::span<Touch const>;
  /// Where the way along a row has come to.
  struct Stand {
    CellPoint anchor;
    bool is_inside;
    Touches edges; ///< of the anchor's cell
  };

  [[nodiscard]] AreaCells::Measures const &measures() const { return cells_.measures(); }
  void place(Member const &member);
  void take_ring(Ring const &ring);
  void touch(Window const &window, std::uint32_t edge);
  void follow_row(Window const &window, std::uint32_t row, Touches touches, Envelope const &box,
                  std::uint32_t payload);
  [[nodiscard]] CellPoint middle_of(std::uint32_t column, std::uint32_t row) const;
  [[nodiscard]] CellPoint anchor_in(CellPoint middle, Touches edges) const;
  [[nodiscard]] bool is_on_edge(CellPoint p, Touches edges) const;
  [[nodiscard]] bool is_inside(Stand const &from, CellPoint anchor, Touches edges) const;
  void stage(Stand const &stand, CellPoint middle, Envelope const &box, std::uint32_t payload);

  AreaCells const &cells_;
  AreaCells::Keep keep_;
  std::vector<Placed> placed_;
  std::vector<bool> settled_; ///< cells: nothing behind what is placed there is ever asked
  std::vector<std::uint32_t> staged_;
  // Of one member.
  std::size_t layer_ = 0;
  std::vector<CellPoint> corners_;
  std::vector<std::uint32_t> edges_;
  std::vector<Touch> touches_;
};

} // namespace yuntu::geo

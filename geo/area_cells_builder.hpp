#pragma once

#include "geo/area_cells.hpp"
#include "geo/cell_point.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace yuntu::geo {

/// Makes AreaCells. Each member is followed row by row along its box, from an anchor to the next;
/// the time grows with the cells and edges it touches.
class AreaCellsBuilder {
public:
  using Member = AreaCells::Member;

  AreaCellsBuilder(AreaCells &cells, AreaCells::Keep keep) : cells_(cells), keep_(keep) {}
  void build(std::span<Member const> members);

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
  /// A member in a cell. `words` is whole or the place of its candidate in `staged_`.
  struct Placed {
    std::uint32_t cell;
    std::uint32_t words;
    std::uint32_t payload;
  };
  static constexpr std::uint32_t whole = UINT32_MAX;
  /// Where the way along a row has come to.
  struct Stand {
    CellPoint anchor;
    bool is_inside;
    Touches edges; ///< of the anchor's cell
  };

  [[nodiscard]] std::size_t take_extent(std::span<Member const> members);
  void measure(std::size_t most_cells);
  bool place_all(std::span<Member const> members, std::size_t most_placed);
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
  void fill();

  AreaCells &cells_;
  AreaCells::Keep keep_;
  std::vector<Placed> placed_;
  std::vector<bool> settled_; ///< cells: nothing behind what is placed there is ever asked
  std::vector<std::uint32_t> staged_;
  // Of one member.
  std::vector<CellPoint> corners_;
  std::vector<std::uint32_t> edges_;
  std::vector<Touch> touches_;
};

} // namespace yuntu::geo

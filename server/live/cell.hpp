#pragma once

#include "geo/lon_lat.hpp"
#include "server/protocol/client_messages.hpp"

#include <algorithm>
#include <compare>
#include <cstdint>
#include <vector>

namespace yuntu::live {

/// What a viewport is cut into: Web Mercator tiles of zoom 14, about 2 km a side in China.
inline constexpr std::uint8_t cell_zoom = 14;
inline constexpr std::uint32_t cells_a_side = 1U << cell_zoom;

/// On the wire: zoom * 2^56 + x * 2^28 + y.
struct Cell {
  std::uint32_t x = 0;
  std::uint32_t y = 0;

  [[nodiscard]] constexpr std::uint64_t packed() const {
    return (std::uint64_t{cell_zoom} << 56U) | (std::uint64_t{x} << 28U) | y;
  }
  friend auto operator<=>(Cell const &, Cell const &) = default;
};

[[nodiscard]] Cell cell_at(geo::LonLat place);

/// The cells a box touches, as a rectangle; both corners belong to it.
struct CellRange {
  Cell first;
  Cell last;

  [[nodiscard]] constexpr bool covers(Cell cell) const {
    return cell.x >= first.x && cell.x <= last.x && cell.y >= first.y && cell.y <= last.y;
  }
  [[nodiscard]] constexpr std::uint64_t size() const {
    return std::uint64_t{last.x - first.x + 1} * (last.y - first.y + 1);
  }
  friend bool operator==(CellRange const &, CellRange const &) = default;
};
inline constexpr CellRange all_cells{{0, 0}, {cells_a_side - 1, cells_a_side - 1}};

[[nodiscard]] CellRange cells_of(protocol::ViewBox const &box);

/// What both have: none or one rectangle.
[[nodiscard]] std::vector<CellRange> common(CellRange const &a, CellRange const &b);
/// What `a` has and `b` has not: at most four rectangles, none of which overlap.
[[nodiscard]] std::vector<CellRange> difference(CellRange const &a, CellRange const &b);

} // namespace yuntu::live

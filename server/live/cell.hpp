#pragma once

#include "geo/lon_lat.hpp"
#include "server/model/audience.hpp"
#include "server/protocol/client_messages.hpp"

#include <compare>
#include <cstdint>

namespace yuntu::live {

/// What a viewport is cut into: Web Mercator tiles of zoom 14, about 2 km a side in China.
inline constexpr std::uint8_t cell_zoom = 14;

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

/// The cells a box touches, as a rectangle.
struct CellRange {
  Cell first;
  Cell last;

  [[nodiscard]] constexpr bool covers(Cell cell) const {
    return cell.x >= first.x && cell.x <= last.x && cell.y >= first.y && cell.y <= last.y;
  }
};
[[nodiscard]] CellRange cells_of(protocol::ViewBox const &box);

/// What is encoded once and shared: the things of one cell that the same people may see.
struct BlockKey {
  Cell cell;
  model::Audience audience;
  friend auto operator<=>(BlockKey const &, BlockKey const &) = default;
};

} // namespace yuntu::live

#pragma once

#include <cstdint>
#include <utility>

namespace yuntu::geo {

/// Position of a cell of a 65,536 x 65,536 square along the Hilbert curve: cells that are near on
/// the ground are mostly near on the curve.
[[nodiscard]] constexpr std::uint32_t hilbert_position(std::uint32_t column, std::uint32_t row) {
  std::uint32_t position = 0;
  for (std::uint32_t side = 1U << 15; side > 0; side >>= 1) {
    std::uint32_t const right = (column & side) != 0 ? 1 : 0;
    std::uint32_t const upper = (row & side) != 0 ? 1 : 0;
    position += side * side * ((3 * right) ^ upper);
    if (upper == 0) {
      if (right == 1) {
        column = 0xFFFF - column;
        row = 0xFFFF - row;
      }
      std::swap(column, row);
    }
  }
  return position;
}

} // namespace yuntu::geo

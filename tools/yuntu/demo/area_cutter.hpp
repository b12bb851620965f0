#pragma once

#include "tools/yuntu/demo/built_block.hpp"

#include <cstddef>
#include <vector>

namespace yuntu::demo {

/// A micro-grid to be: its border, what stands in it.
struct Piece {
  Chain ring;                     ///< resolve before use
  std::size_t block = 0;          ///< index of the built block it lies in
  std::vector<std::size_t> plots; ///< indices in that block's layout
};

/// Cuts every block into micro-grids, definition.microgrids in all, shared out by households.
/// Cuts are straight, run between buildings with a metre to spare, and end at vertices shared with
/// the neighbours. Throws std::runtime_error when no such cut exists.
[[nodiscard]] std::vector<Piece> cut_microgrids(int microgrids, StreetPlan &plan,
                                                std::vector<BuiltBlock> const &blocks);

} // namespace yuntu::demo

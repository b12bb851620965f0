#pragma once

#include "tools/yuntu/demo/built_block.hpp"
#include "tools/yuntu/demo/grid_shares.hpp"

#include <cstddef>
#include <vector>

namespace yuntu::demo {

/// A micro-grid to be: its border, what stands in it.
struct Piece {
  Chain ring;                     ///< resolve before use
  std::size_t block = no_index;   ///< index of the built block it lies in; none in a corridor
  std::size_t grid = 0;           ///< index in the grids' shares
  std::vector<std::size_t> plots; ///< indices in that block's layout
};

/// How much work a building gives to who looks after it.
[[nodiscard]] double weight_of(Plot const &plot);

/// Cuts every block into its grids and these into micro-grids, `microgrids` in all with one for
/// each face of a corridor, the rest shared out by households. Cuts are straight, run between
/// buildings with a metre to spare, and end at vertices shared with the neighbours. A corridor's
/// face goes to the grid with which it shares most of its border. Throws std::runtime_error when
/// there are no such cuts.
[[nodiscard]] std::vector<Piece> cut_microgrids(int microgrids, GridShares const &shares,
                                                StreetPlan &plan,
                                                std::vector<BuiltBlock> const &blocks);

} // namespace yuntu::demo

#pragma once

#include "tools/yuntu/demo/built_block.hpp"

#include <cstddef>
#include <vector>

namespace yuntu::demo {

/// Which grids are to be, and what goes into them: whole blocks that were one piece of land before
/// the streets cut it, or parts of one large block.
struct GridShares {
  std::vector<std::size_t> community_of_grid;     ///< index in the plan
  std::vector<std::vector<std::size_t>> of_block; ///< grids of each block, one at least
};

/// definition.grids in all, shared out by households. Where there are enough, each estate has grids
/// of its own, and a school, a market's halls or a park has one to itself. Throws
/// std::runtime_error when there are too few or too many for the land.
[[nodiscard]] GridShares share_out_grids(int grids, StreetPlan const &plan,
                                         std::vector<BuiltBlock> const &blocks);

} // namespace yuntu::demo

#pragma once

#include "tools/yuntu/demo/estate_register.hpp"

#include <vector>

namespace yuntu::demo {

/// Streets, paths on river banks, then footpaths block by block, as lines that share a vertex
/// wherever they meet.
[[nodiscard]] std::vector<WalkLine> draw_walks(StreetPlan const &plan,
                                               std::vector<BuiltBlock> const &blocks,
                                               EstateRegister const &estates);

} // namespace yuntu::demo

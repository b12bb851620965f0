#pragma once

#include "tools/yuntu/demo/block_layout.hpp"

#include <optional>
#include <string>
#include <vector>

namespace yuntu::demo {

/// A block with what stands in it. Everything in plan coordinates but the chains.
struct BuiltBlock {
  Chain ring; ///< as in the street plan; resolve before use
  std::size_t grid = 0;
  BlockKind kind = BlockKind::walkup;
  BlockFrame frame;
  PlanRing parcel;
  Layout layout;
  std::optional<geo::LonLat> gate; ///< gated blocks
};

/// Decides what each block becomes and builds it up, to exactly definition.buildings in all. Adds
/// a vertex to the plan's seams wherever a path joins a street. Throws std::runtime_error when
/// the land does not hold that many.
[[nodiscard]] std::vector<BuiltBlock> build_blocks(DemoDefinition const &definition,
                                                   StreetPlan &plan, Random &random);

} // namespace yuntu::demo

#pragma once

#include "tools/yuntu/demo/block_layout.hpp"

#include <optional>
#include <string>
#include <vector>

namespace yuntu::demo {

/// A block with what stands in it. Everything in plan coordinates but the chains.
struct BuiltBlock {
  Chain ring; ///< as in the street plan; resolve before use
  std::size_t site = 0;
  BlockKind kind = BlockKind::walkup;
  BlockFrame frame;
  Layout layout;
  std::optional<geo::LonLat> gate; ///< gated blocks
};

/// A site with what it became.
struct BuiltSite {
  BlockKind kind = BlockKind::walkup;
  PlanRing land;      ///< inside the pavements of its streets, plan coordinates
  MetricPoint middle; ///< plan coordinates
};

struct BuiltLand {
  std::vector<BuiltSite> sites;   ///< parallel to plan.sites
  std::vector<BuiltBlock> blocks; ///< parallel to plan.blocks
};

[[nodiscard]] constexpr bool is_gated(BlockKind kind) {
  return kind == BlockKind::gated_tower || kind == BlockKind::gated_midrise;
}

/// Decides what each site becomes, cuts it into blocks along lanes and builds them up, to exactly
/// definition.buildings in all. Adds a vertex to the plan's seams wherever a path joins a street.
/// Throws std::runtime_error when the land does not hold that many.
[[nodiscard]] BuiltLand build_land(DemoDefinition const &definition, StreetPlan &plan,
                                   Random &random);

} // namespace yuntu::demo

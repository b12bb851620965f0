#pragma once

#include "geo/local_frame.hpp"
#include "tools/yuntu/demo/definition.hpp"
#include "tools/yuntu/demo/plan_geometry.hpp"
#include "tools/yuntu/demo/random.hpp"
#include "tools/yuntu/demo/seams.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace yuntu::demo {

enum class StreetRank { primary, secondary, tertiary, residential };

/// Metres from the middle of the street to the walls behind its pavement.
[[nodiscard]] double half_width_m(StreetRank rank);

struct Street {
  std::string name;
  StreetRank rank = StreetRank::residential;
  Chain line; ///< middle of the street; resolve through the plan's seams before drawing
};

/// Land between streets, up to their middle lines.
struct Block {
  Chain ring;
  std::size_t grid = 0; ///< index in StreetPlan::grids
};

/// Streets first: the community is cut into grids along its streets, the grids into blocks along
/// lesser streets. Every border inside the community is a street's middle line.
struct StreetPlan {
  geo::LocalFrame frame;
  MetricPoint east; ///< the town's own east, length 1
  Seams seams;
  Chain outline;
  std::vector<Chain> grids;
  std::vector<Block> blocks;
  std::vector<Street> streets;
  PlanRing river;
};

[[nodiscard]] StreetPlan plan_streets(DemoDefinition const &definition, Random &random);

/// The ring's vertex nearest to a point, if one lies within `reach_m` metres.
[[nodiscard]] std::optional<geo::LonLat>
vertex_near(geo::LocalFrame const &frame, Chain const &ring, MetricPoint point, double reach_m);
/// Puts a vertex where a line meets edge hit.edge of a *resolved* ring, or takes a vertex already
/// there within `reuse_m` metres: two corners a few metres apart are one corner in a town.
[[nodiscard]] geo::LonLat place_vertex(StreetPlan &plan, Chain const &ring, RayHit const &hit,
                                       double reuse_m);
[[nodiscard]] PlanRing to_plan(geo::LocalFrame const &frame, Chain const &chain);
[[nodiscard]] Chain to_chain(geo::LocalFrame const &frame, PlanLine const &line);

} // namespace yuntu::demo

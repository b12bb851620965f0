#pragma once

#include "geo/local_frame.hpp"
#include "tools/yuntu/demo/definition.hpp"
#include "tools/yuntu/demo/plan_geometry.hpp"
#include "tools/yuntu/demo/random.hpp"
#include "tools/yuntu/demo/seams.hpp"

#include <array>
#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace yuntu::demo {

enum class StreetRank { primary, secondary, tertiary, residential };

/// Metres from the middle of the street to the walls behind its pavement.
[[nodiscard]] double half_width_m(StreetRank rank);

struct Street {
  std::string name; ///< empty: a lane within a site
  StreetRank rank = StreetRank::residential;
  Chain line; ///< middle of the street; resolve through the plan's seams before drawing
  bool is_bridge = false;
};

constexpr std::size_t no_index = std::numeric_limits<std::size_t>::max();

/// How a community was cut, as a binary tree: a node was cut in two, or it is a block. The node of
/// a site has its blocks under it.
struct LandNode {
  std::array<std::size_t, 2> parts{no_index, no_index}; ///< nodes; none for a leaf
  std::size_t site = no_index;                          ///< of a site's node and those under it
  std::size_t block = no_index;                         ///< of a leaf, once lanes are cut
};

struct CommunityLand {
  std::size_t subdistrict = 0; ///< index in the definition
  std::size_t node = 0;        ///< index in StreetPlan::nodes
};

/// Land between named streets, up to their middle lines: an estate or a park to be.
struct Site {
  Chain ring;
  std::size_t community = 0;
  std::size_t node = 0;
};

/// Land between streets and lanes, up to their middle lines.
struct Block {
  Chain ring;
  std::size_t site = 0;
};

/// A railway's or river's band between two streets. Chains run from west to east.
struct Corridor {
  CorridorKind kind = CorridorKind::river;
  std::string name;
  std::array<Chain, 2> streets; ///< north and south
  Chain middle;                 ///< the first and last vertex lie on the ring road
  std::vector<Chain> faces;     ///< the band cut into pieces, borders of micro-grids to be
  std::size_t owner = 0;        ///< on which of the streets the grids lie that have the faces
};

struct FootLine {
  std::string highway;
  Chain line;
};

/// Streets first: every border inside a community that is not a corridor's is the middle line of a
/// street or lane.
struct StreetPlan {
  geo::LocalFrame frame;
  MetricPoint east; ///< the town's own east, length 1
  Seams seams;
  Chain outline;
  std::vector<Corridor> corridors;
  std::vector<LandNode> nodes;
  std::vector<CommunityLand> communities;
  std::vector<Site> sites;
  std::vector<Block> blocks; ///< once lanes are cut
  std::vector<Street> streets;
  std::vector<FootLine> promenades;
  PlanRing river; ///< empty: none
};

/// Everything but lanes and blocks.
[[nodiscard]] StreetPlan plan_streets(DemoDefinition const &definition, Random &random);
/// Cuts each site into as many blocks as its kind wants; `kinds` is parallel to plan.sites.
void cut_lanes(StreetPlan &plan, std::vector<BlockKind> const &kinds, Random &random);

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

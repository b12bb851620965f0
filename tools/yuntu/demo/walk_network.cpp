#include "tools/yuntu/demo/walk_network.hpp"

namespace yuntu::demo {
namespace {

std::string highway_of(StreetRank rank) {
  switch (rank) {
  case StreetRank::primary:
    return "primary";
  case StreetRank::secondary:
    return "secondary";
  case StreetRank::tertiary:
    return "tertiary";
  case StreetRank::residential:
    break;
  }
  return "residential";
}

} // namespace

std::vector<WalkLine> draw_walks(StreetPlan const &plan, std::vector<BuiltBlock> const &blocks,
                                 EstateRegister const &estates) {
  std::vector<WalkLine> walks;
  for (Street const &street : plan.streets) {
    WalkLine walk;
    walk.name = street.name;
    walk.highway = highway_of(street.rank);
    walk.line = plan.seams.resolve_line(street.line);
    walk.is_bridge = street.is_bridge;
    walks.push_back(std::move(walk));
  }
  for (FootLine const &path : plan.promenades) {
    WalkLine walk;
    walk.highway = path.highway;
    walk.line = path.line;
    walks.push_back(std::move(walk));
  }
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    for (PlanPath const &path : blocks[i].layout.paths) {
      WalkLine walk;
      walk.highway = path.highway;
      walk.line = to_chain(plan.frame, path.points);
      if (is_gated(blocks[i].kind)) {
        // Who lives there, or visits, walks there; nobody walks through.
        walk.access = "private";
        walk.estate = estates.code_of_site(blocks[i].site);
      }
      walks.push_back(std::move(walk));
    }
  }
  return walks;
}

} // namespace yuntu::demo

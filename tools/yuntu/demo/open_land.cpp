#include "tools/yuntu/demo/open_land.hpp"

namespace yuntu::demo {
namespace {

geo::Polygon polygon_of(geo::LocalFrame const &frame, PlanRing const &ring) {
  geo::Polygon polygon;
  Chain const chain = to_chain(frame, ring);
  polygon.outer.assign(chain.begin(), chain.end());
  polygon.outer.push_back(chain.front());
  return polygon;
}

std::string river_name(DemoDefinition const &definition, StreetPlan const &plan) {
  for (Corridor const &corridor : plan.corridors) {
    if (corridor.kind == CorridorKind::river) {
      return corridor.name;
    }
  }
  return definition.perimeter.outer_river;
}

} // namespace

std::vector<Railway> draw_railways(StreetPlan const &plan) {
  constexpr double beyond_m = 190;
  std::vector<Railway> railways;
  for (Corridor const &corridor : plan.corridors) {
    if (corridor.kind != CorridorKind::railway) {
      continue;
    }
    PlanLine const line = to_plan(plan.frame, corridor.middle);
    Railway railway{corridor.name, corridor.middle};
    MetricPoint const west = line[0] + beyond_m * unit(line[0] - line[1]);
    MetricPoint const east = line.back() + beyond_m * unit(line.back() - line[line.size() - 2]);
    railway.line.insert(railway.line.begin(), plan.frame.to_lon_lat(west));
    railway.line.push_back(plan.frame.to_lon_lat(east));
    railways.push_back(std::move(railway));
  }
  return railways;
}

std::vector<LandUse> railway_land(StreetPlan const &plan) {
  std::vector<LandUse> uses;
  for (Corridor const &corridor : plan.corridors) {
    if (corridor.kind != CorridorKind::railway) {
      continue;
    }
    PlanLine const north = to_plan(plan.frame, corridor.streets[0]);
    PlanLine const south = to_plan(plan.frame, corridor.streets[1]);
    PlanRing land;
    PlanLine back;
    for (std::size_t i = 0; i < north.size(); ++i) {
      double const width = length(north[i] - south[i]);
      double const street = half_width_m(StreetRank::tertiary) / width;
      land.push_back(south[i] + street * (north[i] - south[i]));
      back.push_back(north[i] + street * (south[i] - north[i]));
    }
    land.insert(land.end(), back.rbegin(), back.rend());
    uses.push_back({"railway", corridor.name, polygon_of(plan.frame, land)});
  }
  return uses;
}

std::vector<Water> draw_waters(DemoDefinition const &definition, StreetPlan const &plan,
                               BuiltLand const &land) {
  std::vector<Water> waters;
  if (!plan.river.empty()) {
    waters.push_back({river_name(definition, plan), polygon_of(plan.frame, plan.river)});
  }
  auto const &names = definition.names.ponds;
  std::size_t ponds = 0;
  for (BuiltBlock const &block : land.blocks) {
    for (PlanRing const &pond : block.layout.ponds) {
      waters.push_back({names[ponds % names.size()], polygon_of(plan.frame, pond)});
      ++ponds;
    }
  }
  return waters;
}

} // namespace yuntu::demo

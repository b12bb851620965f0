#pragma once

#include "geo/polygon.hpp"
#include "server/model/layer.hpp"
#include "server/protocol/people_count.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace yuntu::services {

/// A building as somewhere people set out from. Parts with one code are one building.
struct WalkBuilding {
  std::string code;
  std::int64_t households = 0;          ///< 0 when the layer does not say
  std::int64_t older = 0;               ///< people of 60 and more; 0 when the layer does not say
  std::vector<std::uint32_t> parts;     ///< features of the building layer
  std::vector<geo::LonLat> entrances{}; ///< where its walks begin; none known: at its outline
};

[[nodiscard]] inline protocol::PeopleCount people_of(WalkBuilding const &building) {
  return {1, building.households, building.older};
}

struct WalkBuildings {
  std::vector<geo::Polygon> outlines; ///< by feature of the building layer
  std::vector<WalkBuilding> list;
  std::int64_t households = 0;
  bool tells_older = false; ///< some building says how many older people live in it
};

/// An entrance farther from its building than this has the wrong code or the wrong place, and is
/// none.
inline constexpr double farthest_entrance_m = 50;

/// An entrance that names no building (OpenStreetMap's) is of the one whose outline it is so near.
inline constexpr double entrance_on_wall_m = 0.5;

/// Either layer may be null; entrances name their building by its code.
[[nodiscard]] WalkBuildings read_walk_buildings(model::LayerVersion const *buildings,
                                                model::LayerVersion const *entrances);

} // namespace yuntu::services

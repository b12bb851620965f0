#pragma once

#include "tools/yuntu/demo/plan_geometry.hpp"
#include "tools/yuntu/demo/random.hpp"

#include <string>
#include <vector>

namespace yuntu::demo {

enum class BuildingUse { flats, house, shop, school, market, works };

/// A building to be, before it has a code and a name.
struct Plot {
  PlanRing ring;
  BuildingUse use = BuildingUse::flats;
  int floors = 1;
  int units = 1; ///< staircases
  int households = 0;
  std::string street = {}; ///< shops: the street they open to
};

/// A path inside a block. An end that reaches the street is carried on, straight, until it meets
/// the middle line of the street around the block.
struct PlanPath {
  PlanLine points;
  std::string highway; ///< as OpenStreetMap would tag it
  bool front_reaches_street = false;
  bool back_reaches_street = false;
};

/// What stands in one block. Coordinates are the block's own: metres, "east" along its rows.
struct Layout {
  std::vector<Plot> plots;
  std::vector<PlanPath> paths;
  std::vector<PlanRing> ponds;
};

/// Does a ring keep `clear_m` metres from everything in the layout?
[[nodiscard]] bool is_clear(PlanRing const &ring, Layout const &layout, double clear_m);
/// Is a ring at least `margin_m` metres inside a convex one?
[[nodiscard]] bool is_within(PlanRing const &ring, PlanRing const &convex, double margin_m);

} // namespace yuntu::demo

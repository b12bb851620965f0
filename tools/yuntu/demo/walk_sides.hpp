#pragma once

#include "geo/box_index.hpp"
#include "tools/yuntu/demo/town.hpp"
#include "tools/yuntu/demo/walls.hpp"

#include <optional>
#include <utility>
#include <vector>

namespace yuntu::demo {

/// A public street with traffic or shops, not a footpath, steps or a walled estate's own way.
[[nodiscard]] bool is_street(WalkLine const &walk);

/// The nearest point of a street or footpath.
struct WalkSight {
  std::size_t walk = 0; ///< its place among the town's walks
  geo::LonLat nearest;
  double distance_m = 0;
};

/// A wall that looks at a street across open ground.
struct StreetFront {
  Wall wall;
  WalkSight street;
};

/// Which way buildings look. Keeps a reference to the town.
class WalkSides {
public:
  explicit WalkSides(DemoTown const &town);

  /// Of the long walls the one nearest to a street or footpath, where the doors are. The
  /// longest when there is no walk within 200 m.
  [[nodiscard]] Wall door_wall(Building const &building) const;
  /// Walls of at least 4 m with a street within 25 m before them and no building between, in ring
  /// order.
  [[nodiscard]] std::vector<StreetFront> street_fronts(Building const &building) const;

private:
  struct Segment {
    std::size_t walk = 0;
    geo::LonLat a, b;
  };
  enum class Side { any, outer };

  [[nodiscard]] std::optional<WalkSight> nearest(Wall const &wall, double reach_m, Side side) const;
  [[nodiscard]] bool is_open(Building const &from, geo::LonLat a, geo::LonLat b) const;

  DemoTown const &town_;
  std::vector<Segment> segments_;
  geo::BoxIndex segment_boxes_;
  geo::BoxIndex building_boxes_;
};

} // namespace yuntu::demo

#pragma once

#include "geo/box_index.hpp"
#include "tools/yuntu/demo/town.hpp"

#include <optional>
#include <vector>

namespace yuntu::demo {

[[nodiscard]] double floor_area_m2(Building const &building);

/// Which building stands at a point. Keeps a reference to the buildings.
class FootprintIndex {
public:
  explicit FootprintIndex(std::vector<Building> const &buildings);
  /// Its place in the list; the first when several cover the point.
  [[nodiscard]] std::optional<std::size_t> building_at(geo::LonLat point) const;

private:
  std::vector<Building> const &buildings_;
  geo::BoxIndex boxes_;
};

} // namespace yuntu::demo

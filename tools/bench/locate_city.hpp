#pragma once

#include "geo/area_shape.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace yuntu::bench {

/// The made-up county's grids and micro-grids with buildings in them, 4 to 12 corners each, the
/// same number in every micro-grid; a building keeps to its own micro-grid but for the jags of the
/// border. Layers as model::AreaLevel numbers them; payloads count all shapes from 0.
struct LocateCity {
  std::vector<geo::AreaShape> shapes;
  std::vector<std::uint32_t> microgrid_of; ///< by payload: the parent's payload of buildings
  std::vector<std::uint32_t> grid_of;      ///< by payload: of buildings and micro-grids
};

inline constexpr std::uint8_t grid_layer = 3;
inline constexpr std::uint8_t microgrid_layer = 4;
inline constexpr std::uint8_t building_layer = 5;

/// `buildings` is rounded down to a multiple of 10,000.
[[nodiscard]] LocateCity locate_city(std::size_t buildings, unsigned seed);

/// Half anywhere in the county, half inside the box of a building.
[[nodiscard]] std::vector<geo::LonLat> mixed_points(LocateCity const &city, std::size_t count,
                                                    unsigned seed);
/// 5,000 walkers at 1.4 m a step, round robin.
[[nodiscard]] std::vector<geo::LonLat> walked_points(std::size_t count, unsigned seed);
/// Corners of shapes and points beside them, middles of edges, and points anywhere.
[[nodiscard]] std::vector<geo::LonLat> telling_points(LocateCity const &city, std::size_t count,
                                                      unsigned seed);

} // namespace yuntu::bench

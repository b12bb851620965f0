#pragma once

#include "tools/yuntu/simulate/world.hpp"

#include <string_view>

namespace yuntu::simulate {

// From the answers of the HTTP interface. Each throws CommandError naming the route and what was
// expected when the answer has another shape.

/// GET /api/v1/layers/grid, /estate, /building: buildings with households only.
[[nodiscard]] std::vector<Grid> read_grids(std::string_view geojson);
[[nodiscard]] std::vector<Estate> read_estates(std::string_view geojson);
[[nodiscard]] std::vector<Home> read_homes(std::string_view geojson);
/// GET /api/v1/streets
[[nodiscard]] std::vector<geo::LineString> read_streets(std::string_view geojson);
/// GET /api/v1/staff: who holds a post that walks, in the grids they answer for; a post on a larger
/// area walks one of its grids, the same one each time.
[[nodiscard]] std::vector<Walker> read_staff(std::string_view json, std::vector<Grid> const &grids);

} // namespace yuntu::simulate

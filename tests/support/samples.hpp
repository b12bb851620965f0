#pragma once

#include "server/model/area.hpp"
#include "server/model/time.hpp"

#include "geo/lon_lat.hpp"

#include <cmath>
#include <string>

namespace yuntu::test {

/// 2026-11-20T08:00:00+08:00, the moment tests count from.
inline constexpr std::int64_t start_ms = 1'795'132'800'000;

[[nodiscard]] inline model::Time at_s(double seconds) {
  return model::from_unix_ms(start_ms + std::llround(seconds * 1000));
}

[[nodiscard]] inline geo::LonLat place(double lon, double lat) {
  return geo::LonLat::from_degrees(lon, lat).value();
}

[[nodiscard]] inline model::AreaCodes areas_of(std::string subdistrict, std::string community = {},
                                               std::string grid = {}) {
  model::AreaCodes areas;
  areas.set(model::AreaLevel::subdistrict, std::move(subdistrict));
  areas.set(model::AreaLevel::community, std::move(community));
  areas.set(model::AreaLevel::grid, std::move(grid));
  return areas;
}

} // namespace yuntu::test

#include "geo/lon_lat.hpp"

#include <cmath>

namespace yuntu::geo {

std::optional<LonLat> LonLat::from_degrees(double lon, double lat) {
  if (!std::isfinite(lon) || !std::isfinite(lat) || std::abs(lon) > 180.0 || std::abs(lat) > 90.0) {
    return std::nullopt;
  }
  return from_units(static_cast<std::int32_t>(std::lround(lon * units_per_degree)),
                    static_cast<std::int32_t>(std::lround(lat * units_per_degree)));
}

} // namespace yuntu::geo

#pragma once

#include "geo/lon_lat.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>

namespace yuntu::geo {

/// A closed box in units of 1e-7 degree. Default: empty (contains nothing, expands to anything).
/// Boxes across the antimeridian are not represented: a county does not reach it.
struct Envelope {
  std::int32_t west = std::numeric_limits<std::int32_t>::max();
  std::int32_t south = std::numeric_limits<std::int32_t>::max();
  std::int32_t east = std::numeric_limits<std::int32_t>::min();
  std::int32_t north = std::numeric_limits<std::int32_t>::min();

  [[nodiscard]] constexpr bool is_empty() const { return west > east || south > north; }
  [[nodiscard]] constexpr bool covers(LonLat p) const {
    return p.lon_e7() >= west && p.lon_e7() <= east && p.lat_e7() >= south && p.lat_e7() <= north;
  }
  [[nodiscard]] constexpr bool intersects(Envelope const &o) const {
    return !is_empty() && !o.is_empty() && west <= o.east && o.west <= east && south <= o.north &&
           o.south <= north;
  }
  constexpr void expand(LonLat p) {
    west = std::min(west, p.lon_e7());
    east = std::max(east, p.lon_e7());
    south = std::min(south, p.lat_e7());
    north = std::max(north, p.lat_e7());
  }
  constexpr void expand(Envelope const &o) {
    west = std::min(west, o.west);
    east = std::max(east, o.east);
    south = std::min(south, o.south);
    north = std::max(north, o.north);
  }

  friend constexpr bool operator==(Envelope const &, Envelope const &) = default;
};

} // namespace yuntu::geo

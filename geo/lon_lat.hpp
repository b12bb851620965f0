#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <optional>

namespace yuntu::geo {

/// A position on WGS 84/CGCS2000, snapped once (at import or intake) to int32 units of
/// 1e-7 degree (1.1 cm). Longitude first, as in GeoJSON. Only valid coordinates exist: the makers
/// refuse what is not finite or lies outside [-180, 180] x [-90, 90].
class LonLat {
public:
  static constexpr std::int32_t units_per_degree = 10'000'000;

  /// 0 E 0 N, so that structs can hold one; never a stand-in for "unknown" (use optional).
  constexpr LonLat() = default;

  /// Rounds to the nearest unit. nullopt for NaN, infinity and coordinates outside the world.
  static std::optional<LonLat> from_degrees(double lon, double lat);
  /// nullopt outside the world.
  static constexpr std::optional<LonLat> from_units(std::int32_t lon_e7, std::int32_t lat_e7) {
    if (lon_e7 < -180 * units_per_degree || lon_e7 > 180 * units_per_degree ||
        lat_e7 < -90 * units_per_degree || lat_e7 > 90 * units_per_degree) {
      return std::nullopt;
    }
    LonLat result;
    result.lon_e7_ = lon_e7;
    result.lat_e7_ = lat_e7;
    return result;
  }

  [[nodiscard]] constexpr std::int32_t lon_e7() const { return lon_e7_; }
  [[nodiscard]] constexpr std::int32_t lat_e7() const { return lat_e7_; }
  [[nodiscard]] constexpr double lon() const { return lon_e7_ / double{units_per_degree}; }
  [[nodiscard]] constexpr double lat() const { return lat_e7_ / double{units_per_degree}; }

  friend constexpr auto operator<=>(LonLat const &, LonLat const &) = default;

private:
  std::int32_t lon_e7_ = 0;
  std::int32_t lat_e7_ = 0;
};

} // namespace yuntu::geo

#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace yuntu::geo {

/// The three national systems of mainland China, newest first. CGCS2000 equals WGS 84 here; the
/// older two lie up to some 150 m away, by parameters that differ from county to county.
enum class NationalSystem : std::uint8_t { cgcs2000, xian1980, beijing1954 };
inline constexpr std::array national_systems{NationalSystem::cgcs2000, NationalSystem::xian1980,
                                             NationalSystem::beijing1954};
/// "CGCS2000", "Xian 1980", "Beijing 1954".
[[nodiscard]] std::string_view to_string(NationalSystem system);

/// A Gauss-Kruger strip. Eastings count from 500 km west of its central meridian; in the form with
/// a prefix, eight digits, the strip's number stands before them (39 500 000).
struct GaussZone {
  NationalSystem system = NationalSystem::cgcs2000;
  int width = 3;  ///< degrees, 3 or 6
  int number = 0; ///< 25 to 45 (width 3), 13 to 23 (width 6)
  bool has_prefix = false;

  /// Degrees east.
  [[nodiscard]] int central_meridian() const { return width == 3 ? 3 * number : 6 * number - 3; }
  friend bool operator==(GaussZone const &, GaussZone const &) = default;
};

[[nodiscard]] constexpr bool has_zone(int width, int number) {
  return width == 3 ? number >= 25 && number <= 45 : width == 6 && number >= 13 && number <= 23;
}
/// "EPSG:4549". Only for strips that exist (has_zone).
[[nodiscard]] std::string crs_of(GaussZone const &zone);
/// nullopt for anything but the EPSG code of such a strip.
[[nodiscard]] std::optional<GaussZone> gauss_zone_of(std::string_view crs);

} // namespace yuntu::geo

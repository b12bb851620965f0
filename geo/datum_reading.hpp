#pragma once

#include "geo/datum_shift.hpp"
#include "geo/degrees.hpp"
#include "geo/lon_lat.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace yuntu::geo {

/// How the degrees that a device sends or a file holds may be meant: the datums, and the two
/// mistakes that are made with them.
enum class DatumReading : std::uint8_t {
  wgs84,
  gcj02,
  bd09,
  gcj02_twice,    ///< shifted by a program that took shifted degrees for WGS 84
  wgs84_unshifted ///< shifted back by a program that took WGS 84 for shifted degrees
};
inline constexpr std::array datum_readings{DatumReading::wgs84, DatumReading::gcj02,
                                           DatumReading::bd09, DatumReading::gcj02_twice,
                                           DatumReading::wgs84_unshifted};

[[nodiscard]] std::string_view to_string(DatumReading reading);
[[nodiscard]] std::optional<DatumReading> parse_datum_reading(std::string_view word);

/// The WGS 84 degrees that are meant (see to_wgs84 in datum_shift.hpp).
[[nodiscard]] Degrees true_degrees(Degrees given, DatumReading reading);
/// The same, snapped. nullopt: no place on earth.
[[nodiscard]] std::optional<LonLat> read_as(Degrees given, DatumReading reading);

} // namespace yuntu::geo

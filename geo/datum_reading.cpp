#include "geo/datum_reading.hpp"

#include <algorithm>
#include <cstddef>

namespace yuntu::geo {
namespace {

constexpr std::array<std::string_view, datum_readings.size()> names{
    "wgs84", "gcj02", "bd09", "gcj02_twice", "wgs84_unshifted"};

} // namespace

std::string_view to_string(DatumReading reading) {
  return names[static_cast<std::size_t>(reading)];
}

std::optional<DatumReading> parse_datum_reading(std::string_view word) {
  auto const *const found = std::find(names.begin(), names.end(), word);
  return found == names.end()
             ? std::nullopt
             : std::optional(datum_readings[static_cast<std::size_t>(found - names.begin())]);
}

Degrees true_degrees(Degrees given, DatumReading reading) {
  switch (reading) {
  case DatumReading::gcj02:
    return to_wgs84(given, Datum::gcj02);
  case DatumReading::bd09:
    return to_wgs84(given, Datum::bd09);
  case DatumReading::gcj02_twice:
    return to_wgs84(to_wgs84(given, Datum::gcj02), Datum::gcj02);
  case DatumReading::wgs84_unshifted:
    return from_wgs84(given, Datum::gcj02);
  case DatumReading::wgs84:
    break;
  }
  return given;
}

std::optional<LonLat> read_as(Degrees given, DatumReading reading) {
  auto const degrees = true_degrees(given, reading);
  return LonLat::from_degrees(degrees.lon, degrees.lat);
}

} // namespace yuntu::geo

#include "geo/datum_reading.hpp"

#include "geo/local_frame.hpp"

#include <catch2/catch.hpp>

using namespace yuntu::geo;

namespace {

/// What a file holds where a thing at `place` was written by this reading's mistake.
Degrees written(Degrees place, DatumReading reading) {
  switch (reading) {
  case DatumReading::gcj02:
    return from_wgs84(place, Datum::gcj02);
  case DatumReading::bd09:
    return from_wgs84(place, Datum::bd09);
  case DatumReading::gcj02_twice:
    return from_wgs84(from_wgs84(place, Datum::gcj02), Datum::gcj02);
  case DatumReading::wgs84_unshifted:
    return to_wgs84(place, Datum::gcj02);
  case DatumReading::wgs84:
    break;
  }
  return place;
}

} // namespace

TEST_CASE("a reading has one name, and reads to 2 cm what was written so, all over China") {
  for (auto const reading : datum_readings) {
    CHECK(parse_datum_reading(to_string(reading)) == reading);
    for (double lon = 75; lon < 135; lon += 7.3) {
      for (double lat = 19; lat < 53; lat += 4.1) {
        auto const read = read_as(written({lon, lat}, reading), reading);
        REQUIRE(read);
        CHECK(distance_m(*read, LonLat::from_degrees(lon, lat).value()) < 0.02);
      }
    }
  }
  CHECK_FALSE(parse_datum_reading(""));
  CHECK_FALSE(parse_datum_reading("wgs72"));
  CHECK_FALSE(read_as({200, 35}, DatumReading::wgs84));
}

#include "geo/datum_reading.hpp"

#include "geo/local_frame.hpp"
#include "tests/support/written_degrees.hpp"

#include <catch2/catch.hpp>

using namespace yuntu::geo;

TEST_CASE("a reading has one name, and reads to 2 cm what was written so, all over China") {
  for (auto const reading : datum_readings) {
    CHECK(parse_datum_reading(to_string(reading)) == reading);
    for (double lon = 75; lon < 135; lon += 7.3) {
      for (double lat = 19; lat < 53; lat += 4.1) {
        auto const read =
            read_as(yuntu::test::written_degrees(Degrees{lon, lat}, reading), reading);
        REQUIRE(read);
        CHECK(distance_m(*read, LonLat::from_degrees(lon, lat).value()) < 0.02);
      }
    }
  }
  CHECK_FALSE(parse_datum_reading(""));
  CHECK_FALSE(parse_datum_reading("wgs72"));
  CHECK_FALSE(read_as({200, 35}, DatumReading::wgs84));
}

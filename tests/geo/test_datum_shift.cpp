#include "geo/datum_shift.hpp"

#include "geo/local_frame.hpp"

#include <catch2/catch.hpp>

using namespace yuntu::geo;

namespace {

double metres(Degrees a, Degrees b) {
  return distance_m(LonLat::from_degrees(a.lon, a.lat).value(),
                    LonLat::from_degrees(b.lon, b.lat).value());
}

} // namespace

TEST_CASE("the shift has the published size at seven places") {
  struct Row {
    Degrees place;
    double gcj_m;
    double bd_m;
  };
  // Lanshan, Yishui, Changqing, Zoucheng, Saybagh, Huichang: places to 0.1 degree, so to 25 m.
  auto const row = GENERATE(Row{{118.34, 35.06}, 525, 1271}, Row{{118.62, 35.79}, 487, 1247},
                            Row{{116.75, 36.55}, 509, 1300}, Row{{117.0, 35.4}, 518, 1288},
                            Row{{87.6, 43.8}, 265, 1112}, Row{{115.79, 25.6}, 583, 1193});
  CHECK(metres(row.place, from_wgs84(row.place, Datum::gcj02)) == Approx(row.gcj_m).margin(30));
  CHECK(metres(row.place, from_wgs84(row.place, Datum::bd09)) == Approx(row.bd_m).margin(45));
}

TEST_CASE("a known point of the public formula comes out to the centimetre") {
  // Worked example published with several implementations of the formula.
  auto const gcj = from_wgs84({116.404, 39.915}, Datum::gcj02);
  CHECK(gcj.lon == Approx(116.41024449916938).margin(1e-9));
  CHECK(gcj.lat == Approx(39.91640428150164).margin(1e-9));
}

TEST_CASE("there and back is exact to a millimetre everywhere in the box") {
  auto const datum = GENERATE(Datum::gcj02, Datum::bd09);
  for (double lon = 74; lon < 135; lon += 1.37) {
    for (double lat = 18; lat < 54; lat += 0.93) {
      auto const back = to_wgs84(from_wgs84({lon, lat}, datum), datum);
      CHECK(std::abs(back.lon - lon) < 1e-8);
      CHECK(std::abs(back.lat - lat) < 1e-8);
    }
  }
}

TEST_CASE("outside China's box and for wgs84 nothing moves") {
  Degrees const prague{14.4, 50.1};
  CHECK(to_wgs84(prague, Datum::gcj02) == prague);
  CHECK(from_wgs84(prague, Datum::bd09) == prague);
  Degrees const linyi{118.35, 35.05};
  CHECK(to_wgs84(linyi, Datum::wgs84) == linyi);
}

TEST_CASE("datum names are parsed as they are written and others refused") {
  for (auto const datum : {Datum::wgs84, Datum::gcj02, Datum::bd09}) {
    CHECK(parse_datum(to_string(datum)) == datum);
  }
  CHECK_FALSE(parse_datum("GCJ02"));
  CHECK_FALSE(parse_datum(""));
}

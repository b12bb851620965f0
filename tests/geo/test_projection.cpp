#include "geo/projection.hpp"

#include <catch2/catch.hpp>

using namespace yuntu::geo;

TEST_CASE("Gauss-Krueger easting and northing become longitude and latitude") {
  auto const projection = Projection::make("EPSG:4549");
  REQUIRE(projection);
  auto const place = projection->to_degrees(500'000, 3'400'000);
  REQUIRE(place);
  CHECK(place->lon == Approx(120.0).margin(1e-9));
  CHECK(place->lat == Approx(30.72061746).margin(1e-8));
  auto const back = projection->from_degrees(*place);
  REQUIRE(back);
  CHECK(back->easting == Approx(500'000).margin(1e-4));
  CHECK(back->northing == Approx(3'400'000).margin(1e-4));
  CHECK_FALSE(projection->is_geographic());
}

TEST_CASE("CGCS2000 and WGS 84 are the same here, in x, y order") {
  auto const projection = Projection::make("EPSG:4490");
  REQUIRE(projection);
  auto const place = projection->to_degrees(118.35, 35.05);
  REQUIRE(place);
  CHECK(place->lon == Approx(118.35).margin(1e-9));
  CHECK(place->lat == Approx(35.05).margin(1e-9));
  CHECK(projection->is_geographic());
}

TEST_CASE("the zone-prefixed and the plain grid agree") {
  auto const plain = Projection::make("EPSG:4548");
  auto const zoned = Projection::make("EPSG:4527");
  REQUIRE(plain);
  REQUIRE(zoned);
  auto const a = plain->to_degrees(612'345, 3'880'000);
  auto const b = zoned->to_degrees(39'612'345, 3'880'000);
  REQUIRE(a);
  REQUIRE(b);
  CHECK(a->lon == Approx(b->lon).margin(1e-9));
  CHECK(a->lat == Approx(b->lat).margin(1e-9));
}

TEST_CASE("a CRS says where it is meant to be used") {
  auto const area = Projection::make("EPSG:27700")->area_of_use();
  REQUIRE(area);
  CHECK(area->west == Approx(-9).margin(0.1));
  CHECK(area->north == Approx(61).margin(0.1));
}

TEST_CASE("WKT as found in old .prj files works") {
  auto const projection = Projection::make(
      R"(PROJCS["CGCS2000_3_Degree_GK_CM_117E",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",117.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]])");
  REQUIRE(projection);
  auto const place = projection->to_degrees(500'000, 3'400'000);
  REQUIRE(place);
  CHECK(place->lon == Approx(117.0).margin(1e-9));
}

TEST_CASE("an unknown CRS is named in the error") {
  auto const wrong = GENERATE(as<std::string>{}, "EPSG:999999", "", "the usual", "EPSG:");
  auto const projection = Projection::make(wrong);
  REQUIRE_FALSE(projection);
  CHECK(projection.error().find("\"" + wrong + "\"") != std::string::npos);
}

TEST_CASE("what is no number has no place") {
  auto const projection = Projection::make("EPSG:4549");
  REQUIRE(projection);
  CHECK_FALSE(projection->to_degrees(std::nan(""), 0));
  CHECK_FALSE(projection->to_degrees(1e30, 1e30));
}

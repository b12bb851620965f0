#include "geo/io/geojson_writer.hpp"

#include "tests/geo/shapes.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace yuntu::geo;
using namespace yuntu::geo::io;

TEST_CASE("every unit is written with at most seven decimals and reads back the same") {
  for (int step = 0; step < 2000; ++step) {
    auto const p =
        LonLat::from_units(1'163'912'345 + step * 7919, 399'071'234 - step * 104'729).value();
    CHECK(nlohmann::json::parse(to_geojson(p).dump()) == to_geojson(p));
    auto const whole = to_geojson_text(Geometry(p));
    CHECK(nlohmann::json::parse(whole) == to_geojson(p));
    auto const text = whole.substr(whole.find('['), whole.find(']') - whole.find('[') + 1);
    auto const back = nlohmann::json::parse(text);
    CHECK(LonLat::from_degrees(back[0], back[1]) == p);
    auto const comma = text.find(',');
    CHECK(comma - text.find('.') <= 8);
    CHECK(text.size() - 1 - text.rfind('.') <= 8);
  }
}

TEST_CASE("geometries are GeoJSON objects, longitude first") {
  CHECK(to_geojson(yuntu::test::at(1, 2)).dump() ==
        R"({"coordinates":[118.0000001,35.0000002],"type":"Point"})");
  auto const polygon = to_geojson(Geometry(yuntu::test::box(0, 0, 10, 10)));
  CHECK(polygon["type"] == "Polygon");
  CHECK(polygon["coordinates"].size() == 1);
  CHECK(polygon["coordinates"][0].size() == 5);
  MultiLineString const lines{{yuntu::test::at(0, 0), yuntu::test::at(1, 1)},
                              {yuntu::test::at(2, 2), yuntu::test::at(3, 3)}};
  CHECK(to_geojson(lines)["type"] == "MultiLineString");
  CHECK(to_geojson(lines)["coordinates"][1][0][0] == 118.0000002);
  CHECK(to_geojson(Geometry(lines[0]))["type"] == "LineString");
  for (auto const &geometry : {Geometry(lines[0]), Geometry(yuntu::test::box(0, 0, 10, 10))}) {
    CHECK(nlohmann::json::parse(to_geojson_text(geometry)) == to_geojson(geometry));
  }
  CHECK(nlohmann::json::parse(to_geojson_text(lines)) == to_geojson(lines));
}

TEST_CASE("polygons side by side are one MultiPolygon, each with its rings") {
  auto holed = yuntu::test::box(0, 0, 10, 10);
  holed.holes.push_back(yuntu::test::box(2, 2, 4, 4).outer);
  auto const apart = yuntu::test::box(20, 0, 30, 10);
  auto const written = nlohmann::json::parse(to_geojson_text(MultiPolygon{holed, apart}));
  CHECK(written["type"] == "MultiPolygon");
  CHECK(written["coordinates"] == nlohmann::json::array({to_geojson(holed)["coordinates"],
                                                         to_geojson(apart)["coordinates"]}));
  CHECK(nlohmann::json::parse(to_geojson_text(MultiPolygon{}))["coordinates"].empty());
}

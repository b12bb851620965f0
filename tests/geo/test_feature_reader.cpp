#include "geo/io/feature_reader.hpp"

#include "geo/local_frame.hpp"
#include "tests/geo/temp_dir.hpp"

#include <algorithm>
#include <cstdio>

#include <catch2/catch.hpp>

using namespace yuntu::geo;
using namespace yuntu::geo::io;
using yuntu::test::TempDir;

namespace {

std::string collection(std::string const &features) {
  return R"({"type":"FeatureCollection","features":[)" + features + "]}";
}
std::string feature(std::string const &geometry, std::string const &properties = "{}") {
  return R"({"type":"Feature","properties":)" + properties + R"(,"geometry":)" + geometry + "}";
}
std::string square(std::string const &lon, std::string const &lat) {
  // 0.001 degree wide, its lower left corner at lon.lat
  auto const at = [&](char const *east, char const *north) {
    return "[" + lon + east + "," + lat + north + "]";
  };
  return "[[" + at("0", "0") + "," + at("1", "0") + "," + at("1", "1") + "," + at("0", "1") + "," +
         at("0", "0") + "]]";
}
std::string polygon(std::string const &lon, std::string const &lat) {
  return R"({"type":"Polygon","coordinates":)" + square(lon, lat) + "}";
}

} // namespace

TEST_CASE("a GeoJSON polygon is read with its values and NULL is absent, not empty") {
  TempDir dir;
  auto const file = dir.write(
      "a.geojson",
      collection(feature(polygon("118.35", "35.05"), R"({"name":"兰山","floors":6,"note":null})") +
                 "," +
                 feature(polygon("118.36", "35.05"), R"({"name":"","floors":null,"note":"x"})")));
  auto const layer = read_layer(file, {}, GeometryKind::polygon);
  REQUIRE(layer);
  CHECK(layer->read == 2);
  CHECK(layer->written == 2);
  CHECK(layer->crs == "EPSG:4326");
  CHECK(layer->encoding == "UTF-8");
  REQUIRE(layer->fields == std::vector<std::string>{"name", "floors", "note"});
  REQUIRE(layer->features.size() == 2);
  CHECK(layer->features[0].values[0] == "兰山");
  CHECK(layer->features[0].values[1] == "6");
  CHECK_FALSE(layer->features[0].values[2]);
  CHECK(layer->features[1].values[0] == "");
  CHECK_FALSE(layer->features[1].values[1]);
  auto const &shape = std::get<Polygon>(layer->features[0].geometry);
  CHECK(shape.outer.front() == LonLat::from_units(1'183'500'000, 350'500'000).value());
}

TEST_CASE("a multi-part row explodes, or stays one, and what is read is written or refused") {
  TempDir dir;
  auto const bow_tie = R"([[[118.2,35.2],[118.3,35.3],[118.3,35.2],[118.2,35.3],[118.2,35.2]]])";
  auto const multi = R"({"type":"MultiPolygon","coordinates":[)" + square("118.35", "35.05") + "," +
                     square("118.36", "35.05");
  auto const file = dir.write("m.geojson", collection(feature(multi + "]}") + "," +
                                                      feature(multi + "," + bow_tie + "]}") + "," +
                                                      feature("null")));
  auto const exploded = read_layer(file, {}, GeometryKind::polygon);
  REQUIRE(exploded);
  CHECK(exploded->read == 6);
  CHECK(exploded->written == 4);
  REQUIRE(exploded->refused.size() == 2);
  CHECK(exploded->refused[0].row == 2);
  CHECK(exploded->refused[0].reason.find("part 3: the polygon crosses") == 0);
  CHECK(exploded->refused[1].reason == "the row has no geometry");
  CHECK(exploded->features[1].part == 1);

  SourceOptions together;
  together.multi_part = MultiPart::keep_together;
  auto const kept = read_layer(file, together, GeometryKind::polygon);
  REQUIRE(kept);
  CHECK(kept->read == 3);
  CHECK(kept->written == 1);
  CHECK(kept->features.size() == 2);
  CHECK(kept->refused.size() == 2);
}

TEST_CASE("an invalid polygon is repaired on request, whoever states the CRS") {
  TempDir dir;
  auto const bow_tie = R"({"type":"Polygon","coordinates":)"
                       R"([[[118.2,35.2],[118.3,35.3],[118.3,35.2],[118.2,35.3],[118.2,35.2]]]})";
  auto const file = dir.write("b.geojson", collection(feature(bow_tie)));
  SourceOptions options;
  options.repairs = true;
  for (std::string const crs : {"", "EPSG:4490"}) {
    options.crs = crs;
    auto const layer = read_layer(file, options, GeometryKind::polygon);
    REQUIRE(layer);
    CHECK(layer->written == 2);
    REQUIRE(layer->repaired.size() == 1);
    CHECK(layer->repaired[0].row == 1);
    CHECK(layer->repaired[0].parts == 2);
    CHECK(layer->repaired[0].area_after_m2 > 40e6);
    CHECK(layer->repaired[0].reason.find("crosses") != std::string::npos);
    CHECK(distance_m(layer->repaired[0].place, LonLat::from_degrees(118.25, 35.25).value()) < 1);
  }
}

TEST_CASE("GCJ-02 coordinates are brought to WGS 84") {
  TempDir dir;
  LonLat const truth = LonLat::from_degrees(118.35, 35.05).value();
  auto const shifted = from_wgs84({118.35, 35.05}, Datum::gcj02);
  char point[128];
  std::snprintf(point, sizeof point, R"({"type":"Point","coordinates":[%.9f,%.9f]})", shifted.lon,
                shifted.lat);
  auto const file = dir.write("p.geojson", collection(feature(point)));
  SourceOptions options;
  auto const untold = read_layer(file, options, GeometryKind::point);
  REQUIRE(untold);
  CHECK(distance_m(std::get<LonLat>(untold->features[0].geometry), truth) > 400);
  options.datum = DatumReading::gcj02;
  auto const told = read_layer(file, options, GeometryKind::point);
  REQUIRE(told);
  CHECK(distance_m(std::get<LonLat>(told->features[0].geometry), truth) < 0.02);
}

TEST_CASE("a CSV needs its CRS stated, and an empty cell is absent") {
  TempDir dir;
  auto const file =
      dir.write("s.csv", "code,name,lon,lat\nS1,同心驿,118.35,35.05\nS2,,118.36,35.06\n");
  auto const untold = read_layer(file, {}, GeometryKind::point);
  REQUIRE_FALSE(untold);
  CHECK(untold.error().message.find("--crs") != std::string::npos);
  SourceOptions options;
  options.crs = "EPSG:4490";
  auto const layer = read_layer(file, options, GeometryKind::point);
  REQUIRE(layer);
  CHECK(layer->written == 2);
  CHECK(layer->crs == "EPSG:4490");
  CHECK(layer->features[0].values[1] == "同心驿");
  CHECK_FALSE(layer->features[1].values[1]);
}

TEST_CASE("text that is not UTF-8 is decoded as GB18030 and said so") {
  TempDir dir;
  std::string const gbk_name = "\xCD\xAC\xD0\xC4\xE6\xE4"; // 同心驿
  auto const file = dir.write("g.csv", "code,name,lon,lat\nS1," + gbk_name + ",118.35,35.05\n");
  SourceOptions options;
  options.crs = "EPSG:4326";
  auto const guessed = read_layer(file, options, GeometryKind::point);
  REQUIRE(guessed);
  CHECK(guessed->encoding == "GB18030");
  CHECK(guessed->features[0].values[1] == "同心驿");
  CHECK(guessed->notes == std::vector<std::string>{"text decoded as GB18030"});

  options.encoding = "GBK";
  auto const told = read_layer(file, options, GeometryKind::point);
  REQUIRE(told);
  CHECK(told->encoding == "GBK");
  CHECK(told->notes.empty());

  options.encoding = "UTF-8";
  auto const wrong = read_layer(file, options, GeometryKind::point);
  REQUIRE_FALSE(wrong);
  CHECK(wrong.error().row == 1);
  CHECK(wrong.error().field == "name");
  options.encoding = "klingon";
  CHECK_FALSE(read_layer(file, options, GeometryKind::point));
}

TEST_CASE("Z values are dropped with a note") {
  TempDir dir;
  auto const file = dir.write(
      "z.geojson",
      collection(feature(R"({"type":"LineString","coordinates":[[118.3,35,9],[118.4,35,8]]})")));
  auto const layer = read_layer(file, {}, GeometryKind::line);
  REQUIRE(layer);
  CHECK(layer->notes == std::vector<std::string>{"Z values dropped"});
}

TEST_CASE("rows of another kind are refused row by row, a layer of them as a whole") {
  TempDir dir;
  auto const line = feature(R"({"type":"LineString","coordinates":[[118.3,35],[118.4,35]]})");
  auto const mixed =
      dir.write("m.geojson", collection(line + "," + feature(polygon("118.35", "35.05"))));
  auto const layer = read_layer(mixed, {}, GeometryKind::polygon);
  REQUIRE(layer);
  CHECK(layer->read == 2);
  REQUIRE(layer->refused.size() == 1);
  CHECK(layer->refused[0] == Refused{1, "is a LINESTRING, expected a polygon"});
  auto const lines =
      read_layer(dir.write("l.geojson", collection(line)), {}, GeometryKind::polygon);
  REQUIRE_FALSE(lines);
  CHECK(lines.error().message.find("holds no polygons") != std::string::npos);
}

TEST_CASE("an attribute filter keeps the rows it names and refuses what it does not know") {
  TempDir dir;
  auto const file = dir.write(
      "f.geojson", collection(feature(polygon("118.35", "35.05"), R"({"kind":"a"})") + "," +
                              feature(polygon("118.36", "35.05"), R"({"kind":"b"})")));
  SourceOptions options;
  options.where = "kind = 'b'";
  auto const layer = read_layer(file, options, GeometryKind::polygon);
  REQUIRE(layer);
  CHECK(layer->read == 1);
  CHECK(layer->features[0].values[0] == "b");
  options.where = "colour = 'b'";
  auto const wrong = read_layer(file, options, GeometryKind::polygon);
  REQUIRE_FALSE(wrong);
  CHECK(wrong.error().message.find("colour") != std::string::npos);
}

TEST_CASE("OSM buildings come with the tags asked for") {
  TempDir dir;
  auto const file = dir.write("b.osm", R"(<?xml version="1.0"?><osm version="0.6">
<node id="1" lat="35.0" lon="118.0"/><node id="2" lat="35.0" lon="118.001"/>
<node id="3" lat="35.001" lon="118.001"/><node id="4" lat="35.001" lon="118.0"/>
<way id="10"><nd ref="1"/><nd ref="2"/><nd ref="3"/><nd ref="4"/><nd ref="1"/>
<tag k="building" v="yes"/><tag k="building:levels" v="18"/><tag k="name" v="甲&quot;1&quot;"/></way></osm>)");
  SourceOptions options;
  auto const unnamed = read_layer(file, options, GeometryKind::polygon);
  REQUIRE_FALSE(unnamed);
  CHECK(unnamed.error().message.find("multipolygons") != std::string::npos);
  options.layer_name = "multipolygons";
  options.where = "building IS NOT NULL";
  options.tags = {"building:levels", "height"};
  auto const layer = read_layer(file, options, GeometryKind::polygon);
  REQUIRE(layer);
  REQUIRE(layer->features.size() == 1);
  auto const &values = layer->features[0].values;
  REQUIRE(values.size() == layer->fields.size());
  CHECK(layer->fields[values.size() - 2] == "building:levels");
  CHECK(values[values.size() - 2] == "18");
  CHECK_FALSE(values.back());
  auto const name =
      std::find(layer->fields.begin(), layer->fields.end(), "name") - layer->fields.begin();
  CHECK(values[static_cast<std::size_t>(name)] == "甲\"1\"");
}

#include "geo/io/feature_reader.hpp"

#include "tests/geo/temp_dir.hpp"

#include <filesystem>
#include <memory>

#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

using namespace yuntu::geo::io;
using yuntu::test::TempDir;

namespace {

namespace fs = std::filesystem;

/// The message of the error, "" when the file was read.
std::string error_of(fs::path const &file, GeometryKind kind = GeometryKind::polygon,
                     SourceOptions const &options = {}) {
  auto const layer = read_layer(file, options, kind);
  return layer ? std::string() : to_string(layer.error());
}

bool says(std::string const &text, std::string const &words) {
  return text.find(words) != std::string::npos;
}

/// A Shapefile of `rows` small squares, one row apart, near 118 E, 35 N.
fs::path write_shapefile(TempDir const &dir, int rows, bool with_crs = true) {
  GDALAllRegister();
  auto const file = dir.path() / "areas.shp";
  auto *const driver = GetGDALDriverManager()->GetDriverByName("ESRI Shapefile");
  std::unique_ptr<GDALDataset> dataset(driver->Create(file.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
  OGRSpatialReference crs;
  crs.SetFromUserInput("EPSG:4326");
  crs.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
  auto *const layer = dataset->CreateLayer("areas", with_crs ? &crs : nullptr, wkbPolygon, nullptr);
  OGRFieldDefn field("code", OFTString);
  layer->CreateField(&field);
  for (int i = 0; i < rows; ++i) {
    OGRFeature feature(layer->GetLayerDefn());
    feature.SetField("code", std::to_string(i).c_str());
    OGRLinearRing ring;
    double const west = 118 + i * 0.01;
    ring.addPoint(west, 35);
    ring.addPoint(west, 35.005);
    ring.addPoint(west + 0.005, 35.005);
    ring.addPoint(west + 0.005, 35);
    ring.closeRings();
    OGRPolygon polygon;
    polygon.addRing(&ring);
    feature.SetGeometry(&polygon);
    REQUIRE(layer->CreateFeature(&feature) == OGRERR_NONE);
  }
  return file;
}

} // namespace

TEST_CASE("a whole Shapefile is read") {
  TempDir dir;
  auto const layer = read_layer(write_shapefile(dir, 5), {}, GeometryKind::polygon);
  REQUIRE(layer);
  CHECK(layer->written == 5);
  CHECK(layer->features[4].values[0] == "4");
}

TEST_CASE("a cut .shp, .shx or .dbf is named with what is there and what should be") {
  TempDir dir;
  auto const shp = write_shapefile(dir, 5);
  auto const extension = GENERATE(as<std::string>{}, ".shp", ".shx", ".dbf");
  auto part = shp;
  part.replace_extension(extension);
  fs::resize_file(part, fs::file_size(part) - 20);
  auto const error = error_of(shp);
  CHECK(says(error, "half-written"));
  CHECK(says(error, "areas" + extension));
}

TEST_CASE("a missing companion of a Shapefile is named") {
  TempDir dir;
  auto const shp = write_shapefile(dir, 5);
  auto const extension = GENERATE(as<std::string>{}, ".shx", ".dbf");
  auto part = shp;
  part.replace_extension(extension);
  fs::remove(part);
  CHECK(says(error_of(shp), "areas" + extension + " is missing"));
}

TEST_CASE("a Shapefile cut below its header, or of other bytes, is refused") {
  TempDir dir;
  auto const shp = write_shapefile(dir, 5);
  fs::resize_file(shp, 40);
  CHECK(says(error_of(shp), "shorter than its header"));
  fs::resize_file(shp, 400);
  dir.write("areas.shp", std::string(4000, 'x'));
  CHECK(says(error_of(shp), "not part of a Shapefile"));
}

TEST_CASE("a Shapefile without .prj asks for its CRS") {
  TempDir dir;
  auto const shp = write_shapefile(dir, 2, false);
  CHECK(says(error_of(shp), "--crs"));
  SourceOptions options;
  options.crs = "EPSG:4490";
  CHECK(error_of(shp, GeometryKind::polygon, options).empty());
  options.crs = "EPSG:1";
  CHECK(says(error_of(shp, GeometryKind::polygon, options), "EPSG:1"));
}

TEST_CASE("an empty layer is an error") {
  TempDir dir;
  CHECK(says(error_of(write_shapefile(dir, 0)), "empty"));
  CHECK(says(error_of(dir.write("e.geojson", R"({"type":"FeatureCollection","features":[]})")),
             "empty"));
}

TEST_CASE("a missing file, a directory and a pipe are not read") {
  TempDir dir;
  CHECK(says(error_of(dir.path() / "none.geojson"), "no such file"));
  CHECK(says(error_of(dir.path() / "none.geojson"), "none.geojson"));
  CHECK(says(error_of(dir.path()), "not a regular file"));
  auto const pipe = dir.path() / "pipe.geojson";
  REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
  CHECK(says(error_of(pipe), "not a regular file"));
}

TEST_CASE("an address, a GDAL name or inline data is no file") {
  auto const name = GENERATE(as<std::string>{}, "/vsicurl/http://127.0.0.1:9/a.geojson",
                             "http://127.0.0.1:9/a.geojson", "/vsimem/a.geojson",
                             R"({"type":"Point","coordinates":[1,2]})");
  CHECK(says(error_of(name), "no such file"));
}

TEST_CASE("a file that refers to another one is not followed whatever its name") {
  TempDir dir;
  dir.write("secret.csv", "WKT,x\n\"POLYGON ((0 0,1 0,1 1,0 0))\",secret\n");
  auto const vrt = "<OGRVRTDataSource><OGRVRTLayer name=\"secret\"><SrcDataSource>" +
                   (dir.path() / "secret.csv").string() +
                   "</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>";
  auto const name = GENERATE(as<std::string>{}, "evil.geojson", "evil.vrt", "evil.csv", "evil.kml");
  SourceOptions options;
  options.crs = "EPSG:4326";
  auto const layer = read_layer(dir.write(name, vrt), options, GeometryKind::polygon);
  CHECK_FALSE(layer);
}

TEST_CASE("a GeoJSON cut in the middle, or of other bytes, is refused") {
  TempDir dir;
  std::string const whole =
      R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[118,35],[118.1,35],[118.1,35.1],[118,35]]]}}]})";
  REQUIRE(error_of(dir.write("w.geojson", whole)).empty());
  CHECK_FALSE(error_of(dir.write("c.geojson", whole.substr(0, whole.size() - 20))).empty());
  CHECK(says(error_of(dir.write("x.geojson", "Dear Sir or Madam")), "cannot be read"));
  CHECK_FALSE(error_of(dir.write("n.geojson", "")).empty());
}

TEST_CASE("coordinates outside the world are refused, and the error says what was expected") {
  TempDir dir;
  // Gauss-Krueger metres in a file that by its format holds degrees.
  std::string const metres =
      R"({"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[500000,3400000],[500100,3400000],[500100,3400100],[500000,3400000]]]}})";
  std::string const good =
      R"({"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[118,35],[118.1,35],[118.1,35.1],[118,35]]]}})";
  auto const all_bad = error_of(
      dir.write("bad.geojson", R"({"type":"FeatureCollection","features":[)" + metres + "]}"));
  CHECK(says(all_bad, "outside the world"));
  CHECK(says(all_bad, "row 1"));
  auto const layer =
      read_layer(dir.write("one.geojson", R"({"type":"FeatureCollection","features":[)" + good +
                                              "," + metres + "]}"),
                 {}, GeometryKind::polygon);
  REQUIRE(layer);
  CHECK(layer->written == 1);
  REQUIRE(layer->refused.size() == 1);
  CHECK(layer->refused[0].row == 2);
}

TEST_CASE("a layer as wide as a country is refused by its extent") {
  TempDir dir;
  auto const point = [](char const *place) {
    return R"({"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":)" +
           std::string(place) + "}}";
  };
  auto const file =
      dir.write("wide.geojson", R"({"type":"FeatureCollection","features":[)" + point("[80,40]") +
                                    "," + point("[130,45]") + "]}");
  CHECK(says(error_of(file, GeometryKind::point), "spans 50.0 by 5.0 degrees"));
}

TEST_CASE("a zip without a Shapefile is refused") {
  TempDir dir;
  auto const archive = dir.path() / "a.zip";
  auto const add = [&](std::string const &name, std::string const &content) {
    auto const inside = "/vsizip/{" + archive.string() + "}/" + name;
    auto *const file = VSIFOpenL(inside.c_str(), "wb");
    REQUIRE(file != nullptr);
    VSIFWriteL(content.data(), 1, content.size(), file);
    VSIFCloseL(file);
  };
  add("readme.txt", "hello");
  CHECK(says(error_of(archive), "no Shapefile"));
  CHECK(says(error_of(dir.write("b.zip", "not a zip at all")), "no Shapefile"));
}

TEST_CASE("a half-written OSM file is refused") {
  TempDir dir;
  SourceOptions options;
  options.layer_name = "multipolygons";
  auto const file = dir.write(
      "h.osm",
      R"(<?xml version="1.0"?><osm version="0.6"><node id="1" lat="35" lon="118"/><way id=)");
  CHECK_FALSE(error_of(file, GeometryKind::polygon, options).empty());
}

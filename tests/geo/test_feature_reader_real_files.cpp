#include "geo/io/feature_reader.hpp"

#include "geo/local_frame.hpp"
#include "geo/predicates.hpp"
#include "geo/projection.hpp"
#include "tests/geo/real_data.hpp"

#include <algorithm>
#include <set>

#include <catch2/catch.hpp>

using namespace yuntu::geo;
using namespace yuntu::geo::io;
using yuntu::test::real_data;

namespace {

SourceLayer read_well(std::filesystem::path const &file, SourceOptions const &options,
                      GeometryKind kind) {
  auto const layer = read_layer(file, options, kind);
  INFO((layer ? std::string() : to_string(layer.error())));
  REQUIRE(layer);
  CHECK(layer->read == layer->written + static_cast<std::int64_t>(layer->refused.size()));
  return *layer;
}

std::string refused(std::string const &name, GeometryKind kind) {
  auto const file = real_data(name);
  if (!file) {
    return "absent";
  }
  auto const layer = read_layer(*file, {}, kind);
  REQUIRE_FALSE(layer);
  return to_string(layer.error());
}

SourceOptions together() {
  SourceOptions options;
  options.multi_part = MultiPart::keep_together;
  return options;
}

} // namespace

TEST_CASE("every building of the OSM towns is read, and each is written or refused") {
  struct Town {
    char const *file;
    std::int64_t buildings;
    std::int64_t refused;
  };
  auto const town = GENERATE(
      Town{"osm/liechtenstein.osm.pbf", 8'994, 0}, Town{"osm/vancouver.osm.pbf", 30'078, 61},
      Town{"osm/beijing-haidian.osm", 521, 0}, Town{"osm/monaco.osm.pbf", 1'283, 1});
  auto const file = real_data(town.file);
  if (!file) {
    return;
  }
  SourceOptions options;
  options.layer_name = "multipolygons";
  options.where = "building IS NOT NULL";
  auto const layer = read_well(*file, options, GeometryKind::polygon);
  CHECK(layer.read == town.buildings);
  CHECK(static_cast<std::int64_t>(layer.refused.size()) == town.refused);
  CHECK(std::all_of(layer.refused.begin(), layer.refused.end(), [](Refused const &r) {
    return r.row > 0 && r.reason.find(" at ") != std::string::npos;
  }));
}

TEST_CASE("the GBK townships in Gauss-Krueger are the townships in degrees") {
  auto const degrees = real_data("admin/beijing_townships/beijing.shp");
  auto const metres = real_data("import/beijing_townships_gbk_cm117.shp");
  if (!degrees || !metres) {
    return;
  }
  auto const a = read_well(*degrees, together(), GeometryKind::polygon);
  auto const b = read_well(*metres, together(), GeometryKind::polygon);
  CHECK(a.read == 331);
  CHECK(b.read == 331);
  CHECK(a.refused.empty());
  CHECK(b.crs == "EPSG:4548");
  CHECK(a.encoding == "UTF-8");
  CHECK(b.encoding == "GB18030");
  CHECK(std::find(b.fields.begin(), b.fields.end(), "乡") != b.fields.end());
  REQUIRE(a.features.size() == b.features.size());
  CHECK(a.features.front().values.back() == "建外街道");
  for (std::size_t i = 0; i < a.features.size(); ++i) {
    CHECK(a.features[i].values.back() == b.features[i].values.back());
    auto const &one = std::get<Polygon>(a.features[i].geometry).outer;
    auto const &other = std::get<Polygon>(b.features[i].geometry).outer;
    REQUIRE_FALSE(other.empty());
    CHECK(distance_m(one.front(), other.front()) < 0.05);
  }
}

TEST_CASE("Shenzhen's buildings explode to their parts, three of them crossing themselves") {
  auto const file = real_data("buildings/shenzhen_nanshan_buildings.geojson");
  if (!file) {
    return;
  }
  auto const layer = read_well(*file, {}, GeometryKind::polygon);
  CHECK(layer.read == 5'438);
  CHECK(layer.refused.size() == 3);
  CHECK(layer.crs == "EPSG:4326");
}

TEST_CASE("a file of several layers is read by name, and lists them when none is given") {
  auto const file = real_data("buildings/bubenec.gpkg");
  if (!file) {
    return;
  }
  auto const message = refused("buildings/bubenec.gpkg", GeometryKind::polygon);
  for (auto const *name : {"buildings", "streets", "plots", "tessellation"}) {
    CHECK(message.find(name) != std::string::npos);
  }
  SourceOptions options;
  options.layer_name = "buildings";
  auto const layer = read_well(*file, options, GeometryKind::polygon);
  CHECK(layer.read == 144);
  CHECK(layer.crs == "EPSG:3857");
  options.layer_name = "streets";
  CHECK(read_well(*file, options, GeometryKind::line).written >= 35);
  options.layer_name = "rivers";
  auto const unknown = read_layer(*file, options, GeometryKind::line);
  REQUIRE_FALSE(unknown);
  CHECK(unknown.error().message.find("tessellation") != std::string::npos);
}

TEST_CASE("coordinates outside their CRS's area of use are refused, naming both") {
  auto const message = refused("import/poly00.fgb", GeometryKind::polygon);
  if (message != "absent") {
    CHECK(message.find("EPSG:27700") != std::string::npos);
    CHECK(message.find("480701.06, 4764738.00") != std::string::npos);
  }
}

TEST_CASE("the countries of the world are no county's layer") {
  auto const message = refused("import/countries.fgb", GeometryKind::polygon);
  CHECK((message == "absent" || message.find("spans 360.0 by") != std::string::npos));
}

TEST_CASE("feet in a zipped Shapefile and the British grid come out in degrees") {
  if (auto const file = real_data("import/nybb_16a.zip")) {
    auto const layer = read_well(*file, together(), GeometryKind::polygon);
    CHECK(layer.read == 5);
    CHECK(layer.crs == "EPSG:2263");
    // Staten Island holds 74.15 W, 40.58 N.
    auto const p = LonLat::from_degrees(-74.15, 40.58).value();
    CHECK(std::any_of(layer.features.begin(), layer.features.end(), [&](Feature const &f) {
      return f.row == 1 && covers(std::get<Polygon>(f.geometry), p);
    }));
  }
  if (auto const file = real_data("import/sf_buildings.gpkg")) {
    auto const layer = read_well(*file, {}, GeometryKind::polygon);
    CHECK(layer.written == 158);
    auto const box = envelope_of(layer.features.front().geometry);
    CHECK(box.north > 514'000'000);
    CHECK(box.north < 516'000'000);
  }
}

TEST_CASE("curves are straightened within two centimetres and said so") {
  for (auto const *name : {"import/curvepolygon.gpkg", "import/multisurface.gpkg"}) {
    if (auto const file = real_data(name)) {
      auto const layer = read_well(*file, {}, GeometryKind::polygon);
      CHECK(layer.written == 1);
      CHECK(layer.notes.front().find("within 2 cm") != std::string::npos);
    }
  }
  if (auto const file = real_data("import/curve.gpkg")) {
    CHECK(read_well(*file, {}, GeometryKind::line).notes.size() == 1);
    CHECK(refused("import/curve.gpkg", GeometryKind::polygon).find("holds no polygons") !=
          std::string::npos);
  }
}

TEST_CASE("Z and M are dropped and said so") {
  if (auto const file = real_data("import/line_zm.gpkg")) {
    CHECK(read_well(*file, {}, GeometryKind::line).notes ==
          std::vector<std::string>{"Z and M values dropped"});
  }
}

TEST_CASE("NULL attributes of a GeoPackage are absent") {
  if (auto const file = real_data("import/test_gpkg_nulls.gpkg")) {
    auto const layer = read_well(*file, {}, GeometryKind::point);
    REQUIRE(layer.written == 4);
    auto const &values = layer.features[3].values;
    CHECK(std::none_of(values.begin(), values.end(),
                       [](auto const &value) { return value.has_value(); }));
  }
}

TEST_CASE("a table without geometry is no layer") {
  for (auto const *name : {"import/dbf/gbk.dbf", "import/dbf/gb2312.dbf"}) {
    auto const message = refused(name, GeometryKind::polygon);
    CHECK((message == "absent" || message.find("no geometry") != std::string::npos));
  }
}

TEST_CASE("GPS points are read from GeoPackage and CSV alike") {
  auto const gpkg = real_data("gps/geolife_small.gpkg");
  auto const csv = real_data("gps/geolife_small.csv");
  if (!gpkg || !csv) {
    return;
  }
  SourceOptions options;
  options.crs = "EPSG:4326";
  CHECK(read_well(*gpkg, {}, GeometryKind::point).written == 5'908);
  CHECK(read_well(*csv, options, GeometryKind::point).written == 5'908);
}

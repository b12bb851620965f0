#include "tests/tools/town_checks.hpp"

#include "geo/datum_shift.hpp"
#include "geo/local_frame.hpp"
#include "tools/yuntu/demo/town_writer.hpp"

#include <catch2/catch.hpp>
#include <gdal_priv.h>
#include <nlohmann/json.hpp>
#include <ogrsf_frmts.h>

#include <clocale>
#include <fstream>
#include <iterator>
#include <map>

#include <unistd.h>

using namespace yuntu::demo;
namespace fs = std::filesystem;
namespace geo = yuntu::geo;

namespace {

class TempDir {
public:
  explicit TempDir(std::string const &name)
      : path_(fs::temp_directory_path() / (name + std::to_string(::getpid()))) {
    fs::create_directories(path_);
  }
  TempDir(TempDir const &) = delete;
  TempDir &operator=(TempDir const &) = delete;
  ~TempDir() { fs::remove_all(path_); }
  [[nodiscard]] fs::path const &path() const { return path_; }

private:
  fs::path path_;
};

std::map<std::string, std::string> bytes_in(fs::path const &dir) {
  std::map<std::string, std::string> files;
  for (auto const &entry : fs::directory_iterator(dir)) {
    std::ifstream in(entry.path(), std::ios::binary);
    files[entry.path().filename()] = {std::istreambuf_iterator<char>(in), {}};
  }
  return files;
}

std::map<std::string, std::string> bytes_of(std::uint64_t seed) {
  TempDir const dir("yuntu_demo_bytes_");
  write_town(make_town(checks::first_light(), seed), dir.path());
  return bytes_in(dir.path());
}

GDALDatasetUniquePtr open_file(fs::path const &file, char const *encoding) {
  GDALAllRegister();
  std::string const option = std::string("ENCODING=") + encoding;
  char const *options[] = {option.c_str(), nullptr};
  bool const has_encoding = *encoding != '\0';
  GDALDatasetUniquePtr dataset(
      GDALDataset::Open(file.c_str(), GDAL_OF_VECTOR, nullptr, has_encoding ? options : nullptr));
  REQUIRE(dataset);
  return dataset;
}

/// Largest distance in metres between a polygon as read (degrees) and its truth; a great number
/// when the vertices do not correspond. A reader may turn a ring round or start it elsewhere.
double deviation_m(OGRPolygon const &read, geo::Polygon const &truth, geo::Datum datum) {
  double worst = 0;
  for (OGRPoint const &p : *read.getExteriorRing()) {
    geo::Degrees const at = geo::to_wgs84({p.getX(), p.getY()}, datum);
    auto const snapped = geo::LonLat::from_degrees(at.lon, at.lat).value();
    double nearest = 1e9;
    for (geo::LonLat const vertex : truth.outer) {
      nearest = std::min(nearest, geo::distance_m(snapped, vertex));
    }
    worst = std::max(worst, nearest);
  }
  bool const same_count =
      static_cast<std::size_t>(read.getExteriorRing()->getNumPoints()) == truth.outer.size();
  return same_count ? worst : 1e9;
}

OGRPolygon degrees_of(OGRFeature const &feature) {
  OGRSpatialReference degrees;
  degrees.importFromEPSG(4490);
  degrees.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
  OGRPolygon polygon = *feature.GetGeometryRef()->toPolygon();
  REQUIRE(polygon.transformTo(&degrees) == OGRERR_NONE);
  return polygon;
}

void check_shapefile(fs::path const &file, std::vector<Area> const &truth) {
  CHECK_FALSE(fs::exists(fs::path(file).replace_extension(".cpg")));
  auto const dataset = open_file(file, "GBK");
  OGRLayer *layer = dataset->GetLayer(0);
  REQUIRE(layer->GetFeatureCount() == static_cast<GIntBig>(truth.size()));
  OGRSpatialReference zone;
  zone.importFromEPSG(4549);
  zone.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
  char const *loosely[] = {"IGNORE_DATA_AXIS_TO_SRS_AXIS_MAPPING=YES", nullptr};
  CHECK(layer->GetSpatialRef()->IsSame(&zone, loosely));
  std::size_t row = 0;
  for (auto const &feature : *layer) {
    CHECK(feature->GetFieldAsString("WGBM") == truth[row].code);
    CHECK(feature->GetFieldAsString("WGMC") == truth[row].name);
    CHECK(feature->GetFieldAsString("SSSQ") == truth[row].parent);
    CHECK(deviation_m(degrees_of(*feature), truth[row].polygon, geo::Datum::wgs84) < 0.001);
    ++row;
  }
}

} // namespace

TEST_CASE("the same seed gives the same bytes in every file, another seed gives others") {
  auto const first = bytes_of(7);
  CHECK(first.size() == 14);
  CHECK(first == bytes_of(7));
  auto const other = bytes_of(8);
  for (char const *name : {"grid.shp", "microgrid.shp", "governance.gpkg", "buildings.geojson",
                           "streets.gpkg", "stations.gpkg", "water.gpkg", "manifest.json"}) {
    CAPTURE(name);
    CHECK(first.at(name) != other.at(name));
  }
}

TEST_CASE("the bytes do not depend on the locale") {
  auto const plain = bytes_of(3);
  std::string const before = std::setlocale(LC_ALL, nullptr);
  char const *comma = std::setlocale(LC_ALL, "de_DE.UTF-8");
  if (comma == nullptr) {
    WARN("skipped: locale de_DE.UTF-8 is not installed");
    return;
  }
  auto const local = bytes_of(3);
  std::setlocale(LC_ALL, before.c_str());
  CHECK(plain == local);
}

TEST_CASE("writing over an older town leaves nothing of it") {
  TempDir const dir("yuntu_demo_again_");
  write_town(make_town(checks::first_light(), 8), dir.path());
  write_town(make_town(checks::first_light(), 7), dir.path());
  CHECK(bytes_in(dir.path()) == bytes_of(7));
}

TEST_CASE("grids come back from GBK Shapefiles in EPSG:4549 by name and to the millimetre") {
  TempDir const dir("yuntu_demo_grids_");
  DemoTown const town = make_town(checks::first_light(), 5);
  write_town(town, dir.path());
  check_shapefile(dir.path() / "grid.shp", town.grids);
  check_shapefile(dir.path() / "microgrid.shp", town.microgrids);
}

TEST_CASE("buildings come back from GCJ-02 within 2 cm, some 500 m from where they are drawn") {
  TempDir const dir("yuntu_demo_buildings_");
  DemoTown const town = make_town(checks::first_light(), 5);
  write_town(town, dir.path());
  auto const dataset = open_file(dir.path() / "buildings.geojson", "");
  std::size_t row = 0;
  for (auto const &feature : *dataset->GetLayer(0)) {
    Building const &truth = town.buildings.at(row++);
    CHECK(feature->GetFieldAsString("code") == truth.code);
    CHECK(feature->GetFieldAsString("name") == truth.name);
    CHECK(feature->GetFieldAsInteger("floors") == truth.floors);
    CHECK(feature->GetFieldAsInteger("units") == truth.units);
    CHECK(feature->GetFieldAsInteger("households") == truth.households);
    OGRPolygon const &polygon = *feature->GetGeometryRef()->toPolygon();
    CHECK(deviation_m(polygon, truth.polygon, geo::Datum::gcj02) < 0.02);
    CHECK(deviation_m(polygon, truth.polygon, geo::Datum::wgs84) > 200);
  }
  CHECK(row == town.buildings.size());
}

TEST_CASE("the manifest names every import in order with the rows it must write") {
  TempDir const dir("yuntu_demo_manifest_");
  DemoTown const town = make_town(checks::first_light(), 5);
  write_town(town, dir.path());
  std::ifstream in(dir.path() / "manifest.json");
  auto const manifest = nlohmann::json::parse(in);
  std::vector<std::string> layers;
  for (auto const &import : manifest.at("imports")) {
    layers.push_back(import.at("layer"));
    auto const arguments = import.at("arguments").get<std::vector<std::string>>();
    auto const source = std::find(arguments.begin(), arguments.end(), "--source-layer");
    auto const dataset = open_file(dir.path() / import.at("file").get<std::string>(), "");
    OGRLayer *layer = source == arguments.end() ? dataset->GetLayer(0)
                                                : dataset->GetLayerByName((source + 1)->c_str());
    REQUIRE(layer != nullptr);
    CHECK(layer->GetFeatureCount() == import.at("written").get<GIntBig>());
  }
  CHECK(layers == std::vector<std::string>{"subdistrict", "community", "estate", "grid",
                                           "microgrid", "building", "walk", "station", "water"});
}

TEST_CASE("streets share exact coordinates after a trip through their GeoPackage") {
  TempDir const dir("yuntu_demo_streets_");
  DemoTown const town = make_town(checks::first_light(), 5);
  write_town(town, dir.path());
  auto const dataset = open_file(dir.path() / "streets.gpkg", "");
  std::size_t row = 0;
  for (auto const &feature : *dataset->GetLayerByName("walk")) {
    WalkLine const &truth = town.walks.at(row++);
    geo::LineString read;
    for (OGRPoint const &p : *feature->GetGeometryRef()->toLineString()) {
      read.push_back(geo::LonLat::from_degrees(p.getX(), p.getY()).value());
    }
    CHECK(read == truth.line);
    CHECK(feature->GetFieldAsString("highway") == truth.highway);
    CHECK(feature->GetFieldAsString("foot") == truth.foot);
  }
  CHECK(row == town.walks.size());
}

TEST_CASE("a directory that cannot be written is an error that names the file") {
  TempDir const dir("yuntu_demo_blocked_");
  std::ofstream(dir.path() / "taken") << "a file";
  CHECK_THROWS_WITH(write_town(make_town(checks::first_light(), 1), dir.path() / "taken"),
                    Catch::Contains("taken"));
}

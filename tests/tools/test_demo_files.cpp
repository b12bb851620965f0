#include "tests/geo/temp_dir.hpp"
#include "tests/tools/delivery.hpp"
#include "tests/tools/town_checks.hpp"
#include "tests/tools/town_truth.hpp"

#include "geo/datum_shift.hpp"
#include "geo/local_frame.hpp"
#include "tools/yuntu/demo/town_writer.hpp"

#include <catch2/catch.hpp>
#include <gdal_priv.h>
#include <nlohmann/json.hpp>
#include <ogrsf_frmts.h>

#include <clocale>
#include <fstream>
#include <map>

using namespace yuntu::demo;
using yuntu::test::TempDir;
namespace fs = std::filesystem;
namespace geo = yuntu::geo;

namespace {

std::map<std::string, std::string> bytes_of(std::uint64_t seed) {
  TempDir const dir;
  write_town(checks::with_every_layer(make_town(checks::first_light(), seed)), dir.path());
  return checks::bytes_in(dir.path());
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

/// How the survey office hands a layer over.
struct Habit {
  std::string file;
  int epsg = 0;
  double eastings_from = 0, eastings_to = 0;
  bool has_prj = true;
  bool has_cpg = false;
};

OGRPolygon degrees_of(OGRFeature const &feature, OGRSpatialReference &metres) {
  OGRSpatialReference degrees;
  degrees.importFromEPSG(4490);
  degrees.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
  OGRPolygon polygon = *feature.GetGeometryRef()->toPolygon();
  polygon.assignSpatialReference(&metres);
  REQUIRE(polygon.transformTo(&degrees) == OGRERR_NONE);
  return polygon;
}

void check_shapefile(fs::path const &dir, Habit const &habit, std::vector<Area> const &truth) {
  fs::path const file = dir / (habit.file + ".shp");
  CHECK(fs::exists(fs::path(file).replace_extension(".cpg")) == habit.has_cpg);
  CHECK(fs::exists(fs::path(file).replace_extension(".prj")) == habit.has_prj);
  auto const dataset = open_file(file, "GBK");
  OGRLayer *layer = dataset->GetLayer(0);
  REQUIRE(layer->GetFeatureCount() == static_cast<GIntBig>(truth.size()));
  OGRSpatialReference zone;
  zone.importFromEPSG(habit.epsg);
  zone.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
  char const *loosely[] = {"IGNORE_DATA_AXIS_TO_SRS_AXIS_MAPPING=YES", nullptr};
  CHECK((layer->GetSpatialRef() != nullptr) == habit.has_prj);
  CHECK((!habit.has_prj || layer->GetSpatialRef()->IsSame(&zone, loosely)));
  OGREnvelope box;
  REQUIRE(layer->GetExtent(&box) == OGRERR_NONE);
  CHECK(box.MinX > habit.eastings_from);
  CHECK(box.MaxX < habit.eastings_to);
  std::size_t row = 0;
  for (auto const &feature : *layer) {
    CHECK(feature->GetFieldAsString("WGBM") == truth[row].code);
    CHECK(feature->GetFieldAsString("WGMC") == truth[row].name);
    CHECK(feature->GetFieldAsString("SSSQ") == truth[row].parent);
    CHECK(deviation_m(degrees_of(*feature, zone), truth[row].polygon, geo::Datum::wgs84) < 0.001);
    ++row;
  }
}

} // namespace

TEST_CASE("the same seed gives the same bytes in every file, another seed gives others") {
  auto const first = bytes_of(7);
  CHECK(first.size() == 24);
  auto const again = bytes_of(7);
  auto const other = bytes_of(8);
  for (auto const &[name, bytes] : first) {
    CAPTURE(name);
    CHECK(bytes == again.at(name)); // no CHECK on the whole map: it would print megabytes
    fs::path const extension = fs::path(name).extension();
    bool const is_alike = extension == ".prj" || extension == ".cpg" ||
                          (extension == ".dbf" && name != "microgrid.dbf") || extension == ".shx";
    CHECK((is_alike || bytes != other.at(name)));
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
  CHECK((plain == local));
}

TEST_CASE("writing over an older town leaves nothing of it") {
  TempDir const dir;
  write_town(checks::with_every_layer(make_town(checks::first_light(), 8)), dir.path());
  write_town(checks::with_every_layer(make_town(checks::first_light(), 7)), dir.path());
  CHECK((checks::bytes_in(dir.path()) == bytes_of(7)));
}

TEST_CASE("areas come back from GBK Shapefiles in four systems, to the millimetre") {
  TempDir const dir;
  DemoTown const town = make_town(checks::first_light(), 5);
  write_town(town, dir.path());
  // 118.52 E is 139 km east of 117 E and 135 km west of 120 E.
  check_shapefile(dir.path(), {"subdistrict", 4527, 39'630'000, 39'645'000, true, true},
                  town.subdistricts);
  check_shapefile(dir.path(), {"community", 4549, 360'000, 370'000, true, false}, town.communities);
  check_shapefile(dir.path(), {"grid", 4548, 630'000, 645'000, true, false}, town.grids);
  check_shapefile(dir.path(), {"microgrid", 4528, 40'360'000, 40'370'000, false, false},
                  town.microgrids);
}

TEST_CASE("buildings come back from GCJ-02 within 2 cm, some 500 m from where they are drawn") {
  TempDir const dir;
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
    CHECK(feature->GetFieldAsInteger("older") == truth.older);
    OGRPolygon const &polygon = *feature->GetGeometryRef()->toPolygon();
    CHECK(deviation_m(polygon, truth.polygon, geo::Datum::gcj02) < 0.02);
    CHECK(deviation_m(polygon, truth.polygon, geo::Datum::wgs84) > 200);
  }
  CHECK(row == town.buildings.size());
}

TEST_CASE("the manifest names every import in order") {
  TempDir const dir;
  write_town(checks::with_every_layer(make_town(checks::first_light(), 5)), dir.path());
  std::ifstream in(dir.path() / "manifest.json");
  auto const manifest = nlohmann::json::parse(in);
  std::vector<std::string> layers;
  for (auto const &import : manifest.at("imports")) {
    layers.push_back(import.at("layer"));
    CHECK(import.at("written") > 0);
    CHECK(fs::exists(dir.path() / import.at("file").get<std::string>()));
  }
  CHECK(layers == std::vector<std::string>{"subdistrict", "community", "estate", "grid",
                                           "microgrid", "building", "water", "landuse", "walk",
                                           "street", "station", "shop", "gate", "entrance"});
}

TEST_CASE("gates and level crossings are nodes of the streets that meet there") {
  TempDir const dir;
  auto const town = checks::with_every_layer(make_town(checks::first_light(), 5));
  write_town(town, dir.path());
  auto const text = checks::bytes_in(dir.path()).at("streets.osm");
  CHECK(text.find("<tag k=\"barrier\" v=\"gate\"/>") != std::string::npos);
  CHECK(text.find("<tag k=\"railway\" v=\"level_crossing\"/>") != std::string::npos);
  CHECK(text.find("<node") < text.find("<way"));
  CHECK(text.find("<node", text.find("<way")) == std::string::npos);
}

TEST_CASE("names with marks of their own pass through XML and CSV unharmed") {
  TempDir const dir;
  auto town = checks::with_every_layer(make_town(checks::first_light(), 5));
  town.walks.front().name = "\"甲<乙\" & 丙路";
  write_town(town, dir.path());
  auto const files = checks::bytes_in(dir.path());
  CHECK(files.at("streets.osm").find("v=\"&quot;甲&lt;乙&quot; &amp; 丙路\"") != std::string::npos);
  CHECK(files.at("shops.csv").find(",\"\"\"") != std::string::npos);
}

TEST_CASE("a directory that cannot be written is an error that names the file") {
  TempDir const dir;
  std::ofstream(dir.path() / "taken") << "a file";
  CHECK_THROWS_WITH(write_town(make_town(checks::first_light(), 1), dir.path() / "taken"),
                    Catch::Contains("taken"));
}

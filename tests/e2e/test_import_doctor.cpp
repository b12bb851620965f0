#include "tests/e2e/import_file.hpp"
#include "tests/geo/real_data.hpp"
#include "tests/geo/temp_dir.hpp"
#include "tools/checkout.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <fstream>

using namespace yuntu::test;
using Json = nlohmann::json;
using Catch::Contains;

namespace {

/// A row of the doctor's table: a file and what is to be found out about it.
struct Case {
  std::string file;
  std::string layer;
  std::string source_layer;
  std::int64_t read = 0;
  std::int64_t refused = 0;
  std::string crs;
  std::string encoding;
  std::string verdict;
};

std::vector<std::string> options_of(Case const &one) {
  std::vector<std::string> options{"--dry-run"};
  if (!one.source_layer.empty()) {
    options.insert(options.end(), {"--source-layer", one.source_layer});
  }
  return options;
}

/// Without the options that say how its coordinates are meant.
std::vector<std::string> without_crs(Json const &arguments) {
  std::vector<std::string> left;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    std::string const argument = arguments[i];
    if (argument == "--crs" || argument == "--datum") {
      ++i;
    } else {
      left.push_back(argument);
    }
  }
  return left;
}

Json import_item(std::filesystem::path const &data, std::filesystem::path const &file,
                 std::vector<std::string> const &arguments) {
  std::vector<std::string> words{"import", "--data", data.string(), file.string()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  auto const done = yuntu::test::yuntu(words);
  INFO(file << ": " << done.errors);
  REQUIRE(done.code == 0);
  return Json::parse(done.out);
}

} // namespace

TEST_CASE(
    "the county's delivery, in five systems and two datums, needs no option to be read right") {
  TempDir const dir;
  auto const files = dir.path() / "files";
  REQUIRE(yuntu::test::yuntu({"demo", "--definition", yuntu::checkout() + "/data/demo/county.toml",
                              "--seed", "1", "--out", files.string()})
              .code == 0);
  std::ifstream in(files / "manifest.json");
  auto const manifest = Json::parse(in);
  for (auto const &item : manifest.at("imports")) {
    auto const file = files / item.at("file").get<std::string>();
    auto const found = import_item(dir.path() / "found", file, without_crs(item.at("arguments")));
    auto const told = import_item(dir.path() / "told", file, item.at("arguments"));
    INFO(item.at("layer") << ": " << found.dump());
    CHECK(found.at("version") == told.at("version"));
    CHECK(found.at("datum") == told.at("datum"));
  }
}

TEST_CASE("files that can be read are, with what was found out about them") {
  auto const one = GENERATE(
      Case{"import/beijing_townships_gbk_cm117.shp", "subdistrict", "", 331, 0, "EPSG:4548",
           "GB18030", "undecided"},
      Case{"admin/beijing_townships/beijing.shp", "subdistrict", "", 331, 0, "EPSG:4326", "UTF-8",
           "undecided"},
      Case{"buildings/bubenec.gpkg", "building", "buildings", 144, 0, "EPSG:3857", "UTF-8",
           "accepted"},
      Case{"import/sf_buildings.gpkg", "building", "", 158, 0, "Transverse_Mercator", "UTF-8",
           "accepted"},
      Case{"import/nybb_16a.zip", "subdistrict", "", 5, 0, "EPSG:2263", "UTF-8", "accepted"},
      Case{"import/curvepolygon.gpkg", "grid", "", 1, 0, "EPSG:4326", "UTF-8", "accepted"},
      Case{"import/multisurface.gpkg", "grid", "", 1, 0, "EPSG:4326", "UTF-8", "accepted"},
      Case{"import/line_zm.gpkg", "walk", "", 1, 0, "EPSG:4326", "UTF-8", "accepted"},
      Case{"import/test_gpkg_nulls.gpkg", "station", "", 4, 0, "EPSG:4326", "UTF-8", "accepted"});
  auto const file = real_data(one.file);
  if (!file) {
    return;
  }
  TempDir const dir;
  auto const done = import_file(dir.path() / "d", one.layer, *file, options_of(one));
  INFO(one.file << ": " << done.errors);
  REQUIRE((done.code == 0 || done.code == 1));
  auto const report = Json::parse(done.out);
  CHECK(report.at("read") == one.read);
  CHECK(report.at("refused").size() == static_cast<std::size_t>(one.refused));
  CHECK(report.at("crs") == one.crs);
  CHECK(report.at("datum") == "wgs84");
  CHECK(report.at("encoding") == one.encoding);
  auto const &detective = report.at("detective");
  CHECK(detective.at("verdict") == one.verdict);
  bool const is_open = one.verdict == "undecided";
  CHECK(detective.contains("deciding_option") == is_open);
  CHECK((done.errors.find("--datum decides") != std::string::npos) == is_open);
}

TEST_CASE("files that cannot be a county's layer are refused, naming what is wrong") {
  struct Refusal {
    std::string file;
    std::string layer;
    std::vector<std::string> words;
  };
  auto const one =
      GENERATE(Refusal{"buildings/bubenec.gpkg", "building", {"buildings", "streets", "plots"}},
               Refusal{"import/poly00.fgb", "subdistrict", {"EPSG:27700", "480701.06"}},
               Refusal{"import/countries.fgb", "subdistrict", {"360.0 by 139.3 degrees"}},
               Refusal{"import/curve.gpkg", "grid", {"LINESTRING", "expected a polygon"}},
               Refusal{"import/line_zm.gpkg", "grid", {"LINESTRING", "expected a polygon"}},
               Refusal{"import/dbf/gbk.dbf", "grid", {"has no geometry"}});
  auto const file = real_data(one.file);
  if (!file) {
    return;
  }
  TempDir const dir;
  auto const done = import_file(dir.path() / "d", one.layer, *file);
  CHECK(done.code == 2);
  for (auto const &words : one.words) {
    CHECK_THAT(done.errors, Contains(words));
  }
}

TEST_CASE("with nothing loaded degrees that only their format calls WGS 84 need an option") {
  struct Open {
    std::string file;
    std::string layer;
    std::string datum; ///< in truth
    std::int64_t read = 0;
    std::size_t refused = 0;
  };
  auto const one =
      GENERATE(Open{"admin/linyi_datav_371300_GCJ02.json", "subdistrict", "gcj02", 12, 0},
               Open{"buildings/shenzhen_nanshan_buildings.geojson", "building", "wgs84", 5438, 3});
  auto const file = real_data(one.file);
  if (!file) {
    return;
  }
  TempDir const dir;
  auto const data = dir.path() / "d";
  auto const open = import_file(data, one.layer, *file);
  CHECK(open.code == 2);
  CHECK(open.out.empty());
  CHECK_THAT(open.errors, Contains("none clearly best: EPSG:4326 degrees, WGS 84") &&
                              Contains("; EPSG:4326 degrees, GCJ-02") &&
                              Contains("State the true one, e.g. --datum wgs84"));
  CHECK_FALSE(std::filesystem::exists(data / "base.sqlite"));

  auto const done = import_file(data, one.layer, *file, {"--datum", one.datum, "--dry-run"});
  REQUIRE((done.code == 0 || done.code == 1));
  auto const report = Json::parse(done.out);
  CHECK(report.at("read") == one.read);
  CHECK(report.at("refused").size() == one.refused);
  CHECK(report.at("datum") == one.datum);
  CHECK(report.at("detective").at("verdict") == "declared");
}

TEST_CASE("beside a right layer of the county GCJ-02 is found, named and measured") {
  auto const file = real_data("admin/linyi_datav_371300_GCJ02.json");
  if (!file) {
    return;
  }
  TempDir const dir;
  auto const data = dir.path() / "d";
  std::vector<std::string> const map{"--map", "code=adcode,name=name"};
  auto right = map;
  right.insert(right.end(), {"--datum", "gcj02"});
  REQUIRE(import_file(data, "subdistrict", *file, right).code == 0);

  auto const found = import_file(data, "community", *file, map);
  REQUIRE(found.code == 0);
  auto const report = Json::parse(found.out);
  CHECK(report.at("datum") == "gcj02");
  auto const &detective = report.at("detective");
  CHECK(detective.at("verdict") == "accepted");
  CHECK(detective.at("chosen").at("datum") == "gcj02");
  CHECK(detective.at("chosen").at("offset_m").get<double>() == Approx(515).margin(15));
  CHECK(detective.at("chosen").at("residual_m").get<double>() < 0.1);
  CHECK(detective.at("hypotheses").size() >= 2);
  CHECK_THAT(found.errors, Contains("GCJ-02") && Contains("to the west"));

  auto declared = map;
  declared.insert(declared.end(), {"--datum", "wgs84", "--crs", "EPSG:4326", "--dry-run"});
  auto const stands = import_file(data, "community", *file, declared);
  REQUIRE(stands.code == 0);
  CHECK(Json::parse(stands.out).at("datum") == "wgs84");
  CHECK(Json::parse(stands.out).at("detective").at("verdict") == "declared");
  CHECK_THAT(stands.errors, Contains("contradicts the data") && Contains("the declaration stands"));
}

TEST_CASE("invalid polygons are repaired on request only, and the change is stated") {
  auto const file = real_data("buildings/shenzhen_nanshan_buildings.geojson");
  if (!file) {
    return;
  }
  TempDir const dir;
  auto const done = import_file(dir.path() / "d", "building", *file,
                                {"--repair", "--dry-run", "--datum", "wgs84"});
  REQUIRE(done.code == 0);
  auto const report = Json::parse(done.out);
  CHECK(report.at("refused").empty());
  REQUIRE(report.at("repaired").size() == 3);
  for (auto const &repair : report.at("repaired")) {
    CHECK_THAT(repair.at("reason").get<std::string>(), Contains("crosses or touches itself"));
    CHECK(std::abs(repair.at("area_change_m2").get<double>()) < 1);
    CHECK(repair.at("lon").get<double>() == Approx(113.92).margin(0.05));
  }
}

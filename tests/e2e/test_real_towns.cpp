#include "tests/e2e/api_client.hpp"
#include "tests/e2e/import_file.hpp"
#include "tests/e2e/running_server.hpp"
#include "tests/geo/real_data.hpp"
#include "tests/geo/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace yuntu::test;

namespace {

/// Imports and checks what every report must say: read = written + refused, each with a reason.
json import_counted(std::filesystem::path const &data, std::string const &layer,
                    std::filesystem::path const &file, std::vector<std::string> const &more = {}) {
  auto const done = import_file(data, layer, file, more);
  INFO(file.filename() << " as " << layer << ": " << done.errors);
  REQUIRE((done.code == 0 || done.code == 1));
  auto report = json::parse(done.out);
  auto const &refused = report.at("refused");
  CHECK(report.at("read") == report.at("written").get<std::size_t>() + refused.size());
  CHECK(done.code == (refused.empty() ? 0 : 1));
  for (auto const &row : refused) {
    CHECK(row.at("row").is_number_integer());
    CHECK_FALSE(row.at("reason").get<std::string>().empty());
  }
  return report;
}

std::string tile_path(std::string const &layer, double lon, double lat) {
  constexpr double pi = 3.14159265358979323846;
  constexpr double tiles = 1U << 14U;
  auto const x = std::floor((lon + 180) / 360 * tiles);
  auto const y = std::floor((1 - std::asinh(std::tan(lat * pi / 180)) / pi) / 2 * tiles);
  return "/tiles/" + layer + "/14/" + std::to_string(static_cast<int>(x)) + "/" +
         std::to_string(static_cast<int>(y)) + ".mvt";
}

std::string desk_token(std::filesystem::path const &data) {
  auto const done = yuntu::test::yuntu(
      {"user", "add", "--data", data.string(), "--name", "desk", "--role", "command"});
  REQUIRE(done.code == 0);
  return json::parse(done.out).at("token");
}

struct Town {
  std::string file;
  std::int64_t buildings = 0;
  std::int64_t streets = 0;
  std::int64_t twice = 0; ///< buildings that the file holds twice: one code, one building
  double lon = 0;         ///< in the middle of it
  double lat = 0;
};

/// The server starts on the town and answers who owns a point, tiles and coverage.
void check_server_answers(std::filesystem::path const &data, Town const &town,
                          std::int64_t buildings_written) {
  auto const token = desk_token(data);
  RunningServer server(data);
  ApiClient const desk(server.port(), token);
  auto const place = ApiClient::at(town.lon, town.lat);
  auto const owner = desk.get("/api/v1/owner" + place);
  CHECK(owner.status == 200);
  CHECK(owner.body.at("areas").size() == 6);
  CHECK(owner.body.at("station").is_null());
  for (auto const *const layer : {"building", "street"}) {
    auto const tile = desk.get(tile_path(layer, town.lon, town.lat));
    INFO(layer);
    CHECK(tile.status == 200);
    CHECK(tile.raw.body.size() > 1'000);
  }
  auto const coverage = desk.get("/api/v1/coverage?minutes=15&lon=" + place.substr(5));
  REQUIRE(coverage.status == 200);
  auto const &origin = coverage.body.at("origins").at(0);
  CHECK(origin.at("buildings") > 20);
  CHECK(origin.at("street_m") > 5'000);
  CHECK(coverage.body.at("covered").at("buildings") == origin.at("buildings"));
  CHECK(coverage.body.at("total").at("buildings") == buildings_written - town.twice);
  CHECK(server.stop() == 0);
}

} // namespace

TEST_CASE("the townships of Beijing come in as 331 subdistricts with provisional codes") {
  auto const file = real_data("admin/beijing_townships/beijing.shp");
  if (!file) {
    return;
  }
  TempDir const dir;
  auto const report =
      import_counted(dir.path() / "data", "subdistrict", *file, {"--map", "name=乡"});
  CHECK(report.at("read") == 331);
  CHECK(report.at("written") == 331);
  CHECK(report.at("notes").dump().find("331 provisional codes") != std::string::npos);
  auto const done =
      yuntu::test::yuntu({"locate", "--data", (dir.path() / "data").string(), "116.33", "39.98"});
  auto const area = json::parse(done.out).at("areas").at("subdistrict");
  CHECK(area.at("name") == "中关村街道");
  CHECK(area.at("code").get<std::string>().substr(0, 2) == "p-");
}

TEST_CASE("the same townships in GBK and Gauss-Krueger come in with the same names in place") {
  auto const file = real_data("import/beijing_townships_gbk_cm117.shp");
  if (!file) {
    return;
  }
  TempDir const dir;
  auto const report =
      import_counted(dir.path() / "data", "subdistrict", *file, {"--map", "name=乡"});
  CHECK(report.at("read") == 331);
  CHECK(report.at("crs") == "EPSG:4548");
  CHECK((report.at("encoding") == "GB18030" || report.at("encoding") == "GBK"));
  auto const done =
      yuntu::test::yuntu({"locate", "--data", (dir.path() / "data").string(), "116.33", "39.98"});
  CHECK(json::parse(done.out).at("areas").at("subdistrict").at("name") == "中关村街道");
}

TEST_CASE("a real town is imported as counted, and the server serves it") {
  auto const town = GENERATE(Town{"osm/beijing-haidian.osm", 521, 684, 0, 116.32, 40.0},
                             Town{"osm/liechtenstein.osm.pbf", 8'994, 4'660, 0, 9.5215, 47.141},
                             Town{"osm/vancouver.osm.pbf", 30'078, 15'754, 1, -123.1207, 49.2827});
  auto const file = real_data(town.file);
  if (!file) {
    return;
  }
  INFO(town.file);
  TempDir const dir;
  auto const data = dir.path() / "data";
  auto const buildings = import_counted(data, "building", *file);
  CHECK(buildings.at("read") == town.buildings);
  auto const streets = import_counted(data, "walk", *file);
  CHECK(streets.at("read") == town.streets);
  check_server_answers(data, town, buildings.at("written"));
}

#include "tests/e2e/import_file.hpp"
#include "tests/e2e/scene.hpp"
#include "tests/geo/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <utility>
#include <vector>

using namespace yuntu::test;

namespace {

/// A square ring about a place.
json ring(DemoPlace const &middle, double half_degrees) {
  json corners = json::array();
  for (auto const &[east, north] :
       std::vector<std::pair<int, int>>{{-1, -1}, {1, -1}, {1, 1}, {-1, 1}, {-1, -1}}) {
    corners.push_back(
        json::array({middle.lon + east * half_degrees, middle.lat + north * half_degrees}));
  }
  return corners;
}

json geometry(std::string const &type, json coordinates) {
  json made = json::object();
  made["type"] = type;
  made["coordinates"] = std::move(coordinates);
  return made;
}

json fence(std::string const &code, std::string const &name, json shape) {
  json made = json::object();
  made["type"] = "Feature";
  made["properties"] = {{"code", code}, {"name", name}, {"kind", "flood"}};
  made["geometry"] = std::move(shape);
  return made;
}

std::string collection(std::vector<json> const &features) {
  json made = json::object();
  made["type"] = "FeatureCollection";
  made["features"] = features;
  return made.dump();
}

/// Codes of the fences that the worker is in, as GET /api/v1/workers tells.
std::set<std::string> fences_of(std::uint16_t port, std::string const &worker) {
  auto const answer = ApiClient(port, demo_town().token("desk")).get("/api/v1/workers");
  REQUIRE(answer.status == 200);
  std::set<std::string> codes;
  for (auto const &item : answer.body.at("items")) {
    if (item.at("id") == worker) {
      for (auto const &stay : item.at("fences")) {
        CHECK(stay.at("time").is_string());
        codes.insert(stay.at("code").get<std::string>());
      }
    }
  }
  return codes;
}

} // namespace

TEST_CASE("fences of any shape are imported as a layer, entered, left and looked at") {
  Scene scene;
  TempDir const dir;
  auto const &home = scene.here.at(0);
  auto const &away = scene.there.at(0);
  auto const school = geometry("Polygon", json::array({ring(home, 0.0002)}));
  // Round about both places with the first one cut out, and a second part elsewhere.
  DemoPlace corner = home;
  corner.lon -= 0.05;
  json flood_parts = json::array();
  flood_parts.push_back(json::array({ring(home, 0.04), ring(home, 0.0004)}));
  flood_parts.push_back(json::array({ring(corner, 0.001)}));
  auto const flood = geometry("MultiPolygon", std::move(flood_parts));
  auto const flat = geometry("Polygon", json::array({ring(home, 0)}));
  auto const file = dir.write("fences.geojson",
                              collection({fence("F1", "学校", school), fence("F2", "行洪区", flood),
                                          fence("F3", "坏", flat)}));
  auto const done = import_wgs84(scene.town.data(), "fence", file);
  INFO(done.errors);
  REQUIRE(done.code == 1);
  auto const report = json::parse(done.out);
  CHECK(report.at("layer") == "fence");
  CHECK(report.at("read") == 3);
  CHECK(report.at("written") == 2);
  REQUIRE(report.at("refused").size() == 1);
  CHECK(report.at("refused")[0].at("row") == 3);
  CHECK_FALSE(report.at("refused")[0].at("reason").get<std::string>().empty());
  // The same again is the same version, and no new one.
  auto const again = import_wgs84(scene.town.data(), "fence", file);
  CHECK(json::parse(again.out).at("version") == report.at("version"));
  CHECK(again.errors.find("in use already") != std::string::npos);

  scene.report("w-fence", 1, home);
  auto const port = scene.server.port();
  CHECK(fences_of(port, "w-fence") == std::set<std::string>{"F1"});
  scene.report("w-fence", 2, away);
  scene.report("w-fence", 3, away);
  CHECK(fences_of(port, "w-fence") == std::set<std::string>{"F2"});

  auto const desk = scene.as("desk");
  CHECK(desk.get("/tiles/fence.json").status == 200);
  auto const layer = desk.get("/api/v1/layers/fence");
  REQUIRE(layer.status == 200);
  CHECK(layer.body.at("features").size() == 3); // parts
  CHECK(layer.body.at("features")[0].at("properties").at("kind") == "flood");

  scene.server.kill();
  RunningServer const restarted(scene.town.data());
  CHECK(fences_of(restarted.port(), "w-fence") == std::set<std::string>{"F2"});
  auto const other = dir.write("other.geojson", collection({fence("F1", "学校", school)}));
  REQUIRE(import_wgs84(scene.town.data(), "fence", other).code == 0);
  // What follows from the layer is stored before what is sent after it.
  auto const sent = ApiClient(restarted.port(), demo_town().token("gateway"))
                        .post("/api/v1/positions",
                              position_batch("w-fence", 4, away.lon, away.lat, seconds_ago(480)));
  REQUIRE(sent.status == 200);
  CHECK(fences_of(restarted.port(), "w-fence").empty());
}

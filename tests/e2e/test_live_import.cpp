#include "tests/e2e/import_file.hpp"
#include "tests/e2e/scene.hpp"

#include <catch2/catch.hpp>

using namespace yuntu::test;

namespace {

json grid_at(Scene const &scene, DemoPlace const &place) {
  auto const answer = scene.as("desk").get("/api/v1/owner" + ApiClient::at(place.lon, place.lat));
  REQUIRE(answer.status == 200);
  return answer.body.at("areas").at("grid");
}

std::string version_of(Scene const &scene, std::string const &layer) {
  auto const map = scene.as("desk").get("/api/v1/map").body;
  for (auto const &item : map.at("layers")) {
    if (item.at("layer") == layer) {
      return item.at("version");
    }
  }
  return {};
}

/// One grid, G1, around a place.
std::filesystem::path grid_around(Scene const &scene, DemoPlace const &place) {
  return scene.town.dir().write("grids.geojson",
                                squares({{place.lon - 0.0005, place.lat - 0.0005}}));
}

} // namespace

TEST_CASE("the owner of a point is what yuntu locate says, with the nearest station") {
  Scene const scene;
  for (auto const &place : {scene.here.at(0), scene.there.at(0)}) {
    auto const answer =
        scene.as("planner").get("/api/v1/owner" + ApiClient::at(place.lon, place.lat)).body;
    CHECK(answer.at("areas") == place.areas);
    CHECK(answer.at("people") == json::array());
    CHECK(answer.at("department").is_null());
    auto const &closed = answer.at("nearer_closed_station"); // as the time of day has it
    auto const &nearest = closed.is_null() ? answer.at("station") : closed;
    REQUIRE(nearest.is_object());
    CHECK(nearest.at("walk_s") > 0);
  }
}

TEST_CASE("an import while the server runs changes the owner and drops no viewer") {
  Scene const scene;
  auto const place = scene.here.at(0);
  scene.report("ann", 1, place);
  scene.report("bob", 1, scene.there.at(0));
  auto all = scene.watch_as("desk");
  all.subscribe({"worker", "incident"});
  auto scoped = scene.watch_as("worker-1");
  scoped.subscribe({"worker"});
  auto const before = version_of(scene, "grid");

  auto const done = import_wgs84(scene.town.data(), "grid", grid_around(scene, place));
  INFO(done.errors);
  REQUIRE(done.code == 0);
  auto const version = json::parse(done.out).at("version").get<std::string>();
  CHECK(version != before);

  // Both workers are shown in their new areas; ann has left the grid that worker-1 may see.
  auto moved = place;
  moved.areas["grid"] = {{"code", "G1"}, {"name", "新网格"}};
  auto outside = scene.there.at(0);
  outside.areas["grid"] = nullptr;
  all.await_shown(2);
  auto const line = [](char const *id, DemoPlace const &at) {
    return "worker " + std::string(id) + " at " + place_text(at.lon, at.lat) + " in " +
           areas_text(at.areas);
  };
  CHECK_THAT(all.shown(), Catch::UnorderedEquals(Lines{line("ann", moved), line("bob", outside)}));
  scoped.await_shown(1);
  CHECK(scoped.shown() == Lines{"remove worker ann"});
  CHECK(version_of(scene, "grid") == version);
  CHECK(grid_at(scene, place).at("code") == "G1");
  CHECK(grid_at(scene, scene.there.at(0)).is_null());

  // The stream goes on, with the new areas.
  scene.report("ann", 2, place);
  all.await_shown(3);
  CHECK(all.shown().back() == line("ann", moved));
}

TEST_CASE("an imported version is the one in use after kill -9") {
  Scene scene;
  auto const place = scene.here.at(0);
  REQUIRE(import_wgs84(scene.town.data(), "grid", grid_around(scene, place)).code == 0);
  auto const version = version_of(scene, "grid");
  scene.server.kill();
  RunningServer const server(scene.town.data());
  ApiClient const desk(server.port(), demo_town().token("desk"));
  CHECK(desk.get("/api/v1/owner" + ApiClient::at(place.lon, place.lat))
            .body.at("areas")
            .at("grid")
            .at("code") == "G1");
  auto const again =
      import_wgs84(scene.town.data(), "grid", scene.town.dir().path() / "grids.geojson");
  CHECK(again.code == 0);
  CHECK(json::parse(again.out).at("version") == version);
}

TEST_CASE("streets imported while the server runs change what stations reach on /live") {
  Scene const scene;
  auto live = scene.watch_as("desk");
  live.subscribe({"reach"});
  auto const stations = scene.as("desk").get("/api/v1/map").body.at("stations");
  double const lon = stations[0].at("lon");
  double const lat = stations[0].at("lat");
  json const street{
      {"type", "Feature"},
      {"properties", {{"highway", "residential"}}},
      {"geometry",
       {{"type", "LineString"}, {"coordinates", {{lon - 0.0005, lat}, {lon + 0.0005, lat}}}}}};
  auto const file = scene.town.dir().write(
      "streets.geojson",
      json{{"type", "FeatureCollection"}, {"features", json::array({street})}}.dump());
  REQUIRE(import_wgs84(scene.town.data(), "walk", file).code == 0);
  auto const code = stations[0].at("code").get<std::string>();
  auto const changed = live.await([&](json const &message) {
    auto const upserts = message.value("upserts", json::array());
    return std::any_of(upserts.begin(), upserts.end(),
                       [&](json const &upsert) { return upsert.at("id") == code; });
  });
  for (auto const &reach : changed.at("upserts")) {
    if (reach.at("id") == code) {
      CHECK(reach.at("streets").at("coordinates").size() == 1);
      CHECK(reach.at("buildings") < 100);
    }
  }
}

TEST_CASE("an import into the past is refused once a later version is in use") {
  Scene const scene;
  auto const place = scene.here.at(0);
  auto const done = import_wgs84(scene.town.data(), "grid", grid_around(scene, place),
                                 {"--effective", seconds_ago(86'400)});
  CHECK(done.code == 2);
  CHECK(grid_at(scene, place).at("code") == DemoTown::grid(1));
}

TEST_CASE("tiles of the version in use are served compressed and a layer not loaded is 404") {
  Scene const scene;
  auto const desk = scene.as("desk");
  auto const tilejson = desk.get("/tiles/grid.json");
  REQUIRE(tilejson.status == 200);
  CHECK(tilejson.body.at("data_version") == version_of(scene, "grid"));
  // Zoom 14 at 118.52, 35.0.
  auto const tile = desk.get("/tiles/grid/14/13585/6489.mvt?v=" + version_of(scene, "grid"));
  REQUIRE(tile.status == 200);
  CHECK(tile.raw.header("content-type") == "application/vnd.mapbox-vector-tile");
  CHECK(tile.raw.header("content-encoding") == "gzip");
  CHECK(tile.raw.body.size() > 100);
  CHECK(tile.raw.body.substr(0, 2) == "\x1f\x8b");
  CHECK(desk.get("/tiles/dragons/14/13585/6489.mvt").status == 404);
}

#include "tests/e2e/import_file.hpp"
#include "tests/e2e/scene.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <fstream>
#include <functional>
#include <thread>

using namespace yuntu::test;

namespace {

json owner_at(ApiClient const &desk, DemoPlace const &place, std::string const &more = {}) {
  auto const answer = desk.get("/api/v1/owner" + ApiClient::at(place.lon, place.lat) + more);
  INFO(answer.raw.body);
  REQUIRE(answer.status == 200);
  return answer.body;
}

json grid_at(ApiClient const &desk, DemoPlace const &place, std::string const &more = {}) {
  return owner_at(desk, place, more).at("areas").at("grid");
}

/// Asks until it is so.
bool comes_true(std::function<bool()> const &question) {
  for (int i = 0; i < 300; ++i) {
    if (question()) {
      return true;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{100});
  }
  return false;
}

/// A grid around each place: G1, G2 and so on.
std::filesystem::path grids_around(TownCopy const &town, std::vector<DemoPlace> const &places) {
  std::vector<std::pair<double, double>> corners;
  for (auto const &place : places) {
    corners.emplace_back(place.lon - 0.0005, place.lat - 0.0005);
  }
  return town.dir().write("grids.geojson", squares(corners));
}

std::string in_url(std::string time) {
  for (auto plus = time.find('+'); plus != std::string::npos; plus = time.find('+')) {
    time.replace(plus, 1, "%2B");
  }
  return time;
}

} // namespace

TEST_CASE("a version for later is not in use before its time and is then, with no viewer dropped") {
  Scene const scene;
  auto const place = scene.here.at(0);
  auto const desk = scene.as("desk");
  scene.report("ann", 1, place);
  scene.report("bob", 1, scene.there.at(0));
  auto live = scene.watch_as("desk");
  live.subscribe({"worker"});
  auto const file = grids_around(scene.town, {place});
  auto const done =
      import_wgs84(scene.town.data(), "grid", file, {"--effective", seconds_ago(-20)});
  INFO(done.errors);
  REQUIRE(done.code == 0);
  CHECK(grid_at(desk, place).at("code") == DemoTown::grid(1));
  CHECK(comes_true([&] { return grid_at(desk, place).value("code", "") == "G1"; }));
  live.await_shown(2);
  auto moved = place;
  moved.areas["grid"] = {{"code", "G1"}, {"name", "新网格"}};
  auto outside = scene.there.at(0);
  outside.areas["grid"] = nullptr;
  auto const line = [](char const *id, DemoPlace const &at) {
    return "worker " + std::string(id) + " at " + place_text(at.lon, at.lat) + " in " +
           areas_text(at.areas);
  };
  CHECK_THAT(live.shown(), Catch::UnorderedEquals(Lines{line("ann", moved), line("bob", outside)}));
  auto const workers = desk.get("/api/v1/workers").body.at("items");
  for (auto const &worker : workers) {
    if (worker.at("id") == "ann") {
      CHECK(worker.at("since").at("grid").at("code") == "G1");
    }
  }
}

TEST_CASE("a version whose time came while no server ran is in use when the next one serves") {
  TownCopy const town;
  auto const place = demo_town().places_in(DemoTown::grid(1)).at(0);
  auto const due = std::chrono::system_clock::now() + std::chrono::seconds{20};
  auto const done =
      import_wgs84(town.data(), "grid", grids_around(town, {place}),
                   {"--effective", time_text(std::chrono::system_clock::to_time_t(due))});
  INFO(done.errors);
  REQUIRE(done.code == 0);
  CHECK(done.errors.find("takes effect at") != std::string::npos);
  // Not yet, to who asks the files.
  auto const locate = [&](std::vector<std::string> const &more = {}) {
    std::vector<std::string> arguments{"locate", "--data", town.data().string(),
                                       std::to_string(place.lon), std::to_string(place.lat)};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return json::parse(yuntu::test::yuntu(arguments).out);
  };
  auto const before = time_text(std::time(nullptr));
  CHECK(locate().at("areas").at("grid").at("code") == DemoTown::grid(1));
  CHECK(locate({"--at", "2100-01-01T00:00:00Z"}).at("areas").at("grid").at("code") == "G1");
  std::this_thread::sleep_until(due);
  CHECK(locate().at("areas").at("grid").at("code") == "G1");
  CHECK(locate({"--at", before}).at("areas").at("grid").at("code") == DemoTown::grid(1));
  RunningServer server(town.data());
  ApiClient const desk(server.port(), demo_town().token("desk"));
  CHECK(grid_at(desk, place).at("code") == "G1");
  server.kill();
  RunningServer const again(town.data());
  CHECK(grid_at({again.port(), demo_town().token("desk")}, place).at("code") == "G1");
  CHECK(locate().at("areas").at("grid").at("code") == "G1");
  auto const verified =
      json::parse(yuntu::test::yuntu({"verify", "--data", town.data().string()}).out);
  CHECK(verified.at("ok") == true);
}

TEST_CASE("an incident keeps the areas it had and shows those it has now") {
  Scene const scene;
  auto const place = scene.here.at(0);
  auto const desk = scene.as("desk");
  scene.raise(1, place);
  auto const before = desk.get("/api/v1/incidents/" + uuid(1)).body;
  CHECK(before.at("areas") == before.at("areas_now"));
  REQUIRE(import_wgs84(scene.town.data(), "grid", grids_around(scene.town, {place})).code == 0);
  auto const after = desk.get("/api/v1/incidents/" + uuid(1)).body;
  CHECK(after.at("areas") == before.at("areas"));
  CHECK(after.at("areas").at("grid") == DemoTown::grid(1));
  CHECK(after.at("areas_now").at("grid") == "G1");
  CHECK(after.at("areas_now").at("community") == before.at("areas").at("community"));
  auto const listed = desk.get("/api/v1/incidents").body.at("items");
  REQUIRE(listed.size() == 1);
  CHECK(listed[0].at("areas_now") == after.at("areas_now"));
}

TEST_CASE("who owned a point at an earlier time is told by the areas of that time") {
  Scene const scene;
  auto const place = scene.here.at(0);
  auto const desk = scene.as("desk");
  auto const before = time_text(std::time(nullptr));
  std::this_thread::sleep_for(std::chrono::milliseconds{1'100});
  REQUIRE(import_wgs84(scene.town.data(), "grid", grids_around(scene.town, {place})).code == 0);
  CHECK(grid_at(desk, place).at("code") == "G1");
  CHECK(grid_at(desk, place, "&at=" + in_url(before)).at("code") == DemoTown::grid(1));
  // Before the county's first import nothing else is known.
  CHECK(grid_at(desk, place, "&at=2001-01-01T00:00:00Z").at("code") == DemoTown::grid(1));
  CHECK(grid_at(desk, place, "&at=2100-01-01T00:00:00Z").at("code") == "G1");
}

TEST_CASE("a code that was given up is refused for another place, naming it") {
  Scene const scene;
  auto const data = scene.town.data();
  auto const &here = scene.here.at(0);
  auto const &there = scene.there.at(0);
  // G1 and G2, then G1 alone, then G2 elsewhere.
  REQUIRE(import_wgs84(data, "grid", grids_around(scene.town, {here, there})).code == 0);
  REQUIRE(import_wgs84(data, "grid", grids_around(scene.town, {here})).code == 0);
  auto elsewhere = there;
  elsewhere.lat += 0.01;
  auto const refused = import_wgs84(data, "grid", grids_around(scene.town, {here, elsewhere}));
  CHECK(refused.code == 2);
  CHECK(refused.errors.find("G2") != std::string::npos);
  CHECK(grid_at(scene.as("desk"), there).is_null());
  // Where it was it may come back, a little larger or smaller.
  auto near = there;
  near.lat += 0.0002;
  CHECK(import_wgs84(data, "grid", grids_around(scene.town, {here, near})).code == 0);
  CHECK(grid_at(scene.as("desk"), there).at("code") == "G2");
}

TEST_CASE("base maps that were replaced are let go") {
  Scene const scene;
  auto const maps = [&] {
    auto const text = scene.as("desk").get("/metrics").raw.body;
    auto const at = text.find("\nyuntu_base_maps ");
    return at == std::string::npos ? -1 : std::stoi(text.substr(at + 17));
  };
  CHECK(comes_true([&] { return maps() == 1; }));
  for (int i = 0; i < 4; ++i) {
    auto place = scene.here.at(0);
    place.lat += i * 0.0001;
    REQUIRE(import_wgs84(scene.town.data(), "grid", grids_around(scene.town, {place})).code == 0);
    static_cast<void>(scene.as("desk").get("/api/v1/staffing?level=grid"));
  }
  CHECK(comes_true([&] { return maps() == 1; }));
}

TEST_CASE("the department of a category and area is the one of the county's policy") {
  TownCopy const town;
  auto const place = demo_town().places_in(DemoTown::grid(1)).at(0);
  std::filesystem::create_directories(town.data() / "config");
  auto const write = [&](std::string const &text) {
    std::ofstream(town.data() / "config" / "departments.toml") << text;
  };
  std::string const policy = "[[department]]\ncode = \"roads\"\nname = \"交通局\"\n"
                             "[[department]]\ncode = \"hotline\"\nname = \"热线办\"\n"
                             "[[rule]]\ndepartment = \"hotline\"\n"
                             "[[rule]]\ndepartment = \"roads\"\ncategory = \"道路破损\"\n"
                             "post = \"grid_worker\"\nlevel = \"grid\"\narea = \"" +
                             DemoTown::grid(1) + "\"\n";
  write(policy);
  auto const check = json::parse(yuntu::test::yuntu({"check", "--data", town.data().string()}).out);
  CHECK(check.at("policy").at("department_rules") == 2);
  RunningServer const server(town.data());
  ApiClient const desk(server.port(), demo_town().token("desk"));
  CHECK(owner_at(desk, place).at("department").at("code") == "hotline");
  auto const roads = owner_at(desk, place, "&category=%E9%81%93%E8%B7%AF%E7%A0%B4%E6%8D%9F");
  CHECK(roads.at("department") ==
        json{{"code", "roads"}, {"name", "交通局"}, {"post", "grid_worker"}});
  auto const there = demo_town().places_in(DemoTown::grid(2)).at(0);
  CHECK(owner_at(desk, there, "&category=%E9%81%93%E8%B7%AF%E7%A0%B4%E6%8D%9F")
            .at("department")
            .at("code") == "hotline");
  write(policy + "colour = \"red\"\n");
  auto const wrong = yuntu::test::yuntu({"check", "--data", town.data().string()});
  CHECK(wrong.code == 2);
  CHECK(wrong.errors.find("colour") != std::string::npos);
}

TEST_CASE("a version for later is listed, answers for its time, and is cancelled for good") {
  Scene const scene;
  auto const place = scene.here.at(0);
  auto const desk = scene.as("desk");
  auto const steward = scene.as("steward");
  constexpr int day = 86'400;
  auto const file = grids_around(scene.town, {place});
  auto const done =
      import_wgs84(scene.town.data(), "grid", file, {"--effective", seconds_ago(-day)});
  INFO(done.errors);
  REQUIRE(done.code == 0);
  auto const coming = steward.get("/api/v1/coming").body.at("items");
  REQUIRE(coming.size() == 1);
  CHECK(coming[0].at("layer") == "grid");
  CHECK(desk.get("/api/v1/coming").status == 403);
  auto const later = "&at=" + in_url(seconds_ago(-2 * day));
  CHECK(grid_at(desk, place, later).at("code") == "G1");
  CHECK(grid_at(desk, place).at("code") == DemoTown::grid(1));

  auto const path = "/api/v1/coming/grid/" + coming[0].at("version").get<std::string>();
  CHECK(desk.erase(path).status == 403);
  auto const cancelled = steward.erase(path);
  INFO(cancelled.raw.body);
  REQUIRE(cancelled.status == 200);
  CHECK(cancelled.body.at("stored") == true);
  CHECK(steward.get("/api/v1/coming").body.at("items").empty());
  CHECK(grid_at(desk, place, later).at("code") == DemoTown::grid(1));
  CHECK(steward.erase(path).status == 404);
  CHECK(steward.erase("/api/v1/coming/nonsense/x").status == 404);
  auto const verified =
      json::parse(yuntu::test::yuntu({"verify", "--data", scene.town.data().string()}).out);
  CHECK(verified.at("ok") == true);
}

TEST_CASE(
    "versions to come are listed and cancelled on the command line, with a server or without") {
  TownCopy const town;
  auto const place = demo_town().places_in(DemoTown::grid(1)).at(0);
  auto const layers = [&](std::vector<std::string> const &more = {}) {
    std::vector<std::string> arguments{"layers", "--data", town.data().string()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return yuntu::test::yuntu(arguments);
  };
  auto const schedule_and_cancel = [&] {
    REQUIRE(import_wgs84(town.data(), "grid", grids_around(town, {place}),
                         {"--effective", seconds_ago(-86'400)})
                .code == 0);
    auto const listed = json::parse(layers().out);
    REQUIRE(listed.at("coming").size() == 1);
    CHECK(listed.at("in_use").size() > 5);
    auto const version = listed.at("coming")[0].at("version").get<std::string>();
    CHECK(layers({"--cancel", version}).code == 2); // of which layer?
    auto const cancelled = layers({"--cancel", version, "--layer", "grid"});
    INFO(cancelled.errors);
    REQUIRE(cancelled.code == 0);
    CHECK(json::parse(cancelled.out).at("effective") == listed.at("coming")[0].at("effective"));
    CHECK(json::parse(layers().out).at("coming").empty());
    auto const again = layers({"--cancel", version, "--layer", "grid"});
    CHECK(again.code == 2);
    CHECK(again.errors.find("not to take effect") != std::string::npos);
  };
  schedule_and_cancel();
  RunningServer const server(town.data());
  schedule_and_cancel();
}

TEST_CASE("a version whose time came before an import without a server was in use in between") {
  TownCopy const town;
  auto const here = demo_town().places_in(DemoTown::grid(1)).at(0);
  auto const there = demo_town().places_in(DemoTown::grid(2)).at(0);
  auto const due = std::chrono::system_clock::now() + std::chrono::seconds{10};
  auto const due_s = std::chrono::system_clock::to_time_t(due);
  auto const done = import_wgs84(town.data(), "grid", grids_around(town, {here}),
                                 {"--effective", time_text(due_s)});
  INFO(done.errors);
  REQUIRE(done.code == 0);
  std::this_thread::sleep_until(due + std::chrono::milliseconds{1'100});
  REQUIRE(import_wgs84(town.data(), "grid", grids_around(town, {here, there})).code == 0);
  RunningServer const server(town.data());
  ApiClient const desk(server.port(), demo_town().token("desk"));
  CHECK(grid_at(desk, there).at("code") == "G2");
  auto const then = "&at=" + in_url(time_text(due_s));
  CHECK(grid_at(desk, here, then).at("code") == "G1");
  CHECK(grid_at(desk, there, then).is_null()); // the one between had but one grid
  auto const before = "&at=" + in_url(time_text(due_s - 5));
  CHECK(grid_at(desk, there, before).at("code") == DemoTown::grid(2));
}

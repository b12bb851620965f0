// What-if, barriers and sitings of the demo county over HTTP, against what the server and the
// command line say of the same once it is real.
#include "tests/e2e/scene.hpp"
#include "tests/geo/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <fstream>

using namespace yuntu::test;

namespace {

json what_if(ApiClient const &desk, json const &edit, double minutes) {
  auto const answer =
      desk.post("/api/v1/coverage/what-if", {{"minutes", minutes}, {"edits", json::array({edit})}});
  INFO(answer.raw.body);
  REQUIRE(answer.status == 200);
  return answer.body;
}

json covered(ApiClient const &desk, std::string const &minutes) {
  auto const answer = desk.get("/api/v1/coverage?minutes=" + minutes);
  REQUIRE(answer.status == 200);
  return answer.body.at("covered");
}

/// Polls until it does not run any more.
json finished(ApiClient const &user, std::string const &path) {
  auto const end = std::chrono::steady_clock::now() + std::chrono::seconds{30};
  auto job = user.get(path).body;
  while (job.at("state") == "running" && std::chrono::steady_clock::now() < end) {
    job = user.get(path).body;
  }
  return job;
}

/// Until it is so many; what it was at last. The map of walks follows a closure by itself.
json covered_once(ApiClient const &desk, std::string const &minutes, json const &wanted) {
  auto const end = std::chrono::steady_clock::now() + std::chrono::seconds{30};
  auto now = covered(desk, minutes);
  while (now != wanted && std::chrono::steady_clock::now() < end) {
    now = covered(desk, minutes);
  }
  return now;
}

json at_middle_of(json const &line, std::string const &edit) {
  auto const middle = [&](std::size_t axis) {
    return (line.at(0).at(axis).get<double>() + line.at(1).at(axis).get<double>()) / 2;
  };
  return {{"edit", edit}, {"lon", middle(0)}, {"lat", middle(1)}};
}

/// The closing of the first street that several buildings lose their station by.
json closing_that_loses(ApiClient const &desk, double minutes) {
  auto const streets = desk.get("/api/v1/streets").body;
  for (auto const &line : streets.at("coordinates")) {
    auto const closing = at_middle_of(line, "close_street");
    auto const answer = what_if(desk, closing, minutes);
    if (answer.at("lost").at("buildings") > 1) {
      return closing;
    }
  }
  return nullptr;
}

} // namespace

TEST_CASE("a what-if starts from what coverage says, and opening what is closed brings it back") {
  Scene const scene;
  auto const desk = scene.as("desk");
  auto const station = desk.get("/api/v1/map").body.at("stations").at(0);
  auto const before = covered(desk, "3");
  auto closing = closing_that_loses(desk, 3);
  REQUIRE_FALSE(closing.is_null());
  auto const closed = what_if(desk, closing, 3);
  CHECK(closed.at("before") == before);
  REQUIRE(closed.at("after") != before);
  CHECK(what_if(desk, {{"edit", "remove_station"}, {"station", station.at("code")}}, 3)
            .at("lost")
            .at("buildings") > 0);
  CHECK(covered(desk, "3") == before); // no question has changed anything

  json const closure{
      {"id", uuid(1)}, {"lon", closing["lon"]}, {"lat", closing["lat"]}, {"reason", "works"}};
  REQUIRE(desk.post("/api/v1/closures", closure).status == 201);
  CHECK(covered_once(desk, "3", closed.at("after")) == closed.at("after"));
  auto opening = closing;
  opening["edit"] = "open_street";
  auto const opened = what_if(desk, opening, 3);
  CHECK(opened.at("before") == closed.at("after"));
  CHECK(opened.at("after") == before);
  CHECK(opened.at("gained") == closed.at("lost"));
  CHECK(opened.at("lost").at("buildings") == 0);

  auto const unknown =
      desk.post("/api/v1/coverage/what-if",
                json::parse(R"({"edits":[{"edit":"remove_station","station":"nowhere"}]})"));
  CHECK(unknown.status == 404);
  CHECK(
      ApiClient(scene.server.port(), "").post("/api/v1/coverage/what-if", json::object()).status ==
      401);
}

TEST_CASE("a reach with edits stands where they leave the station, and is refused without one") {
  Scene const scene;
  auto const desk = scene.as("desk");
  auto const station = desk.get("/api/v1/map").body.at("stations").at(0);
  auto const code = station.at("code").get<std::string>();
  json const elsewhere{{"edit", "move_station"},
                       {"station", code},
                       {"lon", station.at("lon").get<double>() + 0.0005},
                       {"lat", station.at("lat")}};
  auto const reach = [&](json const &edits) {
    auto const answer =
        desk.post("/api/v1/coverage/reach", {{"minutes", 3}, {"station", code}, {"edits", edits}});
    INFO(answer.raw.body);
    REQUIRE(answer.status == 200);
    return answer.body.at("features");
  };
  auto const today = desk.get("/api/v1/coverage/reach?minutes=3&station=" + code);
  CHECK(reach(json::array()) == today.body.at("features"));
  auto const there = desk.get("/api/v1/coverage/reach?minutes=3&lon=" + elsewhere.at("lon").dump() +
                              "&lat=" + elsewhere.at("lat").dump());
  REQUIRE(there.status == 200);
  CHECK(reach(json::array({elsewhere})) == there.body.at("features"));
  CHECK(there.body.at("features") != today.body.at("features"));
  auto const removed =
      desk.post("/api/v1/coverage/reach",
                {{"station", code},
                 {"edits", json::array({{{"edit", "remove_station"}, {"station", code}}})}});
  CHECK(removed.status == 422);
  auto const nowhere =
      desk.post("/api/v1/coverage/reach", {{"minutes", 3}, {"edits", json::array()}});
  CHECK(nowhere.status == 400);
}

TEST_CASE("an opening that is found serves what a what-if of it says") {
  Scene const scene;
  auto const desk = scene.as("desk");
  auto const answer = desk.get("/api/v1/coverage/barriers?minutes=3&most=3");
  REQUIRE(answer.status == 200);
  REQUIRE(answer.body.at("openings").size() == 3);
  for (auto const &opening : answer.body.at("openings")) {
    CHECK(opening.at("kind") == "link");
    CHECK(opening.at("buildings") > 0);
    auto const built = what_if(
        desk, {{"edit", "add_link"}, {"from", opening.at("from")}, {"to", opening.at("to")}}, 3);
    CHECK(built.at("gained").at("buildings") == opening.at("buildings"));
    CHECK(built.at("gained").at("households") == opening.at("households"));
  }
}

TEST_CASE("a siting over HTTP comes to what the command line prints") {
  Scene const scene;
  TempDir const dir;
  json candidates = json::array();
  std::string sheet = "code,name,lon,lat,capacity\n";
  for (std::size_t i = 0; i < 6; ++i) {
    auto const &place = scene.here.at(i);
    auto const code = "A" + std::to_string(i);
    candidates.push_back(
        {{"code", code}, {"name", "room"}, {"lon", place.lon}, {"lat", place.lat}});
    sheet += code + ",room," + json(place.lon).dump() + "," + json(place.lat).dump();
    sheet += i % 2 == 0 ? ",60\n" : ",\n";
    if (i % 2 == 0) {
      candidates.back()["capacity"] = 60;
    }
  }
  auto const desk = scene.as("desk");
  auto const begun = desk.post("/api/v1/siting", {{"candidates", candidates},
                                                  {"picks", 2},
                                                  {"minutes", 3},
                                                  {"profile", "elder"},
                                                  {"exact_s", 20}});
  REQUIRE(begun.status == 202);
  auto const path = "/api/v1/siting/" + begun.body.at("id").get<std::string>();
  auto const job = finished(desk, path);
  CHECK(job.at("state") == "done");
  CHECK(job.at("done") == 1);
  std::vector<std::string> const asked{"site",
                                       "--data",
                                       scene.town.data().string(),
                                       "--candidates",
                                       dir.write("rooms.csv", sheet).string(),
                                       "--count",
                                       "2",
                                       "--minutes",
                                       "3"};
  auto const print = [&](std::vector<std::string> const &more) {
    auto all = asked;
    all.insert(all.end(), more.begin(), more.end());
    return yuntu::test::yuntu(all);
  };
  auto const printed = print({"--profile", "elder", "--exact", "20"});
  INFO(printed.errors);
  REQUIRE(printed.code == 0);
  CHECK(job.at("result") == json::parse(printed.out));
  CHECK(job.at("result").at("optimal") == true);
  CHECK(print({"--profile", "horse"}).code == 2);
  auto const older = print({"--weight", "older"});
  REQUIRE(older.code == 0);
  CHECK(json::parse(older.out).at("picks").at(0).at("adds").at("older") > 0);
  CHECK(scene.as("planner").get(path).status == 404);
  CHECK(desk.erase(path).body == job);
}

#include "tests/e2e/log_file.hpp"
#include "tests/e2e/scene.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace yuntu::test;

namespace {

/// Everything that can be asked for, byte by byte, and what a new viewer is shown.
std::map<std::string, std::string> state_of(RunningServer const &server) {
  ApiClient const desk(server.port(), demo_town().token("desk"));
  std::map<std::string, std::string> state;
  for (std::string const path :
       {"/api/v1/workers", "/api/v1/incidents", "/api/v1/closures", "/api/v1/coverage?minutes=15",
        "/api/v1/coverage?minutes=5", "/api/v1/map", "/api/v1/streets"}) {
    auto const answer = desk.get(path);
    REQUIRE(answer.status == 200);
    state[path] = answer.raw.body;
  }
  for (int number = 1; number <= 3; ++number) {
    auto const path = "/api/v1/incidents/" + uuid(number);
    state[path] = desk.get(path).raw.body + desk.get(path).raw.header("etag");
  }
  LiveClient viewer(server.port(), demo_town().token("desk"));
  viewer.subscribe({"worker", "incident", "reach"});
  state["snapshot"] = viewer.snapshot().dump();
  state["epoch"] = viewer.cursor().epoch;
  return state;
}

} // namespace

TEST_CASE("every derived table deleted: the same state is back") {
  Scene scene;
  for (auto const *const who : {"ann", "bob", "cid"}) {
    scene.report(who, 1, scene.here.at(0));
    scene.report(who, 2, scene.there.at(1));
  }
  scene.end_duty("cid");
  for (int number = 1; number <= 3; ++number) {
    scene.raise(number, scene.here.at(static_cast<std::size_t>(number)));
  }
  scene.act(2, "classify", 1);
  scene.act(2, "assign", 2);
  auto const streets = scene.as("desk").get("/api/v1/streets").body;
  auto const corner = streets.at("coordinates").at(0).at(0);
  REQUIRE(scene.as("desk")
              .post("/api/v1/closures", {{"id", uuid(77)}, {"lon", corner[0]}, {"lat", corner[1]}})
              .status == 201);
  auto const cursor = scene.cursor_of("desk");
  scene.act(2, "accept", 3);
  auto const live = state_of(scene.server);
  REQUIRE(scene.server.stop() == 0);

  // From the checkpoint that stopping has written.
  REQUIRE(count_derived_rows(scene.town.data()) > 0);
  {
    RunningServer server(scene.town.data());
    CHECK(state_of(server) == live);
    REQUIRE(server.stop() == 0);
  }
  delete_derived_rows(scene.town.data());
  REQUIRE(count_derived_rows(scene.town.data()) == 0);

  RunningServer server(scene.town.data());
  CHECK(state_of(server) == live);
  LiveClient viewer(server.port(), demo_town().token("desk"));
  viewer.subscribe({"worker", "incident"}, &cursor);
  CHECK(viewer.shown() == Lines{incident_line(2, "in_progress v4", scene.here.at(2))});
}

TEST_CASE("a fact edited in the file is found by yuntu verify, which names it") {
  Scene scene;
  scene.raise(1, scene.here.at(0));
  REQUIRE(scene.server.stop() == 0);
  auto const verify = [&] {
    return yuntu::test::yuntu({"verify", "--data", scene.town.data().string()});
  };
  CHECK(verify().code == 0);
  tamper_with_fact(scene.town.data(), 3);
  auto const found = verify();
  CHECK(found.code == 1);
  auto const report = json::parse(found.out);
  CHECK(report.at("ok") == false);
  CHECK(report.at("first_bad").at("seq") == 3);
  CHECK_FALSE(report.at("first_bad").at("reason").get<std::string>().empty());
}

#include "tests/e2e/scene.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <fstream>
#include <thread>

using namespace yuntu::test;

namespace {

std::string now() {
  return seconds_ago(0);
}

/// A '+' in a query means a space.
std::string in_query(std::string time) {
  for (auto at = time.find('+'); at != std::string::npos; at = time.find('+')) {
    time.replace(at, 1, "%2B");
  }
  return time;
}

json without_reach(json upserts) {
  json kept = json::array();
  for (auto const &item : upserts) {
    if (item.at("layer") != "reach") {
      kept.push_back(item);
    }
  }
  std::sort(kept.begin(), kept.end());
  return kept;
}

/// Workers and incidents as a new viewer is shown them.
json snapshot_of(RunningServer const &server, std::string const &user) {
  LiveClient viewer(server.port(), demo_town().token(user));
  viewer.subscribe({"worker", "incident"});
  return without_reach(viewer.snapshot().at("upserts"));
}

json state_of(RunningServer const &server, std::string const &user, std::string const &query) {
  auto const answer =
      ApiClient(server.port(), demo_town().token(user)).get("/api/v1/state?" + query);
  INFO(answer.raw.body);
  REQUIRE(answer.status == 200);
  return answer.body;
}

json replayed(Scene const &scene, std::string const &time) {
  auto const done =
      yuntu::test::yuntu({"replay", "--data", scene.town.data().string(), "--at", time});
  INFO(done.errors);
  REQUIRE(done.code == 0);
  return json::parse(done.out);
}

/// Until the positions have moved into track files.
bool has_tracks(Scene const &scene) {
  for (int i = 0; i < 300; ++i) {
    std::error_code absent;
    for (auto const &entry :
         std::filesystem::directory_iterator(scene.town.data() / "tracks", absent)) {
      auto const verified =
          json::parse(yuntu::test::yuntu({"verify", "--data", scene.town.data().string()}).out);
      if (entry.file_size() > 0 && verified.at("tracks").at("positions") >= 4) {
        return true;
      }
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{100});
  }
  return false;
}

/// Past the millisecond of what was just committed.
std::string a_moment_later() {
  std::this_thread::sleep_for(std::chrono::milliseconds{1'100});
  return now();
}

} // namespace

TEST_CASE(
    "the state asked for later is the snapshot that was live, from blocks, tracks and files") {
  Scene scene;
  scene.report("ann", 1, scene.here.at(0));
  scene.report("bob", 1, scene.there.at(0));
  scene.raise(1, scene.here.at(1));
  auto const first = snapshot_of(scene.server, "desk");
  auto const of_worker = snapshot_of(scene.server, "worker-1");
  REQUIRE(first.size() == 3);
  REQUIRE(of_worker.size() == 2);
  auto const time = a_moment_later();
  scene.report("ann", 2, scene.there.at(1));
  scene.act(1, "classify", 1);
  scene.end_duty("bob");
  scene.report("cid", 1, scene.here.at(2));
  auto const check = [&](RunningServer const &server) {
    CHECK(without_reach(state_of(server, "desk", "at=" + in_query(time)).at("upserts")) == first);
    CHECK(without_reach(state_of(server, "worker-1", "at=" + in_query(time)).at("upserts")) ==
          of_worker);
    CHECK(without_reach(replayed(scene, time).at("upserts")) == first); // beside the server
    auto const later = a_moment_later();
    CHECK(without_reach(state_of(server, "desk", "at=" + in_query(later)).at("upserts")) ==
          snapshot_of(server, "desk"));
  };
  check(scene.server);
  REQUIRE(scene.server.stop() == 0);
  CHECK(without_reach(replayed(scene, time).at("upserts")) == first); // without one
  auto const config = scene.town.dir().path() / "often.toml";
  std::ofstream(config) << "checkpoint_seconds = 1\n";
  RunningServer server(scene.town.data(), config);
  REQUIRE(has_tracks(scene));
  check(server);
  auto const track = ApiClient(server.port(), demo_town().token("desk"))
                         .get("/api/v1/workers/ann/track?from=" + in_query(seconds_ago(3'600)) +
                              "&to=" + in_query(now()));
  REQUIRE(track.status == 200);
  REQUIRE(track.body.at("items").size() == 2);
  CHECK(track.body.at("items")[0].at("lon").get<double>() == Approx(scene.here.at(0).lon));
  CHECK(track.body.at("next").is_null());
  server.kill();
  RunningServer again(scene.town.data());
  check(again);
}

TEST_CASE("what cannot be looked back at is said so") {
  Scene scene;
  scene.report("ann", 1, scene.here.at(0));
  auto const desk = scene.as("desk");
  CHECK(desk.get("/api/v1/state?at=2999-01-01T00:00:00Z").status == 400);
  CHECK(desk.get("/api/v1/state?at=1999-01-01T00:00:00Z").status == 404);
  CHECK(desk.get("/api/v1/state?at=yesterday").status == 400);
  CHECK(desk.get("/api/v1/state").status == 400);
  CHECK(desk.get("/api/v1/workers/ann/track").status == 400);
  CHECK(scene.as("steward").get("/api/v1/state?at=" + in_query(now())).status == 403);
  CHECK(scene.as("planner")
            .get("/api/v1/workers/ann/track?from=2026-01-01T00:00:00Z&"
                 "to=2026-01-02T00:00:00Z")
            .status == 403);
  auto const data = scene.town.data().string();
  CHECK(yuntu::test::yuntu({"replay", "--data", data, "--at", "noon"}).code == 2);
  CHECK(yuntu::test::yuntu({"replay", "--data", data, "--at", "1999-01-01T00:00:00Z"}).code == 2);
  CHECK(yuntu::test::yuntu({"replay", "--data", "/no/such/place", "--at", now()}).code == 2);
}

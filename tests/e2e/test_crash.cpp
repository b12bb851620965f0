#include "tests/e2e/load.hpp"
#include "tests/e2e/scene.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <random>

using namespace yuntu::test;

namespace {

/// Everything that was acknowledged is in what a server that has just come up says.
void check_nothing_is_missing(Scene const &scene, RunningServer const &server,
                              Acknowledged const &acknowledged) {
  ApiClient const desk(server.port(), demo_town().token("desk"));
  for (int const number : acknowledged.incidents) {
    INFO("incident " << number);
    CHECK(desk.get("/api/v1/incidents/" + uuid(number)).status == 200);
  }
  std::map<std::string, json> workers;
  auto const list = desk.get("/api/v1/workers").body;
  for (auto const &worker : list.at("items")) {
    workers[worker.at("id")] = worker;
  }
  for (auto const &[id, seq] : acknowledged.positions) {
    INFO("worker " << id << " was acknowledged through " << seq);
    REQUIRE(workers.count(id) == 1);
    // The next report may have been stored too without its acknowledgement being read.
    auto const place = place_text(workers[id].at("lon"), workers[id].at("lat"));
    auto const expected = Load::place_of(scene.here, seq);
    auto const answered = acknowledged.answered.at(id);
    auto const next = Load::place_of(scene.here, Load::next_seq(answered));
    CHECK((place == place_text(expected.lon, expected.lat) ||
           place == place_text(next.lon, next.lat)));
  }
  for (auto const &id : acknowledged.off_duty) {
    INFO("worker " << id << " has gone off duty");
    CHECK(workers.count(id) == 0);
  }
}

bool is_chain_whole(Scene const &scene) {
  auto const done = yuntu::test::yuntu({"verify", "--data", scene.town.data().string()});
  INFO(done.out << done.errors);
  return done.code == 0 && json::parse(done.out).at("ok") == true;
}

} // namespace

TEST_CASE("after kill -9 nothing that was acknowledged is missing, ten times in a row") {
  Scene scene;
  auto const cursor = scene.cursor_of("desk");
  scene.server.kill();
  Acknowledged acknowledged;
  std::mt19937 random(7);
  for (int round = 0; round < 10; ++round) {
    RunningServer server(scene.town.data());
    CHECK(LiveClient(server.port(), demo_town().token("desk")).cursor().epoch == cursor.epoch);
    check_nothing_is_missing(scene, server, acknowledged);
    Load load(server.port(), scene.here, round * 1'000, acknowledged);
    load.await_acknowledgements(5 + random() % 60);
    server.kill();
    acknowledged = load.finish();
  }
  RunningServer server(scene.town.data());
  check_nothing_is_missing(scene, server, acknowledged);
  CHECK(acknowledged.incidents.size() > 10);
  CHECK(acknowledged.positions.size() > 10);
  CHECK(acknowledged.off_duty.size() > 1);
  CHECK(is_chain_whole(scene));

  // The ring of facts was filled again from the log: who was away all the time gets the gap.
  LiveClient client(server.port(), demo_town().token("desk"));
  client.subscribe({"worker", "incident"}, &cursor);
  CHECK(client.snapshot().is_null());
  auto const shown = starting_with("incident", client.shown());
  for (int const number : acknowledged.incidents) {
    INFO("incident " << number);
    CHECK(starting_with("incident " + uuid(number) + " received v1", shown).size() == 1);
  }
  CHECK(server.stop() == 0);
  CHECK(is_chain_whole(scene));
}

TEST_CASE("SIGTERM under load exits with 0 within 5 s and everything acknowledged is there") {
  Scene scene;
  Acknowledged acknowledged;
  LiveClient viewer(scene.server.port(), demo_town().token("desk"));
  viewer.subscribe({"worker", "incident"});
  {
    Load load(scene.server.port(), scene.here, 0, acknowledged);
    load.await_acknowledgements(200);
    CHECK(scene.server.stop(Millis{5'000}) == 0);
    acknowledged = load.finish();
  }
  RunningServer server(scene.town.data());
  check_nothing_is_missing(scene, server, acknowledged);
  CHECK(is_chain_whole(scene));
}

TEST_CASE("two servers never run on one data directory") {
  Scene const scene;
  Child second(binary("yuntu-server"),
               {"--data", scene.town.data().string(), "--listen", "127.0.0.1:0"});
  CHECK(second.wait(Millis{10'000}).value_or(-1) != 0);
  CHECK(second.out().empty());
  CHECK_FALSE(second.errors().empty());
  CHECK(scene.as("desk").get("/api/v1/workers").status == 200);
}

#include "tests/e2e/scene.hpp"

#include <catch2/catch.hpp>

using namespace yuntu::test;

TEST_CASE("each client sees exactly the changes it may see, in order, with the right areas") {
  auto const wire = GENERATE(Wire::text, Wire::binary);
  Scene const scene;
  auto all = scene.watch_as("desk", wire);
  auto scoped = scene.watch_as("worker-1", wire);
  CHECK(all.hello().at("role") == "command");
  CHECK(scoped.hello().at("role") == "grid_worker");
  for (auto *const client : {&all, &scoped}) {
    client->subscribe({"worker", "incident"});
    CHECK(client->snapshot().at("upserts").empty());
  }
  auto const &here = scene.here;
  auto const &there = scene.there;

  // Positions conflate, so each step is seen before the next is taken.
  Lines expected;
  auto const step = [&](std::string const &line) {
    expected.push_back(line);
    all.await_shown(expected.size());
  };
  scene.report("ann", 1, here.at(0));
  step(worker_line("ann", here.at(0)));
  scene.report("bob", 1, there.at(0));
  step(worker_line("bob", there.at(0)));
  scene.raise(1, here.at(1));
  step(incident_line(1, "received v1", here.at(1)));
  scene.report("ann", 2, here.at(2));
  step(worker_line("ann", here.at(2)));
  scene.raise(2, there.at(1));
  step(incident_line(2, "received v1", there.at(1)));
  scene.act(2, "classify", 1);
  step(incident_line(2, "classified v2", there.at(1)));
  scene.report("ann", 3, there.at(2));
  step(worker_line("ann", there.at(2)));
  scene.act(1, "classify", 1);
  step(incident_line(1, "classified v2", here.at(1)));
  scene.report("ann", 4, here.at(0));
  step(worker_line("ann", here.at(0)));
  CHECK(all.shown() == expected);

  Lines const expected_scoped{worker_line("ann", here.at(0)),
                              incident_line(1, "received v1", here.at(1)),
                              worker_line("ann", here.at(2)),
                              "remove worker ann",
                              incident_line(1, "classified v2", here.at(1)),
                              worker_line("ann", here.at(0))};
  scoped.await_shown(expected_scoped.size());
  CHECK(scoped.shown() == expected_scoped);

  // After the mark that covers all of it, nothing more has come.
  auto const through = all.cursor().tick;
  scoped.await([&](json const &message) {
    return message.contains("seq") && message.value("tick", std::uint64_t{0}) >= through;
  });
  CHECK(scoped.shown() == expected_scoped);
}

TEST_CASE("a snapshot holds what there is now, for each viewer its part") {
  Scene const scene;
  scene.report("ann", 1, scene.here.at(0));
  scene.report("ann", 2, scene.here.at(1));
  scene.report("bob", 1, scene.there.at(0));
  scene.raise(1, scene.there.at(1));
  scene.act(1, "classify", 1);
  auto const snapshot_of = [&](char const *user, Wire wire) {
    auto client = scene.watch_as(user, wire);
    client.subscribe({"worker", "incident"});
    Lines lines;
    for (auto const &upsert : client.snapshot().at("upserts")) {
      lines.push_back(describe(upsert));
    }
    return lines;
  };
  Lines const everything{worker_line("ann", scene.here.at(1)),
                         worker_line("bob", scene.there.at(0)),
                         incident_line(1, "classified v2", scene.there.at(1))};
  for (auto const wire : {Wire::text, Wire::binary}) {
    CHECK_THAT(snapshot_of("desk", wire), Catch::UnorderedEquals(everything));
    CHECK(snapshot_of("worker-1", wire) == Lines{worker_line("ann", scene.here.at(1))});
  }
}

TEST_CASE("a viewer's own positions over the socket are acknowledged and shown") {
  Scene const scene;
  auto const own = scene.as("worker-1");
  REQUIRE(own.post("/api/v1/duty", {{"on", true}, {"time", seconds_ago(60)}}).status == 200);
  auto client = scene.watch_as("worker-1");
  client.subscribe({"worker"});
  auto const user = client.hello().at("user").get<std::string>();
  auto message =
      position_batch(user, 1, scene.here.at(0).lon, scene.here.at(0).lat, seconds_ago(5));
  message["type"] = "positions";
  client.socket().send(Opcode::text, message.dump());
  auto const ack = client.await([](json const &answer) { return answer.at("type") == "ack"; });
  CHECK(ack.at("accepted") == json::array({{1, 1}}));
  CHECK(ack.at("acked_through") == 1);
  client.await_shown(1);
  CHECK(client.shown() == Lines{worker_line(user, scene.here.at(0))});

  client.socket().send(Opcode::text, message.dump()); // again: stored once, accepted again
  auto const again = client.await([](json const &answer) { return answer.at("type") == "ack"; });
  CHECK(again == ack);
}

TEST_CASE("who goes off duty is gone from the map") {
  Scene const scene;
  scene.report("ann", 1, scene.here.at(0));
  auto client = scene.watch_as("worker-1");
  client.subscribe({"worker"});
  REQUIRE(client.snapshot().at("upserts").size() == 1);
  scene.end_duty("ann");
  client.await_shown(1);
  CHECK(client.shown() == Lines{"remove worker ann"});
  CHECK(scene.as("desk").get("/api/v1/workers").body.at("items").empty());
}

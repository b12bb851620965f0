#include "tests/e2e/scene.hpp"

#include <catch2/catch.hpp>

using namespace yuntu::test;

TEST_CASE("who was away and resumes gets exactly the gap and ends with both marks") {
  auto const wire = GENERATE(Wire::text, Wire::binary);
  Scene const scene;
  scene.raise(1, scene.here.at(0));
  for (auto const *const who : {"ann", "bob", "cid", "dee"}) {
    scene.report(who, 1, scene.here.at(1));
  }
  auto const cursor = scene.cursor_of("desk");

  scene.act(1, "classify", 1);
  scene.report("ann", 2, scene.here.at(2)); // a point between: never sent
  scene.report("ann", 3, scene.there.at(0));
  scene.act(1, "assign", 2);
  scene.raise(2, scene.there.at(1));
  scene.end_duty("bob");
  scene.report("eve", 1, scene.there.at(3)); // came and went while nobody looked
  scene.end_duty("eve");
  scene.report("cid", 2, scene.here.at(3));

  auto const before = scene.cursor_of("desk");
  auto client = scene.watch_as("desk", wire);
  client.subscribe({"worker", "incident"}, &cursor);
  CHECK(client.snapshot().is_null());
  CHECK(starting_with("incident", client.shown()) ==
        Lines{incident_line(1, "classified v2", scene.here.at(0)),
              incident_line(1, "assigned v3", scene.here.at(0)),
              incident_line(2, "received v1", scene.there.at(1))});
  CHECK_THAT(starting_with("worker", client.shown()),
             Catch::UnorderedEquals(Lines{worker_line("ann", scene.there.at(0)),
                                          worker_line("cid", scene.here.at(3))}));
  CHECK_THAT(starting_with("remove", client.shown()),
             Catch::UnorderedEquals(Lines{"remove worker bob", "remove worker eve"}));
  CHECK(client.shown().size() == 7);
  // Facts first, in order; what moved comes after them.
  CHECK(starting_with("incident", {client.shown().begin(), client.shown().begin() + 3}).size() ==
        3);
  // Somebody's leaving of an area may settle meanwhile, which nobody is shown.
  auto const now = scene.cursor_of("desk");
  CHECK((before.seq <= client.cursor().seq && client.cursor().seq <= now.seq));
  CHECK((before.tick <= client.cursor().tick && client.cursor().tick <= now.tick));

  auto again = scene.watch_as("desk", wire);
  again.subscribe({"worker", "incident"}, &client.cursor());
  CHECK(again.shown().empty());
  CHECK(again.snapshot().is_null());
}

TEST_CASE("the gap of a worker who may see one grid is of that grid alone") {
  Scene const scene;
  scene.report("ann", 1, scene.here.at(0));
  scene.report("bob", 1, scene.there.at(0));
  auto const cursor = scene.cursor_of("worker-1");
  scene.report("ann", 2, scene.there.at(1));
  scene.report("bob", 2, scene.there.at(2));
  scene.raise(1, scene.there.at(0));
  scene.raise(2, scene.here.at(0));
  auto client = scene.watch_as("worker-1");
  client.subscribe({"worker", "incident"}, &cursor);
  CHECK(client.shown() ==
        Lines{incident_line(2, "received v1", scene.here.at(0)), "remove worker ann"});
}

TEST_CASE("a cursor of another log is answered by resync and a snapshot") {
  Scene const scene;
  scene.raise(1, scene.here.at(0));
  auto cursor = scene.cursor_of("desk");
  cursor.epoch = "another";
  auto client = scene.watch_as("desk");
  client.subscribe({"incident"}, &cursor);
  REQUIRE(client.snapshot().is_object());
  CHECK(client.snapshot().at("upserts").size() == 1);
}

TEST_CASE("an idle viewer is told where it stands at least every 5 seconds") {
  Scene const scene;
  auto client = scene.watch_as("desk");
  client.subscribe({"worker"});
  auto const before = std::chrono::steady_clock::now();
  auto const mark = client.read();
  CHECK(std::chrono::steady_clock::now() - before < std::chrono::milliseconds{6'000});
  CHECK(mark.at("upserts").empty());
  CHECK(mark.at("seq") == client.snapshot().at("seq"));
  CHECK(mark.at("tick") == client.snapshot().at("tick"));
}

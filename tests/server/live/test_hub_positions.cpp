#include "tests/server/live/live_fixture.hpp"

#include <catch2/catch.hpp>

using namespace yuntu;
using namespace yuntu::test;
using protocol::LiveLayer;

TEST_CASE("positions wait for the flush, which carries the tick and no sequence") {
  LiveTown town;
  town.go_on_duty("w1");
  auto viewer = town.watch(commander(), everything_in(whole_town));
  town.move("w1", 118.33);
  CHECK(viewer.take().empty());
  town.flush();
  auto const messages = viewer.take();
  REQUIRE(messages.size() == 1);
  CHECK(messages[0].at("type") == "changes");
  CHECK(messages[0].at("tick") == town.state.tick);
  CHECK_FALSE(messages[0].contains("seq"));
  CHECK(upserted(messages[0], "worker") == Ids{"w1"});
}

TEST_CASE("many moves between two flushes are one upsert, the newest") {
  LiveTown town;
  town.go_on_duty("w1");
  auto viewer = town.watch(commander(), everything_in(whole_town));
  for (int i = 0; i < 10; ++i) {
    town.move("w1", 118.33 + i * 0.0001);
  }
  town.flush();
  auto const messages = viewer.take();
  REQUIRE(messages.size() == 1);
  REQUIRE(upserted(messages[0], "worker") == Ids{"w1"});
  CHECK(messages[0].at("upserts").at(0).at("lon") == Approx(118.3309));
}

TEST_CASE("only the workers that changed are sent") {
  LiveTown town;
  town.go_on_duty("w1");
  town.go_on_duty("w2");
  town.move("w1", 118.33);
  town.move("w2", 118.33);
  auto viewer = town.watch(commander(), everything_in(whole_town));
  town.move("w2", 118.3301);
  town.flush();
  CHECK(upserted(viewer.take().at(0), "worker") == Ids{"w2"});
  town.flush();
  CHECK(viewer.take().empty());
}

TEST_CASE("a worker that leaves the grid is removed where it may not be seen any more") {
  LiveTown town;
  town.place_worker("w1", 118.359);
  auto west = town.watch(worker_of("G1"), everything_in(whole_town));
  auto east = town.watch(worker_of("G2"), everything_in(whole_town));
  auto desk = town.watch(commander(), everything_in(whole_town));
  town.move("w1", 118.361);
  town.flush();
  auto const in_west = west.take().at(0);
  CHECK(removed(in_west, "worker") == Ids{"w1"});
  CHECK(upserted(in_west, "worker").empty());
  auto const in_east = east.take().at(0);
  CHECK(upserted(in_east, "worker") == Ids{"w1"});
  CHECK(removed(in_east, "worker").empty());
  auto const at_desk = desk.take().at(0);
  CHECK(upserted(at_desk, "worker") == Ids{"w1"});
  CHECK(removed(at_desk, "worker").empty());
}

TEST_CASE("a worker that leaves the box is removed from that view only") {
  LiveTown town;
  town.place_worker("w1", 118.33);
  auto near = town.watch(commander(), everything_in({118.32, 35.04, 118.34, 35.06}));
  auto wide = town.watch(commander(), everything_in(whole_town));
  auto far = town.watch(commander(), everything_in({118.39, 35.04, 118.41, 35.06}));
  town.move("w1", 118.40);
  town.flush();
  CHECK(removed(near.take().at(0), "worker") == Ids{"w1"});
  auto const in_wide = wide.take().at(0);
  CHECK(upserted(in_wide, "worker") == Ids{"w1"});
  CHECK(in_wide.at("removes").empty());
  CHECK(upserted(far.take().at(0), "worker") == Ids{"w1"});
}

TEST_CASE("a worker that goes and comes back between two flushes is upserted, not removed") {
  LiveTown town;
  town.place_worker("w1", 118.359);
  auto west = town.watch(worker_of("G1"), everything_in(whole_town));
  town.move("w1", 118.361);
  town.move("w1", 118.358);
  town.flush();
  auto const message = west.take().at(0);
  CHECK(upserted(message, "worker") == Ids{"w1"});
  CHECK(message.at("removes").empty());
}

TEST_CASE("a worker that goes off duty is removed from every view") {
  LiveTown town;
  town.place_worker("w1", 118.33);
  auto viewer = town.watch(worker_of("G1"), everything_in(whole_town));
  town.go_off_duty("w1");
  town.flush();
  CHECK(removed(viewer.take().at(0), "worker") == Ids{"w1"});
}

TEST_CASE("a re-import that changes a worker's grid shows at the next flush") {
  LiveTown town;
  town.place_worker("w1", 118.359);
  auto west = town.watch(worker_of("G1"), everything_in(whole_town));
  auto east = town.watch(worker_of("G2"), everything_in(whole_town));
  model::CommitGroup group;
  group.tick = town.state.tick + 1;
  group.facts.push_back({town.state.seq + 1,
                         town.state.tick,
                         town.now,
                         town.now,
                         "operator",
                         model::LayerPublished{model::LayerKind::grid, "v2", 2, town.now},
                         {}});
  model::fold(town.state, group, [](geo::LonLat) { return areas_of("S1", "C1", "G2"); });
  town.hub().publish(group);
  town.hub().workers_relocated();
  town.flush();
  CHECK(removed(west.take().at(0), "worker") == Ids{"w1"});
  CHECK(upserted(east.take().at(0), "worker") == Ids{"w1"});
}

TEST_CASE("the heartbeat says both marks to those who are up to date") {
  LiveTown town;
  town.go_on_duty("w1");
  auto viewer = town.watch(worker_of("G2"), everything_in(whole_town));
  town.report("i1", 118.33);
  town.move("w1", 118.33);
  town.flush();
  CHECK(viewer.take().empty());
  town.hub().heartbeat();
  town.settle();
  auto const messages = viewer.take();
  REQUIRE(messages.size() == 1);
  CHECK(messages[0].at("type") == "changes");
  CHECK(messages[0].at("seq") == town.state.seq);
  CHECK(messages[0].at("tick") == town.state.tick);
  CHECK(messages[0].at("upserts").empty());
  CHECK(messages[0].at("removes").empty());
}

TEST_CASE("a viewer that is still reading gets no heartbeat") {
  LiveTown town;
  auto viewer = town.watch(commander(), everything_in(whole_town));
  viewer.socket->is_stuck = true;
  town.report("i1", 118.33);
  viewer.take();
  town.hub().heartbeat();
  CHECK(viewer.take().empty());
}

#include "tests/server/live/live_fixture.hpp"

#include <catch2/catch.hpp>

using namespace yuntu;
using namespace yuntu::test;

namespace {

/// Reading again: everything it took was written.
void unstick(LiveTown &town, LiveTown::Viewer const &viewer) {
  viewer.socket->is_stuck = false;
  town.settle();
}

} // namespace

TEST_CASE("a busy viewer gets the newest positions once it is free, not every one") {
  LiveTown town;
  town.place_worker("w1", 118.33);
  auto viewer = town.watch(commander(), everything_in(whole_town));
  viewer.socket->is_stuck = true;
  for (int i = 1; i <= 100; ++i) {
    town.move("w1", 118.33 + i * 0.0001);
    town.flush();
  }
  CHECK(viewer.take().size() == 1);
  unstick(town, viewer);
  CHECK(viewer.take().empty());
  town.flush();
  auto const messages = viewer.take();
  REQUIRE(messages.size() == 1);
  CHECK(upserted(messages[0], "worker") == Ids{"w1"});
  CHECK(messages[0].at("upserts").at(0).at("lon") == Approx(118.34));
  CHECK(messages[0].at("tick") == town.state.tick);
}

TEST_CASE("a busy viewer that missed a departure hears of it once it is free") {
  LiveTown town;
  town.go_on_duty("w1");
  town.go_on_duty("w2");
  town.move("w1", 118.359);
  auto viewer = town.watch(worker_of("G1"), everything_in(whole_town));
  viewer.socket->is_stuck = true;
  town.move("w2", 118.33);
  town.flush();
  town.move("w1", 118.361);
  town.move("w1", 118.37);
  viewer.take();
  unstick(town, viewer);
  town.flush();
  auto const messages = viewer.take();
  REQUIRE(messages.size() == 1);
  CHECK(removed(messages[0], "worker") == Ids{"w1"});
}

TEST_CASE("facts wait for a busy viewer in order and come together when it is free") {
  LiveTown town;
  auto viewer = town.watch(commander(), everything_in(whole_town));
  viewer.socket->is_stuck = true;
  for (int i = 1; i <= 5; ++i) {
    town.report("i" + std::to_string(i), 118.33);
  }
  CHECK(viewer.take().size() == 1);
  unstick(town, viewer);
  auto const messages = viewer.take();
  REQUIRE(messages.size() == 4);
  for (std::size_t i = 0; i < messages.size(); ++i) {
    CHECK(upserted(messages[i], "incident") == Ids{"i" + std::to_string(i + 2)});
  }
}

TEST_CASE("a viewer that never reads costs a bounded queue, then a resync and a snapshot") {
  LiveTown town;
  auto viewer = town.watch(commander(), everything_in(whole_town));
  viewer.socket->is_stuck = true;
  for (int i = 1; i <= 2000; ++i) {
    town.report("i" + std::to_string(i), 118.33);
  }
  CHECK(viewer.take().size() == 1);
  auto const before = viewer.socket->bytes;
  unstick(town, viewer);
  auto const messages = viewer.take();
  REQUIRE(messages.size() == 2);
  CHECK(messages[0].at("type") == "resync");
  CHECK(messages[0].at("reason") == "overflow");
  CHECK(messages[1].at("type") == "snapshot");
  CHECK(upserted(messages[1], "incident").size() == 2000);
  CHECK(messages[1].at("seq") == town.state.seq);
  CHECK(viewer.socket->bytes > before);
  CHECK(town.hub().counts().resyncs == 1);
  town.report("i2001", 118.33);
  CHECK(upserted(viewer.take().at(0), "incident") == Ids{"i2001"});
}

TEST_CASE("a viewer that subscribes again and again without reading does not pile up snapshots") {
  LiveTown town;
  for (int i = 1; i <= 100; ++i) {
    town.report("i" + std::to_string(i), 118.33);
  }
  auto viewer = town.watch(commander(), everything_in(whole_town));
  viewer.socket->is_stuck = true;
  for (int i = 0; i < 300; ++i) {
    town.subscribe(viewer, everything_in(whole_town));
  }
  viewer.take();
  unstick(town, viewer);
  auto const messages = viewer.take();
  REQUIRE_FALSE(messages.empty());
  CHECK(messages.size() < 10);
  CHECK(messages.back().at("type") == "snapshot");
}

TEST_CASE("answers to somebody who never subscribed and never reads end the connection") {
  LiveTown town;
  auto viewer = town.connect({"u5", model::Role::gateway, {}, {}});
  viewer.socket->is_stuck = true;
  town.hub().send(viewer.id, protocol::Resync{"x"});
  for (int i = 0; i < 600; ++i) {
    town.hub().send(viewer.id, protocol::Problem{400, "x", "y", {}});
  }
  CHECK(viewer.socket->is_closed);
  CHECK(viewer.socket->close_reason == live::CloseReason::try_again);
}

TEST_CASE("a socket that takes nothing any more is left alone") {
  LiveTown town;
  auto viewer = town.watch(commander(), everything_in(whole_town));
  viewer.socket->is_closed = true;
  for (int i = 1; i <= 2000; ++i) {
    town.report("i" + std::to_string(i), 118.33);
  }
  town.flush();
  CHECK(viewer.take().empty());
}

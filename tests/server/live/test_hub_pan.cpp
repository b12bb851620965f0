#include "tests/server/live/live_fixture.hpp"

#include <catch2/catch.hpp>

using namespace yuntu;
using namespace yuntu::test;

namespace {

/// Cells are 0.022 degrees wide here: three of them, and the same one cell further east.
protocol::ViewBox const west_part{118.325, 35.04, 118.38, 35.06};
protocol::ViewBox const east_part{118.345, 35.04, 118.40, 35.06};

protocol::Subscribe pan_to(LiveTown const &town, protocol::ViewBox const &box) {
  return everything_in(box, protocol::Cursor{"epoch-1", town.state.seq, town.state.tick});
}

/// One worker and one incident in each of five cells, from west to east.
void line_up(LiveTown &town) {
  for (int i = 0; i < 5; ++i) {
    town.place_worker("w" + std::to_string(i), 118.315 + i * 0.022);
    town.report("i" + std::to_string(i), 118.315 + i * 0.022);
  }
}

} // namespace

TEST_CASE("a pan brings what comes into view, takes what goes out of it, and repeats nothing") {
  LiveTown town;
  line_up(town);
  auto viewer = town.connect(commander());
  viewer.take();
  town.subscribe(viewer, everything_in(west_part));
  auto const held = upserted(viewer.take().at(0), "worker");
  town.subscribe(viewer, pan_to(town, east_part));
  auto const messages = viewer.take();
  REQUIRE(messages.size() == 1);
  CHECK(messages[0].at("type") == "changes");
  CHECK(messages[0].at("seq") == town.state.seq);
  CHECK(messages[0].at("tick") == town.state.tick);
  CHECK(upserted(messages[0], "worker") == Ids{"w4"});
  CHECK(upserted(messages[0], "incident") == Ids{"i4"});
  CHECK(removed(messages[0], "worker") == Ids{held.front()});
  CHECK(removed(messages[0], "incident").size() == 1);
  CHECK(town.hub().counts().gaps == 1);
}

TEST_CASE("a pan says what changed in the part that stays") {
  LiveTown town;
  line_up(town);
  auto viewer = town.watch(commander(), everything_in(west_part));
  town.move("w2", 118.3595);
  town.go_off_duty("w3");
  town.subscribe(viewer, pan_to(town, east_part));
  auto const message = viewer.take().at(0);
  CHECK(upserted(message, "worker") == Ids{"w2", "w4"});
  CHECK_THAT(removed(message, "worker"), Catch::Matchers::UnorderedEquals(Ids{"w1", "w3"}));
  town.flush();
  CHECK(viewer.take().empty());
}

TEST_CASE("after a pan the stream goes on where the viewer looks now") {
  LiveTown town;
  line_up(town);
  auto viewer = town.watch(commander(), everything_in(west_part));
  town.subscribe(viewer, pan_to(town, east_part));
  viewer.take();
  town.move("w1", 118.3371);
  town.move("w4", 118.4031);
  town.flush();
  auto const messages = viewer.take();
  REQUIRE(messages.size() == 1);
  CHECK(upserted(messages[0], "worker") == Ids{"w4"});
  CHECK(removed(messages[0], "worker").empty());
}

TEST_CASE("a far jump takes everything and brings everything") {
  LiveTown town;
  line_up(town);
  auto viewer = town.watch(commander(), everything_in({118.31, 35.04, 118.32, 35.06}));
  town.subscribe(viewer, pan_to(town, {118.40, 35.04, 118.41, 35.06}));
  auto const message = viewer.take().at(0);
  CHECK(upserted(message, "worker") == Ids{"w4"});
  CHECK(removed(message, "worker") == Ids{"w0"});
}

TEST_CASE("what is everywhere does not change with a pan") {
  LiveTown town;
  line_up(town);
  auto from = everything_in(west_part);
  from.everywhere = {protocol::LiveLayer::incident};
  auto to = pan_to(town, east_part);
  to.everywhere = from.everywhere;
  auto viewer = town.watch(commander(), from);
  town.subscribe(viewer, to);
  auto const message = viewer.take().at(0);
  CHECK(upserted(message, "incident").empty());
  CHECK(removed(message, "incident").empty());
}

TEST_CASE("other layers than before are answered by a snapshot") {
  LiveTown town;
  line_up(town);
  auto viewer = town.watch(commander(), everything_in(west_part));
  auto message = pan_to(town, west_part);
  message.layers = {protocol::LiveLayer::worker};
  town.subscribe(viewer, message);
  auto const messages = viewer.take();
  REQUIRE(messages.size() == 1);
  CHECK(messages[0].at("type") == "snapshot");
  CHECK(upserted(messages[0], "incident").empty());
}

TEST_CASE("a pan that follows an unanswered request for a snapshot is answered by a snapshot") {
  LiveTown town;
  line_up(town);
  auto viewer = town.watch(commander(), everything_in(west_part));
  viewer.socket->is_stuck = true;
  town.report("i9", 118.36);
  viewer.take();
  town.subscribe(viewer, everything_in(west_part));
  town.subscribe(viewer, pan_to(town, east_part));
  CHECK(viewer.take().empty());
  viewer.socket->is_stuck = false;
  town.settle();
  auto const messages = viewer.take();
  REQUIRE(messages.size() == 1);
  CHECK(messages[0].at("type") == "snapshot");
  CHECK(upserted(messages[0], "worker") == Ids{"w2", "w3", "w4"});
}

TEST_CASE("whose picture of who left would have holes gets a snapshot") {
  LiveTown town;
  town.place_worker("w", 118.35);
  auto viewer = town.watch(worker_of("G1"), everything_in(west_part));
  viewer.socket->is_stuck = true;
  town.report("i1", 118.35);
  for (std::size_t i = 0; i <= live::Block::most_departures; ++i) {
    auto const id = "w" + std::to_string(i);
    town.place_worker(id, 118.35);
    town.go_off_duty(id);
  }
  viewer.take();
  viewer.socket->is_stuck = false;
  town.settle();
  town.flush();
  auto const messages = viewer.take();
  REQUIRE(messages.size() == 2);
  CHECK(messages[0].at("type") == "resync");
  CHECK(messages[1].at("type") == "snapshot");
}

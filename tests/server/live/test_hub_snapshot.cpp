#include "tests/server/live/live_fixture.hpp"

#include <catch2/catch.hpp>

using namespace yuntu;
using namespace yuntu::test;
using protocol::LiveLayer;

namespace {

/// w1 and i1 in G1, w2 and i2 in G2, w3 and i3 outside every area, each 2 km or more apart.
void people(LiveTown &town) {
  for (auto const *id : {"w1", "w2", "w3"}) {
    town.go_on_duty(id);
  }
  town.move("w1", 118.33);
  town.move("w2", 118.40);
  town.move("w3", 118.50);
  town.report("i1", 118.33);
  town.report("i2", 118.40);
  town.report("i3", 118.50);
}

nlohmann::json snapshot_of(LiveTown &town, model::Principal const &who,
                           protocol::Subscribe const &message) {
  auto viewer = town.connect(who);
  CHECK(viewer.take().at(0).at("type") == "hello");
  town.subscribe(viewer, message);
  auto const messages = viewer.take();
  REQUIRE(messages.size() == 1);
  CHECK(messages[0].at("type") == "snapshot");
  return messages[0];
}

} // namespace

TEST_CASE("hello says where the log stands and who is signed in") {
  LiveTown town;
  people(town);
  auto viewer = town.connect(worker_of("G1"));
  auto const hello = viewer.take().at(0);
  CHECK(hello.at("epoch") == "epoch-1");
  CHECK(hello.at("seq") == town.state.seq);
  CHECK(hello.at("tick") == town.state.tick);
  CHECK(hello.at("user") == "u2");
  CHECK(hello.at("role") == "grid_worker");
}

TEST_CASE("a commander's snapshot of the whole town has everything in it") {
  LiveTown town;
  people(town);
  auto const snapshot = snapshot_of(town, commander(), everything_in(whole_town));
  CHECK(upserted(snapshot, "worker") == Ids{"w1", "w2", "w3"});
  CHECK(upserted(snapshot, "incident") == Ids{"i1", "i2", "i3"});
  CHECK(snapshot.at("seq") == town.state.seq);
  CHECK(snapshot.at("tick") == town.state.tick);
}

TEST_CASE("a snapshot holds what lies in the box and no more") {
  LiveTown town;
  people(town);
  auto const snapshot =
      snapshot_of(town, commander(), everything_in({118.32, 35.04, 118.34, 35.06}));
  CHECK(upserted(snapshot, "worker") == Ids{"w1"});
  CHECK(upserted(snapshot, "incident") == Ids{"i1"});
}

TEST_CASE("a layer named in everywhere is not limited to the box") {
  LiveTown town;
  people(town);
  auto message = everything_in({118.32, 35.04, 118.34, 35.06});
  message.everywhere = {LiveLayer::incident};
  auto const snapshot = snapshot_of(town, commander(), message);
  CHECK(upserted(snapshot, "worker") == Ids{"w1"});
  CHECK(upserted(snapshot, "incident") == Ids{"i1", "i2", "i3"});
}

TEST_CASE("everywhere is not beyond one's rights") {
  LiveTown town;
  people(town);
  auto message = everything_in({118.32, 35.04, 118.34, 35.06});
  message.everywhere = {LiveLayer::incident, LiveLayer::worker};
  auto const snapshot = snapshot_of(town, worker_of("G2"), message);
  CHECK(upserted(snapshot, "worker") == Ids{"w2"});
  CHECK(upserted(snapshot, "incident") == Ids{"i2"});
}

TEST_CASE("a snapshot holds the layers that were asked for") {
  LiveTown town;
  people(town);
  auto message = everything_in(whole_town);
  message.layers = {LiveLayer::incident};
  auto const snapshot = snapshot_of(town, commander(), message);
  CHECK(upserted(snapshot, "worker").empty());
  CHECK(upserted(snapshot, "incident").size() == 3);
}

TEST_CASE("rights limit a snapshot to one's own areas") {
  LiveTown town;
  people(town);
  auto const own = snapshot_of(town, worker_of("G1"), everything_in(whole_town));
  CHECK(upserted(own, "worker") == Ids{"w1"});
  CHECK(upserted(own, "incident") == Ids{"i1"});
  auto const community = snapshot_of(town, worker_of("C1"), everything_in(whole_town));
  CHECK(upserted(community, "worker") == Ids{"w1", "w2"});
}

TEST_CASE("a planner sees reach and no people") {
  LiveTown town;
  people(town);
  town.hub().stage_reach({"T1", 900, 12, 288, {{place(118.33, 35.05), place(118.34, 35.05)}}},
                         "digest");
  town.commit({model::ReachChanged{"T1", 900, 12, 288, "digest"}});
  auto const snapshot =
      snapshot_of(town, {"u9", model::Role::planner, {}, {}}, everything_in(whole_town));
  CHECK(upserted(snapshot, "worker").empty());
  CHECK(upserted(snapshot, "incident").empty());
  CHECK(upserted(snapshot, "reach") == Ids{"T1"});
}

TEST_CASE("a reach is shown when its streets touch the box") {
  LiveTown town;
  town.hub().stage_reach({"T1", 900, 12, 288, {{place(118.33, 35.05), place(118.34, 35.05)}}},
                         "digest");
  town.commit({model::ReachChanged{"T1", 900, 12, 288, "digest"}});
  CHECK(upserted(snapshot_of(town, commander(), everything_in({118.335, 35.0, 118.4, 35.1})),
                 "reach") == Ids{"T1"});
  CHECK(
      upserted(snapshot_of(town, commander(), everything_in({118.35, 35.0, 118.4, 35.1})), "reach")
          .empty());
}

TEST_CASE("a reach that is computed but not stored is shown to nobody") {
  LiveTown town;
  town.hub().stage_reach({"T1", 900, 12, 288, {{place(118.33, 35.05), place(118.34, 35.05)}}}, "a");
  CHECK(upserted(snapshot_of(town, commander(), everything_in(whole_town)), "reach").empty());
  town.commit({model::ReachChanged{"T1", 900, 12, 288, "a"}});
  town.hub().stage_reach({"T1", 900, 5, 99, {{place(118.33, 35.05), place(118.331, 35.05)}}}, "b");
  auto const snapshot = snapshot_of(town, commander(), everything_in(whole_town));
  REQUIRE(upserted(snapshot, "reach") == Ids{"T1"});
  CHECK(snapshot.at("upserts").at(0).at("buildings") == 12);
}

TEST_CASE("a snapshot leaves rated incidents and workers off duty out") {
  LiveTown town;
  people(town);
  town.act("i1", model::Action::rate, model::Stage::rated);
  town.go_off_duty("w2");
  auto const snapshot = snapshot_of(town, commander(), everything_in(whole_town));
  CHECK(upserted(snapshot, "worker") == Ids{"w1", "w3"});
  CHECK(upserted(snapshot, "incident") == Ids{"i2", "i3"});
}

TEST_CASE("a title is the first words of the text, cut between characters") {
  LiveTown town;
  std::string text;
  for (int i = 0; i < 30; ++i) {
    text += "水";
  }
  town.report("i1", 118.33, 35.05, text);
  auto const snapshot = snapshot_of(town, commander(), everything_in(whole_town));
  CHECK(snapshot.at("upserts").at(0).at("title") == text.substr(0, 24 * 3));
}

TEST_CASE("a new subscribe replaces the one before") {
  LiveTown town;
  people(town);
  auto viewer = town.watch(commander(), everything_in({118.32, 35.04, 118.34, 35.06}));
  town.subscribe(viewer, everything_in({118.39, 35.04, 118.41, 35.06}));
  auto const messages = viewer.take();
  REQUIRE(messages.size() == 1);
  CHECK(upserted(messages[0], "worker") == Ids{"w2"});
  town.move("w1", 118.331);
  town.flush();
  CHECK(viewer.take().empty());
}

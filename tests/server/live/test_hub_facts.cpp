#include "tests/server/live/live_fixture.hpp"

#include <catch2/catch.hpp>

using namespace yuntu;
using namespace yuntu::test;
using protocol::LiveLayer;

TEST_CASE("a fact goes out at once, with its sequence and without a tick") {
  LiveTown town;
  auto viewer = town.watch(commander(), everything_in(whole_town));
  town.report("i1", 118.33);
  auto const messages = viewer.take();
  REQUIRE(messages.size() == 1);
  CHECK(messages[0].at("type") == "changes");
  CHECK(messages[0].at("seq") == town.state.seq);
  CHECK_FALSE(messages[0].contains("tick"));
  CHECK(upserted(messages[0], "incident") == Ids{"i1"});
}

TEST_CASE("facts and answers pass positions by on their way to the socket") {
  LiveTown town;
  town.go_on_duty("w1");
  auto viewer = town.watch(commander(), everything_in(whole_town));
  CHECK(viewer.socket->lane == live::Lane::facts);
  town.move("w1", 118.33);
  town.flush();
  REQUIRE(viewer.take().size() == 1);
  CHECK(viewer.socket->lane == live::Lane::positions);
  town.report("i1", 118.33);
  REQUIRE(viewer.take().size() == 1);
  CHECK(viewer.socket->lane == live::Lane::facts);
}

TEST_CASE("the facts of one commit come in one message, in order") {
  LiveTown town;
  auto viewer = town.watch(commander(), everything_in(whole_town));
  model::IncidentReported report;
  report.id = "i1";
  report.position = place(118.33, 35.05);
  report.areas = LiveTown::locate(report.position);
  town.commit({report, model::IncidentMoved{"i1",
                                            model::Action::classify,
                                            model::Stage::received,
                                            model::Stage::classified,
                                            2,
                                            {}}});
  auto const messages = viewer.take();
  REQUIRE(messages.size() == 1);
  auto const &upserts = messages[0].at("upserts");
  REQUIRE(upserts.size() == 2);
  CHECK(upserts[0].at("stage") == "received");
  CHECK(upserts[0].at("version") == 1);
  CHECK(upserts[1].at("stage") == "classified");
  CHECK(upserts[1].at("version") == 2);
  CHECK(messages[0].at("seq") == 2);
}

TEST_CASE("a fact that shows nothing to this viewer sends nothing") {
  LiveTown town;
  auto viewer = town.watch(worker_of("G1"), everything_in(whole_town));
  auto boxed = town.watch(commander(), everything_in({118.32, 35.04, 118.34, 35.06}));
  town.report("i2", 118.40);
  town.go_on_duty("w1");
  town.commit({model::ClosureAdded{"k1", place(118.33, 35.05), "", {}}});
  CHECK(viewer.take().empty());
  CHECK(boxed.take().empty());
}

TEST_CASE("an incident everywhere comes from outside the box too") {
  LiveTown town;
  auto message = everything_in({118.32, 35.04, 118.34, 35.06});
  message.everywhere = {LiveLayer::incident};
  auto viewer = town.watch(commander(), message);
  town.report("i2", 118.40);
  CHECK(upserted(viewer.take().at(0), "incident") == Ids{"i2"});
}

TEST_CASE("before subscribing a viewer gets nothing but hello") {
  LiveTown town;
  auto viewer = town.connect(commander());
  viewer.take();
  town.report("i1", 118.33);
  town.place_worker("w1", 118.33);
  town.flush();
  town.hub().heartbeat();
  town.settle();
  CHECK(viewer.take().empty());
}

TEST_CASE("a changed reach comes with its streets, a lost station as a remove") {
  LiveTown town;
  auto viewer = town.watch(commander(), everything_in(whole_town));
  town.hub().stage_reach({"T1", 900, 12, 288, {{place(118.33, 35.05), place(118.34, 35.05)}}}, "a");
  CHECK(viewer.take().empty());
  town.commit({model::ReachChanged{"T1", 900, 12, 288, "a"}});
  auto const changed = viewer.take().at(0);
  CHECK(upserted(changed, "reach") == Ids{"T1"});
  CHECK(changed.at("seq") == town.state.seq);
  town.commit({model::ReachChanged{"T1", 0, 0, 0, {}}});
  CHECK(removed(viewer.take().at(0), "reach") == Ids{"T1"});
}

TEST_CASE("a reach that shrinks out of the box does not stay there") {
  LiveTown town;
  auto viewer = town.watch(commander(), everything_in({118.345, 35.0, 118.4, 35.1}));
  town.hub().stage_reach({"T1", 900, 12, 288, {{place(118.33, 35.05), place(118.35, 35.05)}}}, "a");
  town.commit({model::ReachChanged{"T1", 900, 12, 288, "a"}});
  CHECK(upserted(viewer.take().at(0), "reach") == Ids{"T1"});
  town.hub().stage_reach({"T1", 900, 3, 40, {{place(118.33, 35.05), place(118.34, 35.05)}}}, "b");
  town.commit({model::ReachChanged{"T1", 900, 3, 40, "b"}});
  auto const messages = viewer.take();
  REQUIRE(messages.size() == 1);
  CHECK(upserted(messages[0], "reach").size() + removed(messages[0], "reach").size() == 1);
}

TEST_CASE("an upserted incident is the same bytes for every viewer") {
  LiveTown town;
  auto one = town.watch(commander(), everything_in(whole_town));
  auto two = town.watch(worker_of("G1"), everything_in(whole_town));
  town.report("i1", 118.33);
  CHECK(one.take() == two.take());
}

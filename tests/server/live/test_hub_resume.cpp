#include "tests/server/live/live_fixture.hpp"

#include <catch2/catch.hpp>

using namespace yuntu;
using namespace yuntu::test;

namespace {

protocol::Cursor here(LiveTown const &town) {
  return {"epoch-1", town.state.seq, town.state.tick};
}

/// What a client gets that was away since `cursor`.
std::vector<nlohmann::json> resumed(LiveTown &town, model::Principal const &who,
                                    protocol::Cursor const &cursor,
                                    protocol::ViewBox const &box = whole_town) {
  auto viewer = town.connect(who);
  viewer.take();
  town.subscribe(viewer, everything_in(box, cursor));
  return viewer.take();
}

void check_resync(std::vector<nlohmann::json> const &messages, std::string const &reason) {
  REQUIRE(messages.size() == 2);
  CHECK(messages[0].at("type") == "resync");
  CHECK(messages[0].at("reason") == reason);
  CHECK(messages[1].at("type") == "snapshot");
}

} // namespace

TEST_CASE("nothing missed is one empty message with both marks") {
  LiveTown town;
  town.report("i1", 118.33);
  auto const messages = resumed(town, commander(), here(town));
  REQUIRE(messages.size() == 1);
  CHECK(messages[0].at("type") == "changes");
  CHECK(messages[0].at("seq") == town.state.seq);
  CHECK(messages[0].at("tick") == town.state.tick);
  CHECK(messages[0].at("upserts").empty());
  CHECK(messages[0].at("removes").empty());
}

TEST_CASE("the gap is every missed fact in order, then the newest of each changed worker") {
  LiveTown town;
  for (auto const *id : {"w1", "w2", "w3"}) {
    town.place_worker(id, 118.33);
  }
  town.report("i1", 118.33);
  auto const cursor = here(town);
  town.act("i1", model::Action::classify, model::Stage::classified);
  town.move("w1", 118.331);
  town.report("i2", 118.40);
  town.move("w1", 118.332);
  town.act("i1", model::Action::assign, model::Stage::assigned);
  town.go_off_duty("w2");
  auto const messages = resumed(town, commander(), cursor);
  REQUIRE(messages.size() == 2);
  CHECK(upserted(messages[0], "incident") == Ids{"i1", "i2", "i1"});
  CHECK(messages[0].at("upserts").at(0).at("stage") == "classified");
  CHECK(messages[0].at("upserts").at(2).at("stage") == "assigned");
  CHECK_FALSE(messages[0].contains("tick"));
  CHECK(upserted(messages[1], "worker") == Ids{"w1"});
  CHECK(messages[1].at("upserts").at(0).at("lon") == Approx(118.332));
  CHECK(removed(messages[1], "worker") == Ids{"w2"});
  CHECK(messages[1].at("seq") == town.state.seq);
  CHECK(messages[1].at("tick") == town.state.tick);
}

TEST_CASE("the gap holds what one may see and nothing else") {
  LiveTown town;
  town.go_on_duty("w1");
  town.go_on_duty("w2");
  town.move("w1", 118.33);
  town.move("w2", 118.40);
  auto const cursor = here(town);
  town.report("i1", 118.33);
  town.report("i2", 118.40);
  town.move("w1", 118.331);
  town.move("w2", 118.401);
  auto const messages = resumed(town, worker_of("G1"), cursor);
  REQUIRE(messages.size() == 2);
  CHECK(upserted(messages[0], "incident") == Ids{"i1"});
  CHECK(upserted(messages[1], "worker") == Ids{"w1"});
  CHECK(removed(messages[1], "worker").empty());
}

TEST_CASE("a worker that left one's grid meanwhile is removed") {
  LiveTown town;
  town.place_worker("w1", 118.359);
  auto const cursor = here(town);
  town.move("w1", 118.361);
  auto const messages = resumed(town, worker_of("G1"), cursor);
  REQUIRE(messages.size() == 1);
  CHECK(removed(messages[0], "worker") == Ids{"w1"});
}

TEST_CASE("a long gap comes whole") {
  LiveTown town;
  auto const cursor = here(town);
  for (int i = 0; i < 3000; ++i) {
    town.report("i" + std::to_string(i), 118.33);
  }
  auto const messages = resumed(town, commander(), cursor);
  std::size_t incidents = 0;
  std::uint64_t seq = 0;
  for (auto const &message : messages) {
    REQUIRE(message.at("type") == "changes");
    incidents += upserted(message, "incident").size();
    CHECK(message.at("seq").get<std::uint64_t>() >= seq);
    seq = message.at("seq");
  }
  CHECK(incidents == 3000);
  CHECK(seq == town.state.seq);
}

TEST_CASE("a cursor of another log, or ahead of this one, needs a resync") {
  LiveTown town;
  town.report("i1", 118.33);
  check_resync(resumed(town, commander(), {"epoch-0", 0, 0}), "epoch");
  check_resync(resumed(town, commander(), {"epoch-1", town.state.seq + 1, 0}), "epoch");
  check_resync(resumed(town, commander(), {"epoch-1", 0, town.state.tick + 1}), "epoch");
}

TEST_CASE("a cursor older than the ring needs a resync") {
  LiveTown town;
  town.report("i1", 118.33);
  auto const cursor = here(town);
  town.report("i2", 118.33);
  town.now = at_s(901);
  town.report("i3", 118.33);
  check_resync(resumed(town, commander(), cursor), "too_old");
  CHECK(town.hub().counts().resyncs == 1);
}

TEST_CASE("after a restart a commander resumes and learns who has left") {
  LiveTown town;
  town.go_on_duty("w1");
  town.go_on_duty("w2");
  town.move("w1", 118.33);
  town.move("w2", 118.33);
  auto const cursor = here(town);
  town.go_off_duty("w1");
  town.report("i1", 118.33);
  town.restart();
  auto const messages = resumed(town, commander(), cursor);
  REQUIRE(messages.size() == 2);
  CHECK(upserted(messages[0], "incident") == Ids{"i1"});
  CHECK(removed(messages[1], "worker") == Ids{"w1"});
  CHECK(upserted(messages[1], "worker").empty());
}

TEST_CASE("after a restart a grid worker with an older cursor starts anew") {
  LiveTown town;
  town.place_worker("w1", 118.359);
  auto const cursor = here(town);
  town.move("w1", 118.361);
  town.restart();
  check_resync(resumed(town, worker_of("G1"), cursor), "too_old");
}

TEST_CASE("a planner's gap names no worker") {
  LiveTown town;
  town.go_on_duty("w1");
  auto const cursor = here(town);
  town.move("w1", 118.33);
  auto const messages = resumed(town, {"u9", model::Role::planner, {}, {}}, cursor);
  REQUIRE(messages.size() == 1);
  CHECK(messages[0].at("upserts").empty());
  CHECK(messages[0].at("removes").empty());
}

TEST_CASE("who lost rights while away starts anew instead of keeping what it holds") {
  LiveTown town;
  town.commit({model::UserAdded{"u2", model::Role::grid_worker, {"C1"}, "t", false}});
  town.place_worker("w1", 118.33);
  town.report("i1", 118.33);
  auto const cursor = here(town);
  town.commit({model::UserRoleChanged{"u2", model::Role::grid_worker, {"G2"}}});
  auto const before_restart = resumed(town, worker_of("G2"), cursor);
  check_resync(before_restart, "too_old");
  CHECK(before_restart[1].at("upserts").empty());
  auto const after_change = resumed(town, worker_of("G2"), here(town));
  CHECK(after_change.at(0).at("type") == "changes");
  auto const others = resumed(town, commander(), cursor);
  CHECK(others.at(0).at("type") == "changes");
}

TEST_CASE("positions after a resume go on from there") {
  LiveTown town;
  town.place_worker("w1", 118.33);
  auto const cursor = here(town);
  auto viewer = town.connect(commander());
  town.subscribe(viewer, everything_in(whole_town, cursor));
  viewer.take();
  town.move("w1", 118.331);
  town.flush();
  auto const messages = viewer.take();
  REQUIRE(messages.size() == 1);
  CHECK(upserted(messages[0], "worker") == Ids{"w1"});
  CHECK(messages[0].at("tick") == town.state.tick);
}

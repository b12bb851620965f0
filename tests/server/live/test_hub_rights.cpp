#include "tests/server/live/live_fixture.hpp"

#include <catch2/catch.hpp>

using namespace yuntu;
using namespace yuntu::test;

namespace {

void two_people(LiveTown &town) {
  town.go_on_duty("w1");
  town.go_on_duty("w2");
  town.move("w1", 118.33);
  town.move("w2", 118.40);
  town.report("i1", 118.33);
  town.report("i2", 118.40);
}

} // namespace

TEST_CASE("lost rights are forgotten first, then a snapshot says what there is now") {
  LiveTown town;
  two_people(town);
  auto viewer = town.watch(worker_of("C1"), everything_in(whole_town));
  auto other = town.watch(commander(), everything_in(whole_town));
  auto const now = worker_of("G2");
  town.hub().change_rights(now, rules::audiences_of(now));
  town.settle();
  auto const messages = viewer.take();
  REQUIRE(messages.size() == 2);
  CHECK(messages[0].at("type") == "forget");
  CHECK(removed(messages[0], "worker") == Ids{"w1"});
  CHECK(removed(messages[0], "incident") == Ids{"i1"});
  CHECK(messages[1].at("type") == "snapshot");
  CHECK(upserted(messages[1], "worker") == Ids{"w2"});
  CHECK(upserted(messages[1], "incident") == Ids{"i2"});
  CHECK(other.take().empty());
  town.move("w1", 118.331);
  town.report("i3", 118.33);
  town.flush();
  CHECK(viewer.take().empty());
}

TEST_CASE("who has an incident to do hears of it wherever it lies, and of its end") {
  LiveTown town;
  town.report("i1", 118.40); // in G2
  auto const mine = worker_of("G1");
  auto viewer = town.watch(mine, everything_in(whole_town));
  auto other = town.watch(model::Principal{"u9", model::Role::grid_worker, mine.areas, {}},
                          everything_in(whole_town));
  viewer.take();
  other.take();
  auto const assign = [&](model::Action action, std::string const &to) {
    auto const &incident = town.state.incidents.at("i1");
    model::IncidentMoved body{
        "i1", action, incident.stage, model::Stage::assigned, incident.version + 1, {}};
    body.assignee = to;
    town.commit({body});
  };
  assign(model::Action::assign, mine.user);
  auto const told = viewer.take();
  REQUIRE(told.size() == 1);
  CHECK(upserted(told[0], "incident") == Ids{"i1"});
  CHECK(other.take().empty());
  auto again = town.connect(mine);
  again.take();
  town.subscribe(again, everything_in(whole_town));
  CHECK(upserted(again.take().at(0), "incident") == Ids{"i1"});

  assign(model::Action::transfer, "u9");
  auto const gone = viewer.take();
  REQUIRE(gone.size() == 1);
  CHECK(removed(gone[0], "incident") == Ids{"i1"});
  CHECK(upserted(other.take().at(0), "incident") == Ids{"i1"});
  town.act("i1", model::Action::accept, model::Stage::in_progress);
  CHECK(viewer.take().empty());
  CHECK(other.take().size() == 1);
}

TEST_CASE("a snapshot with somebody's own incident is nobody else's, though rights are equal") {
  LiveTown town;
  town.report("i1", 118.40); // in G2
  auto const mine = worker_of("G1");
  auto const &incident = town.state.incidents.at("i1");
  model::IncidentMoved body{
      "i1", model::Action::assign, incident.stage, model::Stage::assigned, incident.version + 1,
      {}};
  body.assignee = mine.user;
  town.commit({body});
  for (auto const &[user, sees] :
       {std::pair{mine.user, true}, std::pair{std::string("u9"), false}}) {
    auto viewer = town.connect({user, model::Role::grid_worker, mine.areas, {}});
    viewer.take();
    town.subscribe(viewer, everything_in(whole_town));
    CHECK(upserted(viewer.take().at(0), "incident") == (sees ? Ids{"i1"} : Ids{}));
  }
}

TEST_CASE("new rights bring a snapshot with more in it") {
  LiveTown town;
  two_people(town);
  auto viewer = town.watch(worker_of("G1"), everything_in(whole_town));
  auto const now = worker_of("C1");
  town.hub().change_rights(now, rules::audiences_of(now));
  town.settle();
  auto const messages = viewer.take();
  REQUIRE(messages.size() == 2);
  CHECK(messages[0].at("removes").empty());
  CHECK(upserted(messages[1], "worker") == Ids{"w1", "w2"});
}

TEST_CASE("who comes after somebody with other rights gets nothing that was made for them") {
  LiveTown town;
  two_people(town);
  town.flush();
  for (auto const &who : {commander(), worker_of("G1"), worker_of("G2"), commander()}) {
    auto viewer = town.connect(who);
    viewer.take();
    town.subscribe(viewer, everything_in(whole_town));
    auto const expected = who.areas.empty()           ? Ids{"w1", "w2"}
                          : who.areas.front() == "G1" ? Ids{"w1"}
                                                      : Ids{"w2"};
    CHECK(upserted(viewer.take().at(0), "worker") == expected);
    town.disconnect(viewer);
  }
}

TEST_CASE("the principal of a viewer follows the change") {
  LiveTown town;
  auto viewer = town.watch(worker_of("G1"), everything_in(whole_town));
  model::Principal const now{"u2", model::Role::command, {}, {}};
  town.hub().change_rights(now, rules::audiences_of(now));
  REQUIRE(town.hub().principal_of(viewer.id) != nullptr);
  CHECK(town.hub().principal_of(viewer.id)->role == model::Role::command);
  CHECK(town.hub().principal_of(9999) == nullptr);
}

TEST_CASE("sockets of a revoked user or of one session of it are closed") {
  LiveTown town;
  auto first = town.watch({"u1", model::Role::command, {}, "s1"}, everything_in(whole_town));
  auto second = town.watch({"u1", model::Role::command, {}, "s2"}, everything_in(whole_town));
  auto third = town.watch(worker_of("G1"), everything_in(whole_town));
  town.hub().dismiss_user({}, "s1");
  CHECK(first.socket->is_closed);
  CHECK(first.socket->close_reason == live::CloseReason::policy);
  CHECK_FALSE(second.socket->is_closed);
  town.hub().dismiss_user("u1", {});
  CHECK(second.socket->is_closed);
  CHECK_FALSE(third.socket->is_closed);
}

TEST_CASE("a viewer that is gone is ignored by everything") {
  LiveTown town;
  auto viewer = town.watch(commander(), everything_in(whole_town));
  town.disconnect(viewer);
  CHECK(town.hub().counts().viewers == 0);
  town.hub().ready(viewer.id);
  town.hub().subscribe(viewer.id, everything_in(whole_town));
  town.hub().send(viewer.id, protocol::Resync{"x"});
  town.hub().dismiss(viewer.id, live::CloseReason::policy, "x");
  town.hub().close(viewer.id);
  town.report("i1", 118.33);
  CHECK(viewer.take().empty());
}

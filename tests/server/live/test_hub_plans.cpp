#include "tests/server/live/live_fixture.hpp"

#include <catch2/catch.hpp>

using namespace yuntu;
using namespace yuntu::test;
using protocol::LiveLayer;

namespace {

protocol::PlanUpsert plan_of(std::string id, std::uint64_t version = 1) {
  protocol::PlanUpsert upsert;
  upsert.plan.id = std::move(id);
  upsert.plan.name = "plan";
  upsert.plan.owner = "u3";
  upsert.plan.version = version;
  upsert.editor = "u3";
  upsert.answer.emplace();
  return upsert;
}

model::Principal planner() {
  return {"u3", model::Role::planner, {}, {}};
}

protocol::Subscribe plans_only(std::optional<protocol::Cursor> resume = {}) {
  return {whole_town, 14, {LiveLayer::plan}, {LiveLayer::plan}, std::move(resume)};
}

void show(LiveTown &town, protocol::PlanUpsert plan) {
  town.hub().show_plan(std::move(plan));
  town.settle();
}

std::uint64_t version_in(nlohmann::json const &message) {
  return message.at("upserts").at(0).at("version");
}

} // namespace

TEST_CASE("a snapshot has every open plan, and each change goes out at once") {
  auto const format = GENERATE(protocol::WireFormat::json, protocol::WireFormat::binary);
  LiveTown town;
  town.format = format;
  show(town, plan_of("p1"));
  auto viewer = town.connect(planner());
  town.subscribe(viewer, plans_only());
  auto first = viewer.take();
  CHECK(first.back().at("type") == "snapshot");
  CHECK(upserted(first.back(), "plan") == Ids{"p1"});
  show(town, plan_of("p1", 2));
  show(town, plan_of("p2"));
  town.hub().remove_plan("p1");
  town.settle();
  auto const messages = viewer.take();
  REQUIRE(messages.size() == 3);
  CHECK(upserted(messages[0], "plan") == Ids{"p1"});
  CHECK(version_in(messages[0]) == 2);
  CHECK_FALSE(messages[0].contains("seq"));
  CHECK_FALSE(messages[0].contains("tick"));
  CHECK(upserted(messages[1], "plan") == Ids{"p2"});
  CHECK(removed(messages[2], "plan") == Ids{"p1"});
  town.flush();
  CHECK(viewer.take().empty());
}

TEST_CASE("who did not ask for plans, or may not see them, hears of none") {
  LiveTown town;
  auto worker = town.watch(worker_of("G1"), plans_only());
  auto other = town.watch(planner(), everything_in(whole_town));
  show(town, plan_of("p1"));
  CHECK(worker.take().empty());
  CHECK(other.take().empty());
  auto late = town.connect(worker_of("G1"));
  town.subscribe(late, plans_only());
  CHECK(upserted(late.take().back(), "plan").empty());
}

TEST_CASE("a busy socket gets a plan as it is once it is free, and none of the steps between") {
  LiveTown town;
  auto viewer = town.watch(planner(), plans_only());
  viewer.socket->is_stuck = true;
  for (std::uint64_t version = 1; version <= 5; ++version) {
    show(town, plan_of("p1", version));
  }
  show(town, plan_of("p2"));
  town.hub().remove_plan("p2");
  CHECK(viewer.take().size() == 1);
  viewer.socket->is_stuck = false;
  town.settle();
  auto const messages = viewer.take();
  REQUIRE(messages.size() == 1);
  CHECK(upserted(messages[0], "plan") == Ids{"p1"});
  CHECK(version_in(messages[0]) == 5);
  CHECK(messages[0].at("removes").empty());
}

TEST_CASE("who comes back is sent every open plan before the marks that close the gap") {
  LiveTown town;
  show(town, plan_of("p1"));
  auto viewer = town.watch(planner(), plans_only());
  auto const cursor = protocol::Cursor{"epoch-1", town.state.seq, town.state.tick};
  town.disconnect(viewer);
  show(town, plan_of("p2"));
  town.hub().remove_plan("p1");
  auto again = town.connect(planner());
  town.subscribe(again, plans_only(cursor));
  auto const messages = again.take();
  REQUIRE(messages.size() == 3);
  CHECK(messages[0].at("type") == "hello");
  CHECK(upserted(messages[1], "plan") == Ids{"p2"});
  CHECK_FALSE(messages[1].contains("seq"));
  CHECK(messages[2].contains("seq"));
  CHECK(messages[2].at("upserts").empty());
}

TEST_CASE("who may not see plans any more is told to forget them") {
  LiveTown town;
  show(town, plan_of("p1"));
  auto viewer = town.watch(planner(), plans_only());
  model::Principal const now{"u3", model::Role::grid_worker, {"G1"}, {}};
  town.hub().change_rights(now, rules::audiences_of(now));
  town.settle();
  auto const messages = viewer.take();
  REQUIRE(messages.size() == 2);
  CHECK(messages[0].at("type") == "forget");
  CHECK(removed(messages[0], "plan") == Ids{"p1"});
  CHECK(messages[1].at("type") == "snapshot");
  CHECK(upserted(messages[1], "plan").empty());
  show(town, plan_of("p1", 2));
  CHECK(viewer.take().empty());
}

TEST_CASE("viewers who hold the same plans are sent the same bytes") {
  LiveTown town;
  auto one = town.watch(planner(), plans_only());
  auto two = town.watch(commander(), plans_only());
  auto const shared = town.hub().counts().shared;
  show(town, plan_of("p1"));
  CHECK(town.hub().counts().shared == shared + 1);
  CHECK(one.take() == two.take());
}

// Open plans against POST /api/v1/coverage/what-if of the same town.
#include "server/services/shared_plans.hpp"
#include "server/services/what_if_service.hpp"
#include "tests/support/small_town.hpp"
#include "tests/support/walkers.hpp"

#include <catch2/catch.hpp>

using namespace yuntu;
using namespace yuntu::test;
using Catch::Matchers::Contains;
using model::PlanEdit;
using model::PlanEditKind;

namespace {

using City = std::shared_ptr<services::WalkCity const>;

City open_city() {
  return std::make_shared<services::WalkCity const>(
      std::make_shared<services::BaseMap const>(small_town::western_layers()),
      std::map<std::string, model::Closure>{});
}

struct Board {
  City city = open_city();
  services::WhatIfShelf shelf;
  std::vector<protocol::PlanUpsert> shown;
  std::vector<std::string> gone;
  services::SharedPlans plans{
      shelf,
      {[this] { return city; }, [](std::string const &user) { return "name of " + user; },
       [this](protocol::PlanUpsert plan) { shown.push_back(std::move(plan)); },
       [this](std::string const &id) { gone.push_back(id); }}};

  static model::Principal planner(std::string user = "u1") {
    return {std::move(user), model::Role::planner, {}, {}};
  }
  static model::Principal desk() { return {"u9", model::Role::command, {}, {}}; }
  static PlanEdit station() {
    return {PlanEditKind::add_station, {}, small_town::station_east, {}};
  }
  static protocol::PlanChange asking(std::vector<PlanEdit> edits) {
    protocol::PlanChange asked;
    asked.name = "plan";
    asked.minutes = 5;
    asked.edits = std::move(edits);
    return asked;
  }
  static protocol::PlanChange based_on(std::uint64_t version, std::vector<PlanEdit> edits) {
    protocol::PlanChange asked;
    asked.version = version;
    asked.edits = std::move(edits);
    return asked;
  }
  void make(std::string const &id, std::string user = "u1") {
    REQUIRE(plans.make(planner(std::move(user)), id, asking({})));
  }
  [[nodiscard]] protocol::WhatIfAnswer what_if(std::vector<protocol::TownEdit> edits,
                                               double limit_s = 300) {
    services::WhatIfShelf other;
    auto answer = services::what_if(other, services::view_of(city, walkers::standard),
                                    {limit_s, "standard", edits});
    REQUIRE(answer);
    return *answer;
  }
};

} // namespace

TEST_CASE("a plan says what a what-if of its edits says, and that it is shown") {
  Board board;
  auto const made = board.plans.make(Board::planner(), "p1", Board::asking({Board::station()}));
  REQUIRE(made);
  CHECK(made->answer == board.what_if({protocol::AddStation{small_town::station_east}}));
  CHECK(made->answer->gained.counts.buildings > 0);
  CHECK(made->plan.version == 1);
  CHECK(made->owner_name == "name of u1");
  CHECK(made->saved_version == 0);
  CHECK(board.shown == std::vector{*made});
  auto const emptied = board.plans.change(Board::planner("u2"), "p1", Board::based_on(1, {}));
  REQUIRE(emptied);
  CHECK(emptied->plan.version == 2);
  CHECK(emptied->editor == "u2");
  CHECK(emptied->answer->before == emptied->answer->after);
  CHECK(board.shown.back() == *emptied);
  CHECK(board.plans.find("p1") == *emptied);
}

TEST_CASE("a change of what is not the newest is a conflict that names the newest") {
  Board board;
  board.make("p1");
  REQUIRE(board.plans.change(Board::planner("u2"), "p1", Board::based_on(1, {Board::station()})));
  auto const late = board.plans.change(Board::planner(), "p1", Board::based_on(1, {}));
  REQUIRE_FALSE(late);
  CHECK(late.error().status == 409);
  CHECK_THAT(late.error().detail, Contains("version 2"));
  CHECK(board.plans.find("p1")->plan.edits.size() == 1);
}

TEST_CASE("a plan may be changed by who made it and by people of the maker's role") {
  Board board;
  board.make("p1");
  auto const refused = board.plans.change(Board::desk(), "p1", Board::based_on(1, {}));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().status == 403);
  CHECK(board.plans.to_remove(Board::desk(), "p1").error().status == 403);
  CHECK(board.plans.to_keep(Board::desk(), "p1").error().status == 403);
  CHECK(board.plans.change(Board::planner("u5"), "p1", Board::based_on(1, {})));
  // Who made it and has another role by now.
  CHECK(board.plans.change({"u1", model::Role::command, {}, {}}, "p1", Board::based_on(2, {})));
  CHECK(
      board.plans.change({"u1", model::Role::grid_worker, {"G1"}, {}}, "p1", Board::based_on(3, {}))
          .error()
          .status == 403);
}

TEST_CASE("an edit that cannot be is refused by its place in the list, and the plan stays") {
  Board board;
  board.make("p1");
  PlanEdit const unknown{PlanEditKind::remove_station, "nowhere", {}, {}};
  auto const refused =
      board.plans.change(Board::planner(), "p1", Board::based_on(1, {Board::station(), unknown}));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().status == 404);
  CHECK_THAT(refused.error().detail, Contains("edits[1]"));
  CHECK(board.plans.find("p1")->plan.version == 1);
  CHECK(board.shown.size() == 1);
  auto odd = Board::asking({});
  odd.profile = "horse";
  CHECK(board.plans.make(Board::planner(), "p2", odd).error().status == 400);
  board.city = nullptr;
  CHECK(board.plans.make(Board::planner(), "p2", Board::asking({})).error().status == 409);
}

TEST_CASE("when the town changes under a plan it is worked out anew, and shown if it differs") {
  Board board;
  auto asked = Board::asking({});
  asked.minutes = 20; // far enough to walk through the bottleneck
  auto const before = board.plans.make(Board::planner(), "p1", asked)->answer;
  board.plans.look_again("p1");
  CHECK(board.shown.size() == 1); // nothing has changed
  board.city = small_town::cut_city();
  board.plans.look_again("p1");
  REQUIRE(board.shown.size() == 2);
  auto const &now = board.shown.back();
  CHECK(now.answer->after.buildings < before->after.buildings);
  CHECK(now.answer == board.what_if({}, 1200));
  CHECK(now.plan.version == 1);
  board.plans.look_again("unknown");
}

TEST_CASE("edits that fit the town no longer are a plan's problem until they fit again") {
  Board board;
  PlanEdit const close{PlanEditKind::close_street, {}, small_town::bottleneck, {}};
  REQUIRE(board.plans.make(Board::planner(), "p1", Board::asking({close})));
  board.city = small_town::cut_city();
  board.plans.look_again("p1");
  auto const unfit = board.shown.back();
  CHECK_FALSE(unfit.answer);
  CHECK_THAT(unfit.problem, Contains("edits[0]"));
  // A new name changes nothing of that.
  protocol::PlanChange renamed;
  renamed.version = 1;
  renamed.name = "other";
  auto const answer = board.plans.change(Board::planner(), "p1", renamed);
  REQUIRE(answer);
  CHECK(answer->problem == unfit.problem);
  board.city = open_city();
  board.plans.look_again("p1");
  CHECK(board.shown.back().problem.empty());
  CHECK(board.shown.back().answer);
}

TEST_CASE("a user's seventeenth unkept plan takes the place of the one changed longest ago") {
  Board board;
  for (int i = 0; i < 16; ++i) {
    board.make("p" + std::to_string(i));
  }
  REQUIRE(board.plans.change(Board::planner(), "p0", Board::based_on(1, {})));
  REQUIRE(board.plans.to_keep(Board::planner(), "p1"));
  board.make("q0");
  CHECK(board.gone.empty()); // a kept one does not count
  board.make("q1");
  CHECK(board.gone == std::vector<std::string>{"p2"});
  CHECK(board.plans.find("p1"));
  CHECK(board.plans.find("p0"));
}

TEST_CASE("the thirty-third unkept plan of all takes the place of the oldest, whosever it is") {
  Board board;
  for (int i = 0; i < 33; ++i) {
    board.make("p" + std::to_string(i), "u" + std::to_string(i % 3));
  }
  CHECK(board.gone == std::vector<std::string>{"p0"});
  CHECK(board.plans.ids().size() == 32);
  CHECK(board.plans.all().front().plan.id == "p32");
}

TEST_CASE("what is kept is said with its version, and goes on being kept while it changes") {
  Board board;
  board.make("p1");
  CHECK(board.plans.to_remove(Board::planner(), "p1") == false);
  auto const plan = board.plans.to_keep(Board::planner(), "p1");
  REQUIRE(plan);
  CHECK(board.plans.to_remove(Board::planner(), "p1") == true); // the log may have it already
  board.plans.not_removed("p1");
  board.plans.kept("p1", plan->version);
  CHECK(board.shown.back().saved_version == 1);
  REQUIRE(board.plans.change(Board::planner(), "p1", Board::based_on(1, {Board::station()})));
  CHECK(board.plans.find("p1")->saved_version == 1);
  board.plans.take_away("p1");
  CHECK(board.gone == std::vector<std::string>{"p1"});
  CHECK(board.plans.find("p1").error().status == 404);

  Board restarted;
  restarted.plans.recall(*plan);
  restarted.plans.look_again("p1");
  auto const again = restarted.plans.find("p1");
  CHECK(again->plan == *plan);
  CHECK(again->saved_version == 1);
  CHECK(again->answer);
  CHECK(restarted.shown.size() == 1);
}

TEST_CASE("no more than thirty-two plans are kept") {
  Board board;
  for (int i = 0; i < 32; ++i) {
    auto const id = "p" + std::to_string(i);
    board.make(id);
    REQUIRE(board.plans.to_keep(Board::planner(), id));
    board.plans.kept(id, 1);
  }
  board.make("q");
  CHECK(board.plans.to_keep(Board::planner(), "q").error().status == 409);
  CHECK(board.plans.to_keep(Board::planner(), "p3")); // again
}

TEST_CASE("a plan counts the stations that are open then, or of a kind, until that is taken away") {
  Board board;
  board.make("p1");
  protocol::PlanChange asked;
  asked.version = 1;
  asked.kind = "no such";
  CHECK(board.plans.change(Board::planner(), "p1", asked).error().status == 404);
  asked.kind.reset();
  asked.at = std::optional(at_s(60));
  auto const then = board.plans.change(Board::planner(), "p1", asked);
  REQUIRE(then);
  CHECK(then->plan.stations.at == at_s(60));
  asked.version = 2;
  asked.at = std::optional<model::Time>{};
  CHECK_FALSE(board.plans.change(Board::planner(), "p1", asked)->plan.stations.at);
}

TEST_CASE("a plan that is being deleted can be neither kept nor changed") {
  Board board;
  board.make("p1");
  REQUIRE(board.plans.to_keep(Board::planner(), "p1"));
  board.plans.kept("p1", 1);
  CHECK(board.plans.to_remove(Board::planner(), "p1").value());
  CHECK(board.plans.to_keep(Board::planner("u2"), "p1").error().status == 409);
  CHECK(board.plans.change(Board::planner(), "p1", Board::based_on(1, {})).error().status == 409);
  SECTION("the log could not forget it") {
    board.plans.not_removed("p1");
    CHECK(board.plans.change(Board::planner(), "p1", Board::based_on(1, {})));
  }
  SECTION("it is gone") {
    board.plans.take_away("p1");
    CHECK(board.plans.to_keep(Board::planner(), "p1").error().status == 404);
  }
}

TEST_CASE("what the log could not keep is not kept, and gives its place to others") {
  Board board;
  board.make("p1");
  REQUIRE(board.plans.to_keep(Board::planner(), "p1"));
  board.plans.not_kept("p1");
  CHECK_FALSE(board.plans.to_remove(Board::planner(), "p1").value());
  for (std::size_t i = 0; i < services::SharedPlans::most_of_a_user; ++i) {
    board.make("q" + std::to_string(i));
  }
  CHECK(board.gone == std::vector<std::string>{"p1"});
}

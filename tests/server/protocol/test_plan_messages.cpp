#include "server/protocol/plan_messages.hpp"
#include "tests/server/protocol/golden_messages.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace yuntu;
using Catch::Matchers::Contains;
using model::PlanEditKind;
using nlohmann::json;

TEST_CASE("a plan names all edits that a what-if takes, and may have none yet") {
  auto const plan = protocol::parse_plan(R"({"name":"河东","minutes":10,"profile":"elder","edits":[
    {"edit":"add_station","lon":118.35,"lat":35.05},
    {"edit":"move_station","station":"T1","lon":118.36,"lat":35.05},
    {"edit":"remove_station","station":"T2"},
    {"edit":"close_street","lon":118.35,"lat":35.05},
    {"edit":"open_street","lon":118.35,"lat":35.05},
    {"edit":"add_link","from":[118.35,35.05],"to":[118.36,35.06]}]})");
  REQUIRE(plan);
  CHECK(plan->name == "河东");
  CHECK(plan->minutes == 10);
  CHECK(plan->profile == "elder");
  REQUIRE(plan->edits->size() == 6);
  CHECK(plan->edits->at(1) ==
        model::PlanEdit{PlanEditKind::move_station, "T1", test::place(118.36, 35.05), {}});
  CHECK(plan->edits->at(5) ==
        model::PlanEdit{
            PlanEditKind::add_link, {}, test::place(118.35, 35.05), test::place(118.36, 35.06)});
  CHECK(protocol::parse_plan(R"({"name":"x"})"));
  CHECK(protocol::parse_plan(R"({"name":"x","edits":[]})")->edits->empty());
}

TEST_CASE("what a change of a plan does not name stays, but for the version") {
  auto const change = protocol::parse_plan_change(R"({"version":3,"name":"y"})");
  REQUIRE(change);
  CHECK(change->version == 3);
  CHECK(change->name == "y");
  CHECK_FALSE(change->minutes);
  CHECK_FALSE(change->profile);
  CHECK_FALSE(change->edits);
}

TEST_CASE("a plan that says nothing sensible is refused by the name of the field") {
  auto const row = GENERATE(table<std::string, std::string>({
      {R"({})", "\"name\""},
      {R"({"name":"  "})", "\"name\""},
      {R"({"name":"x","minutes":0})", "\"minutes\""},
      {R"({"name":"x","minutes":121})", "\"minutes\""},
      {R"({"name":"x","id":"p1"})", "\"id\""},
      {R"({"name":"x","edits":[{"edit":"fly"}]})", "edits[0].edit"},
      {R"({"name":"x","edits":[{"edit":"add_link","from":[1,2]}]})", "edits[0].to"},
  }));
  auto const plan = protocol::parse_plan(std::get<0>(row));
  REQUIRE_FALSE(plan);
  CHECK(plan.error().status == 400);
  CHECK_THAT(plan.error().detail, Contains(std::get<1>(row)));
  CHECK_FALSE(protocol::parse_plan_change(R"({"name":"x"})")); // without the version
}

TEST_CASE("a plan in JSON has the edits that were asked and the answer of a what-if") {
  auto const plan = json::parse(protocol::plan_json(test::golden_plan()));
  CHECK(plan.at("edits") == json::parse(R"([
    {"edit":"move_station","station":"T1","lon":118.3512345,"lat":35.0512345},
    {"edit":"remove_station","station":"T2"},
    {"edit":"add_link","from":[-123.1,-49.25],"to":[-123.1,49.25]}])"));
  CHECK(plan.at("saved_version") == 3);
  CHECK(plan.at("problem").is_null());
  auto const answer = test::golden_plan().answer;
  CHECK(plan.at("answer") == json::parse(protocol::what_if_json(*answer)));
  CHECK(json::parse(protocol::plans_json({test::golden_plan()})) ==
        json{{"items", json::array({plan})}, {"next", nullptr}});
}

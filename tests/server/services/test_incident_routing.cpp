#include "server/services/incident_service.hpp"
#include "tests/support/test_city.hpp"

#include <catch2/catch.hpp>

using namespace yuntu;
using namespace yuntu::test;
using model::Action;
using model::AreaLevel;
using model::RoutingCause;

namespace {

std::string const id = "123e4567-e89b-42d3-a456-426614174000";

/// The shipped policy with departments, one of them for a category in one grid.
services::IncidentPolicy policy() {
  auto made = services::shipped_incident_policy();
  rules::DepartmentTable const departments(
      {{"water", "水务"}, {"town", "街道"}},
      {{"供水", {}, "water", {}},
       {"供水", model::AreaRef{AreaLevel::grid, "G2"}, "town", model::PostKind::grid_worker}});
  made.router = std::make_shared<rules::Router const>(
      made.router->tree(),
      rules::Lexicon({{"漏水", "供水", 1}, {"水管", "供水", 1}, {"路灯", "路灯", 1}}), departments);
  return made;
}

model::IncidentReport report(std::string text, std::string category = {}) {
  model::IncidentReport made;
  made.id = id;
  made.channel = "web";
  made.text = std::move(text);
  made.category = std::move(category);
  made.position = place(118.355, 35.052);
  return made;
}

struct Desk {
  TestCity town;
  services::IncidentService service{town.city, "0123456789abcdef", policy()};

  auto report(model::IncidentReport const &what) {
    Answer<services::ReportedIncident> answer;
    service.report(commander(), what, town.now, answer.done());
    return answer.get();
  }
  auto classify(std::string const &category) {
    Answer<model::Incident> answer;
    protocol::ActionRequest request;
    request.category = category;
    service.act(commander(), id, request, "*", town.now, answer.done());
    return answer.get();
  }
};

} // namespace

TEST_CASE("a report without a category is routed by its words, in the commit of the report") {
  Desk desk;
  auto const made = desk.report(report("水管漏水，路灯也坏了"));
  REQUIRE(made);
  CHECK(made->incident.category == "供水");
  CHECK(made->incident.version == 1);
  model::Routing const expected{
      "供水",           "water", {}, RoutingCause::lexicon, "category 供水 everywhere",
      {"水管", "漏水"}, "路灯"};
  CHECK(made->incident.routings == std::vector{expected});
  auto const commits = desk.town.commits();
  REQUIRE(commits.size() == 1);
  CHECK(commits[0].facts.size() == 2);
  CHECK(desk.town.published().incidents.at(id) == made->incident);
}

TEST_CASE("a category that the reporter gives is kept, by its name where its code was sent") {
  Desk desk;
  auto const code = policy().router->tree().find("供水")->code;
  auto const made = desk.report(report("路灯坏了", code));
  REQUIRE(made);
  CHECK(made->incident.category == "供水");
  REQUIRE(made->incident.routings.size() == 1);
  CHECK(made->incident.routings[0].cause == RoutingCause::reporter);
  CHECK(made->incident.routings[0].runner_up == "路灯");
}

TEST_CASE("words that say nothing, where no department answers for everything, route nothing") {
  Desk desk;
  auto const made = desk.report(report("说不清"));
  REQUIRE(made);
  CHECK(made->incident.category.empty());
  CHECK(made->incident.routings.empty());
  CHECK(desk.town.facts<model::IncidentRouted>().empty());
}

TEST_CASE("an unknown category is refused with the nearest ones, and nothing is stored") {
  Desk desk;
  auto const refused = desk.report(report("x", "停车"));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().status == 422);
  CHECK_THAT(refused.error().detail, Catch::Contains("占道停车"));
  CHECK(desk.town.facts<model::IncidentReported>().empty());
  REQUIRE(desk.report(report("x")));
  auto const unclassified = desk.classify("照明");
  REQUIRE_FALSE(unclassified);
  CHECK(unclassified.error().status == 422);
  CHECK(desk.town.facts<model::IncidentMoved>().empty());
}

TEST_CASE("a building's code places a report, and the department is that of its grid") {
  Desk desk;
  auto at_building = report("水管漏水");
  at_building.position.reset();
  at_building.building = "B2";
  auto const made = desk.report(at_building);
  REQUIRE(made);
  CHECK(made->incident.areas[AreaLevel::grid] == "G2");
  CHECK(made->incident.department() == "town");
  CHECK(made->incident.routings.back().post == model::PostKind::grid_worker);
  CHECK(made->incident.routings.back().rule == "category 供水 in grid G2");
}

TEST_CASE("a person who classifies names the category, which the deadlines then go by") {
  Desk desk;
  REQUIRE(desk.report(report("水管漏水")));
  desk.town.now = at_s(60);
  auto const corrected = desk.classify("供水管道破裂");
  REQUIRE(corrected);
  CHECK(corrected->stage == model::Stage::classified);
  CHECK(corrected->category == "供水管道破裂");
  REQUIRE(corrected->routings.size() == 2);
  CHECK(corrected->routings[1].cause == RoutingCause::person);
  CHECK(corrected->routings[1].department.empty());
  CHECK(corrected->routings[1].runner_up == "供水");
  CHECK(policy().deadlines->dues_of(*corrected).profile->name == "burst_main");
  CHECK(desk.town.published().incidents.at(id) == *corrected);
}

TEST_CASE("a person who classifies without naming a category leaves it as it is") {
  Desk desk;
  REQUIRE(desk.report(report("水管漏水")));
  auto const classified = desk.classify("");
  REQUIRE(classified);
  CHECK(classified->category == "供水");
  CHECK(classified->routings.size() == 1);
}

TEST_CASE("a place that may lie in one grid or another keeps its candidates") {
  Desk desk;
  auto vague = report("水管漏水");
  vague.position = place(small_town::border_lon - 0.00001, 35.052);
  vague.accuracy_m = 20;
  auto const made = desk.report(vague);
  REQUIRE(made);
  auto const &candidates = made->incident.candidates;
  REQUIRE(candidates.size() == 2);
  CHECK(candidates[0].level == AreaLevel::grid);
  CHECK(candidates[0].code == "G1");
  CHECK(candidates[1].code == "G2");
  CHECK(candidates[0].probability + candidates[1].probability == Approx(1));
  CHECK(made->incident.areas[AreaLevel::grid] == "G1");
  CHECK_FALSE(desk.report(vague)->is_new);
  vague.accuracy_m = 21;
  CHECK(desk.report(vague).error().status == 409);
}

TEST_CASE("a place that is sure enough has no candidates, nor has one of unknown accuracy") {
  Desk desk;
  auto sure = report("x");
  sure.accuracy_m = 20;
  CHECK(desk.report(sure)->incident.candidates.empty());
  auto unknown = report("x");
  unknown.id = "223e4567-e89b-42d3-a456-426614174000";
  unknown.position = place(small_town::border_lon, 35.052);
  CHECK(desk.report(unknown)->incident.candidates.empty());
}

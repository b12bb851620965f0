#include "tests/support/test_city.hpp"
#include "server/services/incident_service.hpp"
#include "server/services/position_service.hpp"

#include <catch2/catch.hpp>

using namespace yuntu;
using namespace yuntu::test;
using model::AreaLevel;
using model::AreaRef;

namespace {

model::IncidentReport report(std::string id, double lon = 118.355) {
  model::IncidentReport made;
  made.id = std::move(id);
  made.channel = "web";
  made.text = "x";
  made.position = place(lon, 35.052);
  return made;
}

void stand_at(TestCity &town, double lon) {
  services::PositionService positions(town.city);
  town.commit(model::DutyChanged{"u2", true, at_s(-600), "person"});
  model::PositionBatch batch{"tablet", 1, {{1, at_s(0), lon, 35.052, 5, "wgs84", {}, {}, {}}}, {}};
  Answer<model::Acknowledgement> answer;
  positions.report(grid_worker(), batch, town.now, answer.done());
  REQUIRE(answer.get()->accepted.size() == 1);
}

} // namespace

TEST_CASE("facts of one transaction follow each other without a gap and land in one commit") {
  TestCity town;
  services::City::Transaction transaction(town.city, "operator", town.now);
  transaction.add(model::ClosureAdded{"k1", small_town::bottleneck, "", {}});
  transaction.add(model::ClosureRemoved{"k1", "opened"});
  transaction.submit(nullptr);
  auto const commits = town.commits();
  REQUIRE(commits.size() == 1);
  REQUIRE(commits[0].facts.size() == 2);
  CHECK(commits[0].facts[0].seq == 1);
  CHECK(commits[0].facts[1].seq == 2);
  CHECK(commits[0].facts[1].actor == "operator");
  CHECK(town.log.verify().ok);
}

TEST_CASE("a full disk answers 507 and nothing of it is published until there is space") {
  TestCity town;
  services::IncidentService incidents(town.city, "0123456789abcdef",
                                      services::shipped_incident_policy());
  town.log.fail_next(store::MemoryLog::Fault::full, 1'000'000);
  Answer<services::ReportedIncident> first;
  incidents.report(commander(), report("i1"), town.now, first.done());
  auto const result = first.get();
  REQUIRE_FALSE(result);
  CHECK(result.error().status == 507);
  CHECK(town.commits().empty());
  Answer<services::ReportedIncident> second;
  incidents.report(commander(), report("i2"), town.now, second.done());
  CHECK(second.get().error().status == 507);
  CHECK(town.city.state().incidents.size() == 1);
  town.log.heal();
  // The first is still at the head of the queue; its sender repeats and is told so.
  Answer<services::ReportedIncident> again;
  incidents.report(commander(), report("i1"), town.now, again.done());
  auto outcome = again.get();
  while (!outcome) {
    Answer<services::ReportedIncident> once_more;
    incidents.report(commander(), report("i1"), town.now, once_more.done());
    outcome = once_more.get();
  }
  CHECK_FALSE(outcome->is_new);
  CHECK(town.facts<model::IncidentReported>().size() == 1);
  CHECK(town.published().incidents.size() == 1);
}

TEST_CASE("a locked log answers 503") {
  TestCity town;
  services::IncidentService incidents(town.city, "0123456789abcdef",
                                      services::shipped_incident_policy());
  town.log.fail_next(store::MemoryLog::Fault::locked, 1'000'000);
  Answer<services::ReportedIncident> answer;
  incidents.report(commander(), report("i1"), town.now, answer.done());
  CHECK(answer.get().error().status == 503);
  town.log.heal();
}

TEST_CASE("a failed disk answers 503 and stops everything after it") {
  TestCity town;
  services::IncidentService incidents(town.city, "0123456789abcdef",
                                      services::shipped_incident_policy());
  town.log.fail_next(store::MemoryLog::Fault::failed);
  Answer<services::ReportedIncident> answer;
  incidents.report(commander(), report("i1"), town.now, answer.done());
  CHECK(answer.get().error().status == 503);
  REQUIRE(town.city.closed_for_intake());
  CHECK(town.city.closed_for_intake()->status == 503);
}

TEST_CASE("a re-import that moves a border makes facts with the cause boundary") {
  TestCity town;
  stand_at(town, 118.359);
  auto layers = small_town::layers();
  layers[model::LayerKind::grid] =
      layer_version(model::LayerKind::grid,
                    {feature("G1", box(118.35, 35.05, 118.355, 35.06)),
                     feature("G2", box(118.355, 35.05, 118.37, 35.06))},
                    "v2");
  town.city.use_base(std::make_shared<services::BaseMap const>(layers), town.now);
  auto const changes = town.facts<model::PresenceChanged>();
  REQUIRE(changes.size() == 2);
  CHECK(changes[0].cause == "position");
  CHECK(changes[1] ==
        model::PresenceChanged{
            "u2", {{AreaLevel::grid, "G2"}}, {{AreaLevel::grid, "G1"}}, "boundary", {0}});
  CHECK(town.city.find_worker("u2")->fix->areas[AreaLevel::grid] == "G2");
}

TEST_CASE("a re-import of the fences moves people in and out of them with the cause boundary") {
  TestCity town;
  stand_at(town, 118.3545);
  town.city.use_base(small_town::with_fences("v1"), town.now);
  town.now += std::chrono::seconds{90};
  town.city.use_base(small_town::with_fences("v2"), town.now);
  town.city.use_base(small_town::with_fences("v2"), town.now);
  auto const changes = town.facts<model::PresenceChanged>();
  REQUIRE(changes.size() == 3);
  CHECK(changes[0].cause == "position");
  CHECK(changes[1] == model::PresenceChanged{"u2", {}, {}, "boundary", {}, {"flood"}, {}});
  CHECK(changes[2] ==
        model::PresenceChanged{"u2", {}, {}, "boundary", {}, {"site"}, {{"flood", 90'000}}});
}

TEST_CASE("a re-import that moves nobody makes no facts") {
  TestCity town;
  stand_at(town, 118.352);
  auto const before = town.commits().size();
  town.city.use_base(small_town::base(), town.now);
  CHECK(town.commits().size() == before);
}

TEST_CASE("the decided and the published state agree at rest") {
  TestCity town;
  services::IncidentService incidents(town.city, "0123456789abcdef",
                                      services::shipped_incident_policy());
  stand_at(town, 118.359);
  for (int i = 0; i < 20; ++i) {
    Answer<services::ReportedIncident> answer;
    incidents.report(commander(), report("i" + std::to_string(i)), town.now, answer.done());
    REQUIRE(answer.get());
  }
  auto const published = town.published();
  auto const &decided = town.city.state();
  CHECK(published.seq == decided.seq);
  CHECK(published.incidents == decided.incidents);
  CHECK(published.devices == decided.devices);
  CHECK(published.workers.at("u2").fix == decided.workers.at("u2").fix);
  CHECK(published.workers.at("u2").presence == decided.workers.at("u2").presence);
  CHECK(published.workers.at("u2").path == decided.workers.at("u2").path);
}

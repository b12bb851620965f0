#include "server/live/picture.hpp"
#include "tests/support/samples.hpp"

#include <catch2/catch.hpp>

using namespace yuntu;
using namespace yuntu::test;
using model::Milestone;
using model::Stage;

namespace {

/// A policy under which everything is due an hour after its report, and done is the end.
live::IncidentSigns signs() {
  return {[](model::Incident const &incident, protocol::IncidentUpsert &upsert) {
            upsert.due = {"done", incident.time + std::chrono::hours{1}, incident.time};
            for (auto const &breach : incident.overdue) {
              upsert.overdue.emplace_back(model::to_string(breach.milestone));
            }
          },
          [](Stage stage) { return stage >= Stage::done; }};
}

struct Town {
  model::CityState state;
  live::Picture picture{state, signs()};
  std::uint64_t tick = 1;

  /// In a commit of its own.
  live::FactChange take(model::FactBody body) {
    ++tick;
    return take_along(std::move(body));
  }
  /// In the commit of the fact before.
  live::FactChange take_along(model::FactBody body) {
    model::Fact fact;
    fact.seq = state.seq + 1;
    fact.tick = tick;
    fact.body = std::move(body);
    model::fold_fact(state, fact, 1);
    return picture.take_in(fact);
  }
  live::FactChange report() {
    model::IncidentReported report;
    report.id = "i1";
    report.position = place(118.33, 35.05);
    report.time = at_s(0);
    return take(report);
  }
  live::FactChange move(Stage from, Stage to, std::uint64_t version) {
    return take(model::IncidentMoved{"i1", model::Action::finish, from, to, version});
  }
};

} // namespace

TEST_CASE("an incident goes out with what the policy says of it") {
  Town town;
  auto const change = town.report();
  REQUIRE(change.incident);
  CHECK(change.incident->value.due == protocol::IncidentUpsert::Due{"done", at_s(3600), at_s(0)});
}

TEST_CASE("a missed deadline is an upsert of the incident as it stands, with its version") {
  Town town;
  town.report();
  town.move(Stage::received, Stage::in_progress, 2);
  auto const change =
      town.take(model::IncidentOverdue{"i1", Milestone::contact, at_s(0), at_s(3600), "p"});
  REQUIRE(change.incident);
  CHECK(change.incident->value.stage == "in_progress");
  CHECK(change.incident->value.version == 2);
  CHECK(change.incident->value.overdue == std::vector<std::string>{"contact"});
  auto const &entries = town.picture.incidents.entries();
  REQUIRE(entries.size() == 1);
  CHECK(entries[0].upsert->value.overdue.size() == 1); // a snapshot says so too
}

TEST_CASE("what follows from a report in its own commit is shown with it, not once more") {
  Town town;
  town.report();
  CHECK_FALSE(town.take_along(model::IncidentEscalated{"i1", 1, "severity critical"}).incident);
  auto const later = town.take(model::IncidentEscalated{"i1", 2, "person"});
  REQUIRE(later.incident);
  CHECK(later.incident->value.level == 2);
}

TEST_CASE("a missed deadline of an incident that is not there shows nothing") {
  Town town;
  auto const change =
      town.take(model::IncidentOverdue{"i9", Milestone::contact, at_s(0), at_s(3600), "p"});
  CHECK_FALSE(change.incident);
}

TEST_CASE("a snapshot leaves out what the workflow has closed, until it is reopened") {
  Town town;
  town.report();
  town.move(Stage::received, Stage::done, 2);
  CHECK(town.picture.incidents.entries().empty());
  town.move(Stage::done, Stage::in_progress, 3);
  CHECK(town.picture.incidents.entries().size() == 1);
}

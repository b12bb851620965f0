#include "server/services/incident_policy.hpp"
#include "tests/tools/simulated_town.hpp"
#include "tools/yuntu/simulate/answer_plan.hpp"

#include <catch2/catch.hpp>

#include <map>

using namespace yuntu;
using namespace yuntu::test;
using namespace yuntu::simulate;
using model::Action;
using model::Severity;
using model::Stage;

namespace {

model::IncidentReport incident(Severity severity = Severity::routine) {
  model::IncidentReport report;
  report.id = "123e4567-e89b-42d3-a456-426614174000";
  report.severity = severity;
  report.time = local_time(9);
  return report;
}

/// By the workflow that runs where a county names none.
std::optional<Stage> next_stage(Stage from, ActEvent const &act) {
  static auto const workflow = services::shipped_incident_policy().workflow;
  model::Incident incident;
  incident.stage = from;
  return workflow->decide(incident, {"u1", model::Role::command}, {act.action, act.note, {}}).to;
}

std::vector<Event> answers(std::uint64_t seed, Severity severity = Severity::routine) {
  return answers_to(incident(severity), built_in_day().answers, demo::Random(seed));
}

} // namespace

TEST_CASE("every plan of answers is one the workflow allows, step by step") {
  for (std::uint64_t seed = 1; seed <= 1000; ++seed) {
    auto stage = Stage::received;
    std::uint64_t version = 1;
    auto time = local_time(9);
    for (auto const &event : answers(seed)) {
      auto const &act = std::get<ActEvent>(event.body);
      auto const next = next_stage(stage, act);
      CAPTURE(seed, model::to_string(stage), model::to_string(act.action));
      REQUIRE(next);
      REQUIRE(act.version == version);
      REQUIRE(event.time > time);
      REQUIRE_FALSE(act.note.empty());
      stage = *next;
      time = event.time;
      ++version;
    }
  }
}

TEST_CASE("most incidents are settled, some stay open, some are reopened or supervised") {
  constexpr int count = 1000;
  std::map<Stage, int> ends;
  std::map<Action, int> actions;
  for (std::uint64_t seed = 1; seed <= count; ++seed) {
    auto stage = Stage::received;
    for (auto const &event : answers(seed)) {
      auto const &act = std::get<ActEvent>(event.body);
      stage = *next_stage(stage, act);
      ++actions[act.action];
    }
    ++ends[stage];
  }
  CHECK(ends[Stage::rated] > count / 2);
  CHECK(ends[Stage::verified] > count / 5);
  int const open = count - ends[Stage::rated] - ends[Stage::verified];
  CHECK(open > count / 20);
  CHECK(open < count / 5);
  CHECK(actions[Action::reopen] > 20);
  CHECK(actions[Action::supervise] > 20);
}

TEST_CASE("what is critical is answered sooner") {
  auto const minutes_to_arrive = [](Severity severity) {
    double sum = 0;
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
      for (auto const &event : answers(seed, severity)) {
        if (std::get<ActEvent>(event.body).action == Action::arrive) {
          sum += static_cast<double>((event.time - local_time(9)).count()) / 60'000;
          break;
        }
      }
    }
    return sum / 300;
  };
  CHECK(minutes_to_arrive(Severity::critical) < minutes_to_arrive(Severity::urgent));
  CHECK(minutes_to_arrive(Severity::urgent) < minutes_to_arrive(Severity::routine));
  CHECK(minutes_to_arrive(Severity::critical) < 15);
}

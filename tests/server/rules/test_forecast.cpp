#include "server/rules/escalation/forecast.hpp"
#include "tests/support/small_town.hpp"

#include <catch2/catch.hpp>

using namespace yuntu;
using namespace yuntu::test;
using namespace std::chrono_literals;
using model::Milestone;
using rules::Forecast;

namespace {

/// Accepted at `accepted`, done `took` later.
model::Incident handled(std::string const &id, std::string const &category, model::Time accepted,
                        model::Duration took) {
  model::Incident incident;
  incident.id = id;
  incident.category = category;
  incident.time = accepted - 10min;
  incident.stage = model::Stage::done;
  incident.history = {{model::Action::accept, model::Stage::assigned, model::Stage::in_progress,
                       "u1", accepted, "", ""},
                      {model::Action::finish, model::Stage::in_progress, model::Stage::done, "u1",
                       accepted + took, "", ""}};
  return incident;
}

std::map<std::string, model::Incident> five_of(std::string const &category,
                                               std::vector<std::chrono::minutes> const &times) {
  std::map<std::string, model::Incident> incidents;
  for (auto const time : times) {
    auto const id = category + std::to_string(incidents.size());
    incidents[id] = handled(id, category, at_s(0), time);
  }
  return incidents;
}

rules::Dues dues() {
  rules::Dues made;
  made.clock.from = at_s(0);
  made.at = {std::nullopt, at_s(0) + 1h, std::nullopt, std::nullopt, at_s(0) + 3h};
  return made;
}

} // namespace

TEST_CASE("how long incidents take is the median of the category, or of all") {
  auto incidents = five_of("供水", {10min, 20min, 30min, 40min, 500min});
  incidents.merge(five_of("路灯", {60min}));
  rules::HandlingTimes const times(incidents, at_s(0) + 24h);
  CHECK(times.of("供水") == std::optional<model::Duration>(30min));
  CHECK(times.of("路灯") == std::optional<model::Duration>(40min)); // too few: of all six
  CHECK_FALSE(rules::HandlingTimes(five_of("供水", {1min, 2min}), at_s(0) + 24h).of("供水"));
  CHECK_FALSE(rules::HandlingTimes(incidents, at_s(0) + 24h * 200).of("供水")); // long ago
}

TEST_CASE("pauses are no handling, and what was merged says nothing") {
  auto incidents = five_of("供水", {60min, 60min, 60min, 60min, 60min});
  for (auto &[id, incident] : incidents) {
    auto const stage = model::Stage::in_progress;
    incident.history.insert(incident.history.begin() + 1,
                            {{model::Action::pause, stage, stage, "u1", at_s(0) + 10min, "", ""},
                             {model::Action::resume, stage, stage, "u1", at_s(0) + 40min, "", ""}});
  }
  CHECK(rules::HandlingTimes(incidents, at_s(0) + 24h).of("供水") ==
        std::optional<model::Duration>(30min));
  incidents.begin()->second.merged_into = "x";
  CHECK_FALSE(rules::HandlingTimes(incidents, at_s(0) + 24h).of("供水"));
}

TEST_CASE("a breach is foretold from the walk, the queue and the handling") {
  auto const now = at_s(0) + 30min;
  CHECK(rules::forecast(dues(), {20min, {}, 1h}, now).empty());
  CHECK(rules::forecast(dues(), {20min, 20min, 1h}, now) ==
        std::vector<Forecast>{{Milestone::on_site, at_s(0) + 1h, at_s(0) + 70min}});
  CHECK(rules::forecast(dues(), {20min, {}, 3h}, now) ==
        std::vector<Forecast>{{Milestone::done, at_s(0) + 3h, at_s(0) + 230min}});
  CHECK(rules::forecast(dues(), {20min, {}, std::nullopt}, now).empty());
}

TEST_CASE("what is overdue, reached or paused is not foretold") {
  auto reached = dues();
  reached.clock.met[static_cast<std::size_t>(Milestone::on_site)] = at_s(60);
  CHECK(rules::forecast(reached, {2h, {}, std::nullopt}, at_s(0) + 30min).empty());
  CHECK(rules::forecast(dues(), {2h, {}, std::nullopt}, at_s(0) + 61min).empty());
  auto paused = dues();
  paused.clock.pauses = {{at_s(60), std::nullopt}};
  CHECK(rules::forecast(paused, {2h, {}, 5h}, at_s(0) + 30min).empty());
}

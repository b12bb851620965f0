#include "server/services/counted_incidents.hpp"

#include "server/rules/figures/figures.hpp"
#include "server/services/deadline_files.hpp"
#include "server/services/figure_files.hpp"
#include "tests/support/samples.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace yuntu;
using namespace yuntu::test;
using By = rules::Grouping::By;

namespace {

constexpr std::size_t incidents = 200;
constexpr std::size_t commits = 1'500;

std::string id_of(std::size_t number) {
  return "i" + std::to_string(number);
}

/// Ten days in which anything happens to anything, an incident that was never reported included.
std::vector<model::CommitGroup> make_log(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  auto const one_of = [&](std::size_t count) { return static_cast<std::size_t>(random() % count); };
  std::vector<model::CommitGroup> log;
  std::uint64_t seq = 0;
  for (std::size_t i = 0; i < commits; ++i) {
    auto const time = at_s(static_cast<double>(i) * 576);
    auto const id = id_of(one_of(incidents));
    model::FactBody body;
    if (i < incidents) {
      body = model::IncidentReported{id_of(i),
                                     one_of(2) == 0 ? "web" : "patrol",
                                     "供水管道破裂",
                                     model::Severity::urgent,
                                     place(1, 2),
                                     {},
                                     areas_of("S1", "C1", "G" + std::to_string(one_of(3))),
                                     time,
                                     "h",
                                     "r"};
    } else if (one_of(4) == 0) {
      model::Routing routing;
      routing.category = one_of(2) == 0 ? "道路不洁" : "暴露垃圾";
      routing.department = "d" + std::to_string(one_of(3));
      routing.words = {"word"};
      body = model::IncidentRouted{one_of(50) == 0 ? "nobody's" : id, routing};
    } else if (one_of(8) == 0) {
      body = model::IncidentEscalated{id, 1, "person"};
    } else {
      auto const action = static_cast<model::Action>(one_of(model::action_names.size()));
      model::IncidentMoved moved{one_of(50) == 0 ? "headless" : id,
                                 action,
                                 model::Stage::received,
                                 static_cast<model::Stage>(one_of(model::stage_names.size())),
                                 i,
                                 "evidence"};
      moved.from = static_cast<model::Stage>(one_of(model::stage_names.size()));
      moved.merged_into = action == model::Action::merge ? id_of(one_of(incidents)) : "";
      body = moved;
    }
    log.push_back({i + 1, time, {{++seq, i, time, time, "u1", body, "text"}}, {}});
  }
  return log;
}

model::CityState published_after(std::vector<model::CommitGroup> const &log, std::size_t count) {
  model::CityState state;
  for (std::size_t i = 0; i < count; ++i) {
    model::fold(state, log[i], {[](geo::LonLat) { return model::AreaCodes{}; }});
  }
  return state;
}

} // namespace

TEST_CASE("what is counted beside the published state gives its very figures, whatever happened") {
  auto const log = make_log(GENERATE(1U, 2U, 3U));
  auto const published = published_after(log, log.size());
  services::CountedIncidents always{model::CityState{}};
  services::CountedIncidents since_start(published_after(log, commits / 2));
  for (std::size_t i = 0; i < log.size(); ++i) {
    REQUIRE((services::CountedIncidents::concerns(log[i]) ||
             std::holds_alternative<model::IncidentEscalated>(log[i].facts[0].body)));
    always.follow(log[i]);
    if (i >= commits / 2) {
      since_start.follow(log[i]);
    }
  }
  auto const deadlines = services::shipped_deadline_policy();
  auto const counting = services::read_counting({});
  rules::FigureBasis const basis{deadlines, counting, {}};
  for (auto const &by : {rules::Grouping{}, rules::Grouping{By::area, model::AreaLevel::grid},
                         rules::Grouping{By::department}, rules::Grouping{By::category},
                         rules::Grouping{By::channel}, rules::Grouping{By::severity}}) {
    for (auto const hours : {20, 100, 300}) {
      rules::FigureQuestion const question{at_s(3'600), at_s(hours * 3'600.0), by};
      CAPTURE(rules::to_text(by), hours);
      auto const expected = rules::figures_of(published.incidents, question, basis);
      CHECK(expected.total[rules::Count::received] > 0);
      CHECK(rules::figures_of(always.at(0, 0, nullptr).incidents, question, basis) == expected);
      CHECK(rules::figures_of(since_start.at(0, 0, nullptr).incidents, question, basis) ==
            expected);
    }
  }
  CHECK(always.at(0, 0, nullptr).incidents == since_start.at(0, 0, nullptr).incidents);
}

TEST_CASE("texts and people are not kept a third time") {
  auto const log = make_log(4);
  services::CountedIncidents counted(published_after(log, commits / 2));
  for (std::size_t i = commits / 2; i < log.size(); ++i) {
    counted.follow(log[i]);
  }
  for (auto const &[id, incident] : counted.at(0, 0, nullptr).incidents) {
    CHECK(incident.text.empty());
    CHECK(incident.reporter.empty());
    CHECK(incident.routings.size() <= 1);
    for (auto const &step : incident.history) {
      CHECK((step.actor + step.note + step.evidence).empty());
    }
  }
}

TEST_CASE("commits that change no figure are not handed on") {
  model::CommitGroup group{1, at_s(0), {}, {}};
  CHECK_FALSE(services::CountedIncidents::concerns(group));
  group.facts.push_back({1, 0, at_s(0), at_s(0), "u1", model::ClosureRemoved{"c", "person"}, {}});
  CHECK_FALSE(services::CountedIncidents::concerns(group));
  group.facts.push_back({2, 0, at_s(0), at_s(0), "u1", model::IncidentRouted{"i", {}}, {}});
  CHECK(services::CountedIncidents::concerns(group));
}

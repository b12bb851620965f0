#include "server/services/supervision.hpp"

#include "server/live/incident_board.hpp"
#include "server/rules/workflow/open_incident.hpp"

#include <algorithm>
#include <array>
#include <tuple>
#include <unordered_map>

namespace yuntu::services {
namespace {

using model::Milestone;
using model::milestones;
using protocol::ShownSupervision;

/// What one person has to do that has a due time, the first due first.
struct Duty {
  model::Time due;
  model::Incident const *incident = nullptr;
};
using Duties = std::unordered_map<std::string, std::vector<Duty>>;

Duties duties_of(model::CityState const &state, IncidentPolicy const &policy) {
  Duties duties;
  for (auto const &[assignee, load] : loads_of(state)) {
    auto &of_one = duties[assignee];
    for (auto const *const incident : load) {
      if (auto const due = policy.deadlines->dues_of(*incident).due(Milestone::done)) {
        of_one.push_back({*due, incident});
      }
    }
    std::sort(of_one.begin(), of_one.end(), [](Duty const &one, Duty const &other) {
      return std::tie(one.due, one.incident->id) < std::tie(other.due, other.incident->id);
    });
  }
  return duties;
}

/// Who plans further than so many ahead plans nothing.
constexpr std::size_t most_before = 200;

std::vector<std::string> done_first(model::Incident const &incident, rules::Dues const &dues,
                                    std::vector<Duty> const &duties) {
  std::vector<std::string> categories;
  auto const due = dues.due(Milestone::done);
  for (auto const &duty : duties) {
    bool const is_before =
        !due || std::tie(duty.due, duty.incident->id) < std::tie(*due, incident.id);
    if (!is_before || categories.size() == most_before) {
      break;
    }
    if (duty.incident != &incident) {
      categories.push_back(duty.incident->category);
    }
  }
  return categories;
}

rules::Expectation expectation_of(SupervisionQuestion::Case const &one,
                                  rules::HandlingTimes const &handling, WalkCity const *walk,
                                  double farthest_s) {
  rules::Expectation expectation;
  expectation.handling = handling.of(one.incident.category);
  for (auto const &category : one.before) {
    expectation.queue += handling.of(category).value_or(model::Duration{});
  }
  if (one.assignee_at && !one.is_on_site) {
    std::optional<double> seconds;
    if (walk != nullptr) {
      seconds =
          walk_seconds(*walk, one.incident.position, std::array{*one.assignee_at}, farthest_s)[0];
    }
    expectation.walk = std::chrono::duration_cast<model::Duration>(std::chrono::duration<double>(
        seconds.value_or(crow_seconds(*one.assignee_at, one.incident.position, walk))));
  }
  return expectation;
}

ShownSupervision shown_of(model::Incident const &incident, rules::Dues const &dues,
                          model::Time now) {
  ShownSupervision shown;
  shown.id = incident.id;
  shown.title = live::title_of(incident.text);
  shown.category = incident.category;
  shown.department = incident.department();
  shown.assignee = incident.assignee;
  shown.severity = incident.severity;
  shown.stage = incident.stage;
  shown.areas = incident.areas;
  shown.level = incident.level();
  shown.level_since = rules::level_since(incident, dues);
  shown.is_paused = dues.clock.is_paused();
  for (auto const milestone : milestones) {
    auto const due = dues.due(milestone);
    if (due && *due < now && dues.is_open(milestone)) {
      shown.overdue.push_back({milestone, *due, std::nullopt});
    }
  }
  return shown;
}

/// The smaller the more urgent: higher levels first, then what was due first.
auto urgency(ShownSupervision const &shown) {
  auto due = model::Time::max();
  for (auto const &late : shown.overdue) {
    due = std::min(due, late.due);
  }
  for (auto const &late : shown.forecast) {
    due = std::min(due, late.due);
  }
  return std::tuple(-shown.level, due, shown.level_since, shown.id);
}

} // namespace

SupervisionQuestion
supervision_question(model::CityState const &state, IncidentPolicy const &policy, model::Time now,
                     std::function<bool(model::Incident const &)> const &may_see) {
  SupervisionQuestion question;
  question.now = now;
  question.handling = rules::HandlingTimes(state.incidents, now);
  auto const duties = duties_of(state, policy);
  for (auto const &[id, incident] : state.incidents) {
    if (!rules::is_open(incident) || !may_see(incident)) {
      continue;
    }
    SupervisionQuestion::Case one{incident, std::nullopt, false, {}};
    auto const dues = policy.deadlines->dues_of(incident);
    one.is_on_site = dues.clock.when(Milestone::on_site).has_value();
    if (auto const load = duties.find(incident.assignee); load != duties.end()) {
      one.before = done_first(incident, dues, load->second);
    }
    auto const worker = state.workers.find(incident.assignee);
    if (worker != state.workers.end() && worker->second.fix) {
      one.assignee_at = worker->second.fix->position;
    }
    question.cases.push_back(std::move(one));
  }
  return question;
}

std::vector<ShownSupervision> supervise(SupervisionQuestion const &question,
                                        IncidentPolicy const &policy, WalkCity const *walk) {
  std::vector<ShownSupervision> found;
  for (auto const &one : question.cases) {
    auto const dues = policy.deadlines->dues_of(one.incident);
    auto shown = shown_of(one.incident, dues, question.now);
    // Nobody has it, so nobody is on the way: nothing can be expected of it.
    if (!one.incident.assignee.empty()) {
      for (auto const &late : rules::forecast(
               dues, expectation_of(one, question.handling, walk, policy.dispatch.farthest_s),
               question.now)) {
        shown.forecast.push_back({late.milestone, late.due, late.expected});
      }
    }
    if (shown.level > 0 || !shown.overdue.empty() || !shown.forecast.empty() ||
        shown.stage == model::Stage::supervised) {
      found.push_back(std::move(shown));
    }
  }
  std::sort(found.begin(), found.end(),
            [](auto const &one, auto const &other) { return urgency(one) < urgency(other); });
  return found;
}

} // namespace yuntu::services

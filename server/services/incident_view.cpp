#include "server/services/incident_view.hpp"

namespace yuntu::services {
namespace {

using model::Milestone;
using protocol::ShownDue;

ShownDue::State state_of(rules::Dues const &dues, Milestone milestone, model::Time now) {
  auto const at = dues.due(milestone);
  if (auto const met = dues.clock.when(milestone)) {
    return at && *met > *at ? ShownDue::State::late : ShownDue::State::met;
  }
  if (auto const done = dues.clock.when(Milestone::done)) {
    return at && *done > *at ? ShownDue::State::missed : ShownDue::State::skipped;
  }
  if (!at) {
    return ShownDue::State::paused;
  }
  return now > *at ? ShownDue::State::overdue : ShownDue::State::open;
}

void add_due(protocol::IncidentUpsert &upsert, model::Incident const &incident,
             rules::DeadlinePolicy const &policy) {
  auto const dues = policy.dues_of(incident);
  upsert.is_paused = dues.clock.is_paused();
  if (auto const burning = dues.burning()) {
    upsert.due = {std::string(model::to_string(*burning)), *dues.due(*burning),
                  dues.from[static_cast<std::size_t>(*burning)].value_or(dues.clock.from)};
  }
  for (auto const &breach : incident.overdue) {
    if (breach.from == dues.clock.from) {
      upsert.overdue.emplace_back(model::to_string(breach.milestone));
    }
  }
}

} // namespace

protocol::Problem no_incident(std::string const &id) {
  return {404, "Not found", "there is no incident " + id + " that you may see", {}};
}

void show_deadlines(protocol::ShownIncident &shown, rules::DeadlinePolicy const &policy,
                    model::Time now, Why why) {
  auto const dues = policy.dues_of(shown.incident);
  shown.is_paused = dues.clock.is_paused();
  if (dues.profile == nullptr) {
    return;
  }
  for (std::size_t i = 0; i < model::milestone_count; ++i) {
    if (!dues.profile->limits[i]) {
      continue;
    }
    auto const milestone = static_cast<Milestone>(i);
    ShownDue due{milestone,           state_of(dues, milestone, now),
                 dues.due(milestone), dues.clock.when(milestone),
                 std::nullopt,        dues.profile->limits[i]->title};
    if (why == Why::told) {
      due.why = policy.explain(dues, milestone);
    }
    shown.due.push_back(std::move(due));
  }
}

model::Incident residents_part(model::Incident incident) {
  for (auto &step : incident.history) {
    step = {step.action, step.from, step.to, {}, step.time, {}};
  }
  incident.escalations.clear();
  incident.routings.clear();
  incident.candidates.clear();
  incident.assignee.clear();
  incident.merged_into.clear();
  incident.ticket.clear();
  std::erase_if(incident.photos, [](auto const &photo) { return !is_by_resident(photo); });
  return incident;
}

live::IncidentSigns signs_of(IncidentPolicy const &policy) {
  return {[deadlines = policy.deadlines](model::Incident const &incident,
                                         protocol::IncidentUpsert &upsert) {
            add_due(upsert, incident, *deadlines);
          },
          [workflow = policy.workflow](model::Stage stage) { return workflow->is_closed(stage); }};
}

rules::Situation situation_of(model::Incident const &incident, rules::DeadlinePolicy const &policy,
                              rules::Actor const &actor) {
  return {actor, policy.dues_of(incident).has_open_stage()};
}

std::vector<protocol::ShownAction> actions_of(model::Incident const &incident,
                                              IncidentPolicy const &policy,
                                              rules::Actor const &actor) {
  auto const &workflow = *policy.workflow;
  auto const situation = situation_of(incident, *policy.deadlines, actor);
  std::vector<protocol::ShownAction> actions;
  for (auto const action : workflow.allowed(incident, situation)) {
    protocol::ShownAction shown{action, {}};
    for (auto const guard : workflow.needs(incident.stage, action)) {
      shown.needs.emplace_back(rules::to_string(guard));
    }
    actions.push_back(std::move(shown));
  }
  return actions;
}

} // namespace yuntu::services

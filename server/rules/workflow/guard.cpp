#include "server/rules/workflow/guard.hpp"

#include "server/rules/deadlines/incident_clock.hpp"

#include <algorithm>

namespace yuntu::rules {
namespace {

using model::Action;
using model::Incident;
using model::Milestone;
using model::Stage;

/// The newest step into `done` or past it.
auto last_finish(Incident const &incident) {
  return std::find_if(incident.history.rbegin(), incident.history.rend(), [](auto const &step) {
    return step.from < Stage::done && step.to >= Stage::done;
  });
}

bool is_called_back(Incident const &incident) {
  return std::any_of(incident.history.rbegin(), last_finish(incident),
                     [](auto const &step) { return step.action == Action::contact; });
}

bool is_other_person(Incident const &incident, Actor const &actor) {
  auto const finish = last_finish(incident);
  return finish == incident.history.rend() || finish->actor != actor.user;
}

} // namespace

std::optional<Guard> parse_guard(std::string_view name) {
  auto const *const found = std::find(guard_names.begin(), guard_names.end(), name);
  if (found == guard_names.end()) {
    return std::nullopt;
  }
  return static_cast<Guard>(found - guard_names.begin());
}

bool holds(Guard guard, Incident const &incident, Situation const &situation) {
  switch (guard) {
  case Guard::running:
    return !clock_of(incident).is_paused();
  case Guard::paused:
    return clock_of(incident).is_paused();
  case Guard::contacted:
    return clock_of(incident).when(Milestone::contact).has_value();
  case Guard::arrived:
    return clock_of(incident).when(Milestone::on_site).has_value();
  case Guard::called_back:
    return is_called_back(incident);
  case Guard::by_command:
    return situation.actor.role == model::Role::command;
  case Guard::other_person:
    return is_other_person(incident, situation.actor);
  case Guard::staged:
    return situation.has_open_stage;
  case Guard::note:
  case Guard::evidence:
    break;
  }
  return true;
}

std::string_view words_for(Guard guard) {
  switch (guard) {
  case Guard::note:
    return "a note must say why";
  case Guard::evidence:
    return "evidence is needed";
  case Guard::running:
    return "it is paused";
  case Guard::paused:
    return "it is not paused";
  case Guard::contacted:
    return "the resident must be contacted first";
  case Guard::arrived:
    return "somebody must have been on site first";
  case Guard::called_back:
    return "the resident must be called back first (contact)";
  case Guard::by_command:
    return "only the command centre may";
  case Guard::staged:
    return "its deadlines leave no stage to end";
  case Guard::other_person:
    break;
  }
  return "it takes somebody other than who finished it";
}

} // namespace yuntu::rules

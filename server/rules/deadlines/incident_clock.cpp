#include "server/rules/deadlines/incident_clock.hpp"

namespace yuntu::rules {
namespace {

using model::Action;
using model::Milestone;
using model::Stage;

bool is_done(Stage stage) {
  return stage >= Stage::done;
}

void note(IncidentClock &clock, Milestone milestone, model::Time time) {
  auto &met = clock.met[static_cast<std::size_t>(milestone)];
  met = met.value_or(time);
}

} // namespace

IncidentClock clock_of(model::Incident const &incident) {
  IncidentClock clock{incident.time, {}, {}};
  for (auto const &step : incident.history) {
    if (is_done(step.from) && !is_done(step.to)) {
      clock = {step.time, {}, {}};
    }
    if (clock.is_paused() && (step.action == Action::resume || step.from != step.to)) {
      clock.pauses.back().to = step.time;
    }
    if (step.action == Action::pause && !clock.is_paused() && !is_done(step.to)) {
      clock.pauses.push_back({step.time, std::nullopt});
    }
    if (!is_done(step.from) && step.action == Action::contact) {
      note(clock, Milestone::contact, step.time);
    }
    if (!is_done(step.from) && step.action == Action::arrive) {
      note(clock, Milestone::on_site, step.time);
    }
    if (!is_done(step.from) && step.action == Action::end_stage) {
      note(clock,
           clock.when(Milestone::first_stage) ? Milestone::second_stage : Milestone::first_stage,
           step.time);
    }
    if (!is_done(step.from) && is_done(step.to)) {
      note(clock, Milestone::done, step.time);
    }
  }
  return clock;
}

} // namespace yuntu::rules

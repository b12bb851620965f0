#include "server/rules/figures/standing.hpp"

#include <algorithm>
#include <utility>

namespace yuntu::rules {
namespace {

using model::Action;
using model::IncidentStep;
using model::Milestone;
using model::Stage;

bool is_done(Stage stage) {
  return stage >= Stage::done;
}

/// Who refuses or merges it ends it without a case; who sends it back to be received undoes one.
void follow(Standing &standing, IncidentStep const &step) {
  if (step.action == Action::merge || step.action == Action::reopen) {
    standing.is_merged = step.action == Action::merge;
  }
  bool const is_refused = step.action == Action::reject && is_done(step.to);
  if (standing.is_merged || is_refused || step.to == Stage::received) {
    standing.is_filed = false;
  } else if (step.from == Stage::received || step.action == Action::reopen) {
    standing.is_filed = true;
  }
  bool const is_passed_on =
      step.action == Action::transfer || (step.action == Action::reject && !is_done(step.to));
  standing.was_passed_on = standing.was_passed_on || (is_passed_on && !standing.is_merged);
  if (standing.is_filed) {
    standing.was_finished = standing.was_finished || is_done(step.to);
    standing.was_reopened =
        standing.was_reopened || (standing.was_finished && is_done(step.from) && !is_done(step.to));
  }
}

} // namespace

model::Incident incident_before(model::Incident incident, model::Time to) {
  auto const later = std::find_if(incident.history.begin(), incident.history.end(),
                                  [&](IncidentStep const &step) { return step.time >= to; });
  if (later == incident.history.end()) {
    return incident;
  }
  incident.history.erase(later, incident.history.end());
  incident.stage = incident.history.empty() ? Stage::received : incident.history.back().to;
  incident.merged_into.clear();
  for (auto const &step : incident.history) {
    if (!step.merged_into.empty() || step.action == Action::reopen) {
      incident.merged_into = step.merged_into;
    }
  }
  return incident;
}

Standing standing_of(model::Incident const &incident, model::Time to,
                     DeadlinePolicy const &deadlines, Counting const &counting) {
  Standing standing;
  for (auto const &step : incident.history) {
    follow(standing, step);
    standing.was_paused = standing.was_paused || step.action == Action::pause;
  }
  if (!standing.is_filed) {
    return standing;
  }
  auto const dues = deadlines.dues_of(incident);
  auto const done = dues.clock.when(Milestone::done);
  auto const due = dues.due(Milestone::done);
  standing.is_closed = done && incident.stage >= counting.closed_from;
  standing.is_due = standing.is_closed || (due && *due < to);
  standing.is_done = done.has_value();
  standing.is_on_time = standing.is_due && done && (!due || *done <= *due);
  standing.closed_at = standing.is_closed ? done : std::nullopt;
  return standing;
}

} // namespace yuntu::rules

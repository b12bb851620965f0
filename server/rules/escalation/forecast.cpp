#include "server/rules/escalation/forecast.hpp"

#include "server/rules/workflow/open_incident.hpp"

#include <algorithm>

namespace yuntu::rules {
namespace {

using model::Duration;
using model::Milestone;
using model::Time;

/// From the step that took it into work to its being done, without the pauses between.
std::optional<Duration> handled_in(model::Incident const &incident, IncidentClock const &clock) {
  auto const done = clock.when(Milestone::done);
  auto const accepted =
      std::find_if(incident.history.begin(), incident.history.end(), [&](auto const &step) {
        return step.time >= clock.from && step.to == model::Stage::in_progress;
      });
  if (!done || accepted == incident.history.end() || accepted->time > *done) {
    return std::nullopt;
  }
  auto time = *done - accepted->time;
  for (auto const &pause : clock.pauses) {
    auto const from = std::max(pause.from, accepted->time);
    auto const to = std::min(pause.to.value_or(*done), *done);
    time -= std::max(to - from, Duration{});
  }
  return time;
}

std::optional<Duration> median(std::vector<Duration> times, std::size_t fewest) {
  if (times.size() < fewest) {
    return std::nullopt;
  }
  auto const middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
  std::nth_element(times.begin(), middle, times.end());
  return *middle;
}

} // namespace

HandlingTimes::HandlingTimes(std::map<std::string, model::Incident> const &incidents, Time now) {
  std::map<std::string, std::vector<Duration>> known;
  std::vector<Duration> all;
  for (auto const &[id, incident] : incidents) {
    if (is_open(incident) || !incident.merged_into.empty()) {
      continue;
    }
    auto const clock = clock_of(incident);
    auto const time = handled_in(incident, clock);
    if (time && *clock.when(Milestone::done) > now - remembered) {
      known[incident.category].push_back(*time);
      all.push_back(*time);
    }
  }
  for (auto &[category, times] : known) {
    if (auto const middle = median(std::move(times), fewest)) {
      by_category_[category] = *middle;
    }
  }
  of_all_ = median(std::move(all), fewest);
}

std::optional<Duration> HandlingTimes::of(std::string const &category) const {
  auto const found = by_category_.find(category);
  return found == by_category_.end() ? of_all_ : std::optional(found->second);
}

std::vector<Forecast> forecast(Dues const &dues, Expectation const &expectation, Time now) {
  std::vector<Forecast> forecasts;
  if (dues.clock.is_paused()) {
    return forecasts;
  }
  auto const add = [&](Milestone milestone, Time expected) {
    auto const due = dues.due(milestone);
    if (due && dues.is_open(milestone) && now <= *due && expected > *due) {
      forecasts.push_back({milestone, *due, expected});
    }
  };
  auto const on_site = now + expectation.queue + expectation.walk;
  add(Milestone::on_site, on_site);
  add(Milestone::first_stage, on_site); // no sooner than that
  add(Milestone::second_stage, on_site);
  if (expectation.handling) {
    add(Milestone::done, on_site + *expectation.handling);
  }
  return forecasts;
}

} // namespace yuntu::rules

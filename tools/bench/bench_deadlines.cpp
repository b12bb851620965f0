// What a county's deadlines cost: a million open incidents of which ten thousand fall due in one
// second, and all of them anew when the calendar has changed.
#include "server/model/city_state.hpp"
#include "server/rules/deadlines/deadline_policy.hpp"
#include "server/rules/deadlines/due_queue.hpp"
#include "server/services/incident_policy.hpp"
#include "tools/bench/bench_report.hpp"

#include <chrono>
#include <cstdio>
#include <cstring>
#include <iostream>
#include <map>
#include <string>
#include <vector>

namespace {

using namespace yuntu;
using namespace yuntu::bench;
using Incidents = std::map<std::string, model::Incident>;
using Clock = std::chrono::steady_clock;

constexpr std::size_t in_one_second = 10'000;
constexpr int runs = 5;

double ms_since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

model::Time burning_second() {
  return model::parse_rfc3339("2026-11-27T10:00:00+08:00").value();
}

/// Reported over the 60 days before, of categories with limits by the clock, in working hours and
/// in days, one in ten paused once; `in_one_second` of them are due at the burning second.
Incidents make_incidents(std::size_t count) {
  std::vector<std::string> const categories{"", "道路不洁", "暴露垃圾", "违法搭建", "供水管道破裂"};
  Incidents incidents;
  std::uint64_t state = 1;
  for (std::size_t i = 0; i < count; ++i) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    model::Incident incident;
    char id[37];
    std::snprintf(id, sizeof id, "%08x-0000-4000-8000-%012llx", static_cast<unsigned>(state >> 32U),
                  static_cast<unsigned long long>(i));
    incident.id = id;
    incident.stage = model::Stage::in_progress;
    if (i < in_one_second) {
      incident.time = burning_second() - std::chrono::hours{24} +
                      model::Duration{static_cast<std::int64_t>(i % 1'000)};
      // Contacted and on site: what is left is to be done within 24 hours.
      for (auto const action : {model::Action::contact, model::Action::arrive}) {
        incident.history.push_back(
            {action, incident.stage, incident.stage, "u1", incident.time, "", ""});
      }
    } else {
      incident.category = categories[1 + i % (categories.size() - 1)];
      incident.time =
          burning_second() + std::chrono::seconds{2} -
          std::chrono::minutes{static_cast<std::int64_t>((state >> 33U) % (60 * 24 * 60))};
      if (i % 10 == 0) {
        auto const pause = incident.time + std::chrono::hours{2};
        incident.history.push_back(
            {model::Action::pause, incident.stage, incident.stage, "u1", pause, "", ""});
        incident.history.push_back({model::Action::resume, incident.stage, incident.stage, "u1",
                                    pause + std::chrono::hours{26}, "", ""});
      }
    }
    // What was due before then has been told.
    incidents.emplace(incident.id, std::move(incident));
  }
  return incidents;
}

std::optional<model::Time> next_of(rules::Dues const &dues, model::Incident const &incident) {
  auto const next = dues.next_breach(incident);
  return next ? dues.due(*next) : std::nullopt;
}

std::size_t tell(model::Incident &incident, rules::Dues const &dues, model::Time now) {
  auto const breaches = dues.breaches(incident, now);
  for (auto const &breach : breaches) {
    incident.overdue.push_back({breach.milestone, breach.from, breach.due});
  }
  return breaches.size();
}

/// What was due before `now` has been told. What has nothing left is reported anew, later.
void tell_all(Incidents &incidents, rules::DeadlinePolicy const &policy, model::Time now) {
  for (auto &[id, incident] : incidents) {
    auto const dues = policy.dues_of(incident);
    tell(incident, dues, now);
    if (!dues.next_breach(incident)) {
      incident.time += std::chrono::hours{24 * 60};
      incident.history.clear();
      incident.overdue.clear();
    }
  }
}

/// What the city thread does in that second, but for the journal: facts for what fell due, folded
/// into the state, and when the next milestone of each is.
std::size_t take_second(model::CityState &state, rules::DueQueue &queue,
                        rules::DeadlinePolicy const &policy, model::Time now) {
  std::size_t facts = 0;
  for (auto const &entry : queue.take_before(now, state.incidents.size())) {
    auto const dues = policy.dues_of(*entry.incident);
    for (auto &breach : dues.breaches(*entry.incident, now)) {
      model::Fact fact;
      fact.seq = ++facts;
      fact.event_time = breach.due;
      fact.body = std::move(breach);
      model::fold_fact(state, fact, 1);
    }
    queue.put(*entry.incident, next_of(dues, *entry.incident));
  }
  return facts;
}

void take_up(Incidents const &incidents, rules::DueQueue &queue,
             rules::DeadlinePolicy const &policy) {
  std::vector<rules::DueQueue::Entry> entries;
  entries.reserve(incidents.size());
  for (auto const &[id, incident] : incidents) {
    if (auto const at = next_of(policy.dues_of(incident), incident)) {
      entries.push_back({&incident, *at});
    }
  }
  queue.assign(entries);
}

rules::DeadlinePolicy with_changed_calendar(rules::DeadlinePolicy const &before) {
  rules::CalendarPlan plan;
  plan.years.push_back(
      {2026, true, "changed", {{model::parse_day("2026-11-30").value(), "x"}}, {}});
  plan.hours.push_back({model::parse_day("2000-01-01").value(),
                        {{std::chrono::hours{9}, std::chrono::hours{12}},
                         {std::chrono::hours{13}, std::chrono::hours{17}}}});
  std::vector<rules::DeadlineRule> rules{{"", {}, "3_6_24"},
                                         {"道路不洁", {}, "5_working_hours"},
                                         {"暴露垃圾", {}, "1_working_day"},
                                         {"违法搭建", {}, "15_working_days"},
                                         {"供水管道破裂", {}, "burst_main"}};
  return {rules::WorkCalendar(plan), before.profiles(), std::move(rules)};
}

int run(std::size_t count) {
  auto const policy = services::shipped_incident_policy().deadlines;
  model::CityState state;
  state.incidents = make_incidents(count);
  auto &incidents = state.incidents;
  tell_all(incidents, *policy, burning_second() - std::chrono::milliseconds{1});

  rules::DueQueue queue;
  auto start = Clock::now();
  take_up(incidents, queue, *policy);
  report({"deadlines_take_up", ms_since(start), "ms"});

  start = Clock::now();
  auto const none = take_second(state, queue, *policy, burning_second());
  report({"deadlines_second_with_nothing_due", ms_since(start), "ms"});
  start = Clock::now();
  auto const facts = take_second(state, queue, *policy, burning_second() + std::chrono::seconds{1});
  report({"deadlines_second_with_10000_due", ms_since(start), "ms"});
  report({"deadlines_facts_in_that_second", static_cast<double>(facts), "facts"});
  report({"deadlines_open", static_cast<double>(queue.size()), "incidents"});

  Figure recompute{"deadlines_recompute_all", 0, "ms"};
  for (int i = 0; i < runs; ++i) {
    start = Clock::now();
    auto const changed = with_changed_calendar(*policy);
    take_up(incidents, queue, i % 2 == 0 ? changed : *policy);
    recompute.times_ms.push_back(ms_since(start));
  }
  recompute.value = quantile(recompute.times_ms, 0.5);
  report(recompute);
  if (facts < in_one_second || none != 0) {
    std::cerr << "bench_deadlines: " << none << " fell due before, " << facts << " in the second\n";
    return 1;
  }
  return 0;
}

} // namespace

int main(int argc, char **argv) {
  bool const is_quick = argc > 1 && std::strcmp(argv[1], "--quick") == 0;
  return run(is_quick ? 200'000 : 1'000'000);
}

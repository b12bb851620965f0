#include "server/rules/deadlines/due.hpp"

#include <algorithm>

namespace yuntu::rules {
namespace {

using model::Day;
using model::DueTrace;
using model::Duration;
using model::Limit;
using model::LimitUnit;
using model::Pause;
using model::Time;

constexpr std::chrono::days longest_trace{3 * 366};

/// Where a limit begins to count.
Time counts_from(Time start, Limit const &limit) {
  return limit.unit == LimitUnit::working_days
             ? model::start_of(model::day_of(start) + std::chrono::days{1})
             : start;
}

/// `due` moved on by the pauses before it: `after(due, from, to)` is when it is due after one of
/// them. nullopt: one of them has no end.
template <typename After>
std::optional<Time> put_off(Time due, Time start, std::vector<Pause> const &pauses,
                            After const &after) {
  for (auto const &pause : pauses) {
    auto const from = std::max(pause.from, start);
    if (due <= from) {
      break;
    }
    if (!pause.to) {
      return std::nullopt;
    }
    if (*pause.to > from) {
      due = after(due, from, *pause.to);
    }
  }
  return due;
}

std::optional<Time> due_by_clock(Time start, Duration limit, std::vector<Pause> const &pauses) {
  return put_off(start + limit, start, pauses,
                 [](Time due, Time from, Time to) { return due + (to - from); });
}

std::optional<Time> due_by_work(Time start, Duration limit, std::vector<Pause> const &pauses,
                                WorkCalendar const &calendar) {
  auto work = calendar.worked_until(start) + limit;
  return put_off(calendar.when_worked(work, start), start, pauses,
                 [&](Time due, Time from, Time to) {
                   work += calendar.worked_until(to) - calendar.worked_until(from);
                   return calendar.when_worked(work, due);
                 });
}

/// Calls `visit` with what of [from, to) lies outside the pauses.
template <typename Visit>
void for_each_unpaused(Time from, Time to, std::vector<Pause> const &pauses, Visit const &visit) {
  for (auto const &pause : pauses) {
    if (pause.from >= to) {
      break;
    }
    if (pause.from > from) {
      visit(from, pause.from);
    }
    from = std::max(from, pause.to.value_or(to));
    if (from >= to) {
      return;
    }
  }
  visit(from, to);
}

/// Puts the trace together day by day.
class TraceOfWork {
public:
  TraceOfWork(DueTrace &trace, WorkCalendar const &calendar, std::vector<Pause> const &pauses)
      : trace_(trace), calendar_(calendar), pauses_(pauses) {}

  void take(Day day, Time from, Time to) {
    if (!calendar_.is_working_day(day)) {
      skip(day, std::string(calendar_.reason(day)));
      return;
    }
    if (auto const reason = calendar_.reason(day); !reason.empty()) {
      trace_.made_up.push_back({day, std::string(reason)});
    }
    is_new_day_ = true;
    auto const midnight = model::start_of(day);
    for (auto const &span : calendar_.hours_of(day)) {
      auto const begin = std::max(midnight + span.from, from);
      auto const end = std::min(midnight + span.to, to);
      if (begin < end) {
        for_each_unpaused(begin, end, pauses_, [&](Time a, Time b) { count(a, b); });
      }
    }
  }

  void skip(Day day, std::string const &reason) {
    is_running_ = false;
    auto &skipped = trace_.skipped;
    if (!skipped.empty() && skipped.back().reason == reason &&
        skipped.back().last + std::chrono::days{1} == day) {
      skipped.back().last = day;
    } else {
      skipped.push_back({day, day, reason});
    }
  }

private:
  [[nodiscard]] bool is_paused_between(Time from, Time to) const {
    return std::any_of(pauses_.begin(), pauses_.end(), [&](Pause const &pause) {
      return pause.from < to && pause.to.value_or(to) > from && pause.to != pause.from;
    });
  }

  void count(Time from, Time to) {
    if (!is_running_ || is_paused_between(trace_.counted.back().to, from)) {
      trace_.counted.push_back({from, to, {}, 0});
      is_running_ = true;
      is_new_day_ = true;
    }
    auto &last = trace_.counted.back();
    last.to = to;
    last.time += to - from;
    last.days += is_new_day_ ? 1 : 0;
    is_new_day_ = false;
  }

  DueTrace &trace_;
  WorkCalendar const &calendar_;
  std::vector<Pause> const &pauses_;
  bool is_running_ = false; ///< the last of `counted` goes on
  bool is_new_day_ = false;
};

void trace_work(DueTrace &trace, Time from, Time to, std::vector<Pause> const &pauses,
                WorkCalendar const &calendar) {
  auto const first = model::day_of(from);
  auto last = model::day_of(to);
  if (model::start_of(last) == to && last > first) {
    last -= std::chrono::days{1}; // midnight belongs to the day before
  }
  trace.is_shortened = last - first > longest_trace;
  TraceOfWork days(trace, calendar, pauses);
  if (trace.limit.unit == LimitUnit::working_days) {
    days.skip(model::day_of(trace.from), "report");
  }
  auto const end = std::min(last, first + longest_trace);
  for (auto day = first; day <= end; day += std::chrono::days{1}) {
    days.take(day, from, to);
    auto const year = static_cast<int>(std::chrono::year_month_day(day).year());
    auto const &years = trace.unpublished_years;
    if (!calendar.is_published(year) && (years.empty() || years.back() != year)) {
      trace.unpublished_years.push_back(year);
    }
  }
}

} // namespace

std::optional<Time> due_at(Time start, Limit const &limit, std::vector<Pause> const &pauses,
                           WorkCalendar const &calendar) {
  auto const from = counts_from(start, limit);
  switch (limit.unit) {
  case LimitUnit::clock:
    return due_by_clock(from, limit.time, pauses);
  case LimitUnit::working_hours:
    return due_by_work(from, limit.time, pauses, calendar);
  case LimitUnit::working_days:
    break;
  }
  auto const end = calendar.end_of_work(model::day_of(start), limit.days);
  return due_by_work(from, calendar.worked_until(end) - calendar.worked_until(from), pauses,
                     calendar);
}

DueTrace trace_due(Time start, Limit const &limit, std::vector<Pause> const &pauses,
                   WorkCalendar const &calendar, std::optional<Time> due) {
  DueTrace trace;
  trace.limit = limit;
  trace.from = start;
  auto const to = due ? *due : pauses.empty() ? start : std::max(pauses.back().from, start);
  for (auto const &pause : pauses) {
    if (pause.from < to || !due) {
      trace.paused.push_back(pause);
    }
  }
  auto const from = counts_from(start, limit);
  if (limit.unit != LimitUnit::clock) {
    trace_work(trace, from, to, pauses, calendar);
  } else if (from < to) {
    for_each_unpaused(from, to, pauses, [&](Time a, Time b) {
      trace.counted.push_back({a, b, b - a, 0});
    });
  }
  return trace;
}

} // namespace yuntu::rules

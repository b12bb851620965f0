#include "server/rules/deadlines/work_calendar.hpp"

#include <algorithm>

namespace yuntu::rules {
namespace {

using model::Day;
using model::Duration;
using model::Time;

constexpr Day first_day = std::chrono::sys_days(std::chrono::year{2000} / 1 / 1);
constexpr Day end_day = std::chrono::sys_days(std::chrono::year{2100} / 1 / 1);
constexpr auto day_count = static_cast<std::size_t>((end_day - first_day).count());

bool is_weekend(Day day) {
  std::chrono::weekday const weekday(day);
  return weekday == std::chrono::Saturday || weekday == std::chrono::Sunday;
}

Duration length_of(std::vector<WorkSpan> const &spans) {
  Duration length{};
  for (auto const &span : spans) {
    length += span.to - span.from;
  }
  return length;
}

/// The first of the ascending numbers that is not under `wanted`; looks near `from` first.
template <typename Number>
std::size_t first_from(std::vector<Number> const &numbers, std::size_t from, Number wanted) {
  auto const begin = numbers.begin();
  std::size_t low = numbers[from] < wanted ? from : 0;
  std::size_t step = 1;
  while (low + step < numbers.size() && numbers[low + step] < wanted) {
    low += step;
    step *= 2;
  }
  auto const high = std::min(low + step + 1, numbers.size());
  auto const found = std::lower_bound(begin + static_cast<std::ptrdiff_t>(low),
                                      begin + static_cast<std::ptrdiff_t>(high), wanted);
  return static_cast<std::size_t>(found - begin);
}

CalendarPlan plain_weeks() {
  CalendarPlan plan;
  plan.hours.push_back({first_day, {{Duration{}, std::chrono::hours{24}}}});
  return plan;
}

} // namespace

WorkCalendar::WorkCalendar() : WorkCalendar(plain_weeks()) {}

WorkCalendar::WorkCalendar(CalendarPlan const &plan) : hours_(1) {
  for (auto const &hours : plan.hours) {
    hours_.push_back(hours.spans);
  }
  std::map<Day, bool> is_worked;
  for (auto const &year : plan.years) {
    published_[year.year] = year.is_published;
    for (auto const &[day, name] : year.day_off) {
      special_[day] = name;
      is_worked[day] = false;
    }
    for (auto const &[day, name] : year.day_on) {
      special_[day] = name;
      is_worked[day] = true;
    }
  }
  hours_index_.reserve(day_count);
  worked_before_.reserve(day_count + 1);
  working_days_before_.reserve(day_count + 1);
  Duration::rep worked = 0;
  std::int32_t working_days = 0;
  std::size_t in_force = plan.hours.empty() ? 0 : 1;
  for (auto day = first_day; day < end_day; day += std::chrono::days{1}) {
    while (in_force < plan.hours.size() && plan.hours[in_force].from <= day) {
      ++in_force;
    }
    auto const special = is_worked.find(day);
    bool const is_on =
        in_force > 0 && (special == is_worked.end() ? !is_weekend(day) : special->second);
    auto const index = is_on ? in_force : 0;
    hours_index_.push_back(static_cast<std::uint16_t>(index));
    worked_before_.push_back(worked);
    working_days_before_.push_back(working_days);
    worked += length_of(hours_[index]).count();
    working_days += is_on ? 1 : 0;
  }
  worked_before_.push_back(worked);
  working_days_before_.push_back(working_days);
}

std::size_t WorkCalendar::index_of(Day day) const {
  return static_cast<std::size_t>((std::clamp(day, first_day, end_day) - first_day).count());
}

Duration WorkCalendar::worked_until(Time time) const {
  auto const day = model::day_of(time);
  auto const index = index_of(day);
  Duration worked{worked_before_[index]};
  if (day < first_day || index == day_count) {
    return worked;
  }
  auto const clock = time - model::start_of(day);
  for (auto const &span : hours_[hours_index_[index]]) {
    worked += std::clamp(clock, span.from, span.to) - span.from;
  }
  return worked;
}

Time WorkCalendar::when_worked(Duration work, Time from) const {
  auto const after = std::max<std::size_t>(
      first_from(worked_before_, index_of(model::day_of(from)), work.count()), 1);
  if (after == worked_before_.size()) {
    return model::start_of(end_day);
  }
  auto const index = after - 1;
  auto const start = model::start_of(first_day + std::chrono::days{index});
  auto left = work - Duration{worked_before_[index]};
  for (auto const &span : hours_[hours_index_[index]]) {
    auto const length = span.to - span.from;
    if (left <= length) {
      return start + span.from + left;
    }
    left -= length;
  }
  return start; // not reached: the day holds what is left
}

Time WorkCalendar::end_of_work(Day day, int count) const {
  auto const next = std::min(index_of(day) + 1, day_count);
  auto const wanted = working_days_before_[next] + count;
  auto const after = std::max<std::size_t>(first_from(working_days_before_, next, wanted), 1);
  if (after == working_days_before_.size()) {
    return model::start_of(end_day);
  }
  auto const index = after - 1;
  return model::start_of(first_day + std::chrono::days{index}) +
         hours_[hours_index_[index]].back().to;
}

bool WorkCalendar::is_working_day(Day day) const {
  return !hours_of(day).empty();
}

std::vector<WorkSpan> const &WorkCalendar::hours_of(Day day) const {
  auto const index = index_of(day);
  return day < first_day || index == day_count ? hours_.front() : hours_[hours_index_[index]];
}

std::string_view WorkCalendar::reason(Day day) const {
  if (auto const found = special_.find(day); found != special_.end()) {
    return found->second;
  }
  return is_weekend(day) ? "weekend" : "";
}

bool WorkCalendar::is_published(int year) const {
  auto const found = published_.find(year);
  return found != published_.end() && found->second;
}

} // namespace yuntu::rules

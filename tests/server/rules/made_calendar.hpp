#pragma once

#include "server/rules/deadlines/work_calendar.hpp"

#include <string>

namespace yuntu::test {

/// "2026-03-02 09:00" or "2026-03-02 09:00:00", on the clocks of Beijing.
[[nodiscard]] inline model::Time beijing(std::string text) {
  text[10] = 'T';
  return model::parse_rfc3339(text + (text.size() == 16 ? ":00" : "") + "+08:00").value();
}
[[nodiscard]] inline model::Day day(std::string const &text) {
  return model::parse_day(text).value();
}

/// March 2026, made up: work from 9 to 12 and 13 to 17; 2 March is a Monday; Wednesday 11 and
/// Thursday 12 are a holiday for which Saturday 14 is worked. Of 2027 New Year is known.
///
///     Mo Tu We Th Fr Sa Su
///      2  3  4  5  6  .  .
///      9 10  .  . 13 14  .
///     16 17 18 19 20  .  .
[[nodiscard]] inline rules::CalendarPlan made_plan() {
  using namespace std::chrono_literals;
  rules::CalendarPlan plan;
  plan.years.push_back({2026,
                        true,
                        "made up",
                        {{day("2026-03-11"), "春分节"}, {day("2026-03-12"), "春分节"}},
                        {{day("2026-03-14"), "春分节"}}});
  plan.years.push_back({2027, false, "statutory", {{day("2027-01-01"), "元旦"}}, {}});
  plan.hours.push_back({day("2000-01-01"), {{9h, 12h}, {13h, 17h}}});
  return plan;
}
[[nodiscard]] inline rules::WorkCalendar made_calendar() {
  return rules::WorkCalendar(made_plan());
}

} // namespace yuntu::test

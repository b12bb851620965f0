#pragma once

#include "server/model/day.hpp"
#include "server/model/time.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace yuntu::rules {

/// Working time of a day, since its midnight in Beijing; [from, to).
struct WorkSpan {
  model::Duration from{};
  model::Duration to{};
  friend bool operator==(WorkSpan const &, WorkSpan const &) = default;
};
/// The spans of every working day from this day on, in order; lunch lies between two of them.
struct WorkingHours {
  model::Day from;
  std::vector<WorkSpan> spans;
  friend bool operator==(WorkingHours const &, WorkingHours const &) = default;
};
/// One year's days that are not as the week has them.
struct CalendarYear {
  int year = 0;
  bool is_published = false;                 ///< else only the statutory holidays are known
  std::string source;                        ///< the notice or the law it stands in
  std::map<model::Day, std::string> day_off; ///< with the holiday's name
  std::map<model::Day, std::string> day_on;  ///< weekends worked, with the holiday they make up for
  friend bool operator==(CalendarYear const &, CalendarYear const &) = default;
};
struct CalendarPlan {
  std::vector<CalendarYear> years;
  std::vector<WorkingHours> hours; ///< by `from`; the first also holds before it
};

/// When work is done, by Beijing time (UTC+8, no summer time). Working time is counted from a day
/// long past, so that any question is two look-ups. Outside 2000 to 2099 nothing is worked.
/// Immutable, any thread.
class WorkCalendar {
public:
  WorkCalendar(); ///< every day but weekends, 00:00 to 24:00
  explicit WorkCalendar(CalendarPlan const &plan);

  /// Working time from the calendar's first day to `time`.
  [[nodiscard]] model::Duration worked_until(model::Time time) const;
  /// The first instant by which so much has been worked; the calendar's end when it never is.
  /// `from`: where to look first, as it mostly is soon after.
  [[nodiscard]] model::Time when_worked(model::Duration work, model::Time from) const;
  /// When work ends on the `count`th working day after `day`; the calendar's end when there are
  /// fewer.
  [[nodiscard]] model::Time end_of_work(model::Day day, int count) const;

  [[nodiscard]] bool is_working_day(model::Day day) const;
  /// Empty on a day off.
  [[nodiscard]] std::vector<WorkSpan> const &hours_of(model::Day day) const;
  /// Of a day off: the holiday's name or "weekend"; of a weekend that is worked: the holiday it
  /// makes up for; else empty.
  [[nodiscard]] std::string_view reason(model::Day day) const;
  /// Whether the year's arrangement of holidays is known. Until it is, the statutory holidays and
  /// plain weeks are taken.
  [[nodiscard]] bool is_published(int year) const;

private:
  [[nodiscard]] std::size_t index_of(model::Day day) const; ///< clamped to the table

  std::vector<std::vector<WorkSpan>> hours_;        ///< [0]: a day off
  std::vector<std::uint16_t> hours_index_;          ///< of each day, into `hours_`
  std::vector<model::Duration::rep> worked_before_; ///< each day, and the end
  std::vector<std::int32_t> working_days_before_;   ///< each day, and the end
  std::map<int, bool> published_;                   ///< by year entered
  std::map<model::Day, std::string> special_;       ///< days off and days on
};

} // namespace yuntu::rules

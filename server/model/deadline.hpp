#pragma once

#include "server/model/day.hpp"
#include "server/model/time.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yuntu::model {

/// What an incident must have reached in time, in the order in which it should. The two stages are
/// those of work in three stages, e.g. securing and repair before the road is made good.
enum class Milestone : std::uint8_t { contact, on_site, first_stage, second_stage, done };
inline constexpr std::array<std::string_view, 5> milestone_names{
    "contact", "on_site", "first_stage", "second_stage", "done"};
inline constexpr std::size_t milestone_count = milestone_names.size();
inline constexpr std::array<Milestone, milestone_count> milestones{
    Milestone::contact, Milestone::on_site, Milestone::first_stage, Milestone::second_stage,
    Milestone::done};

[[nodiscard]] constexpr std::string_view to_string(Milestone milestone) {
  return milestone_names[static_cast<std::size_t>(milestone)];
}
[[nodiscard]] std::optional<Milestone> parse_milestone(std::string_view name);

/// A milestone that was not reached in time. `from` is where its clock began: a reopened incident
/// may miss the same milestone again.
struct Breach {
  Milestone milestone = Milestone::contact;
  Time from;
  Time due;
  friend bool operator==(Breach const &, Breach const &) = default;
};

enum class LimitUnit : std::uint8_t { clock, working_hours, working_days };
inline constexpr std::array<std::string_view, 3> limit_unit_names{"clock", "working_hours",
                                                                  "working_days"};
[[nodiscard]] constexpr std::string_view to_string(LimitUnit unit) {
  return limit_unit_names[static_cast<std::size_t>(unit)];
}

/// How long a milestone may take: `time` of the clock or of the working hours, or so many working
/// days after the day of the report, to the end of work.
struct Limit {
  LimitUnit unit = LimitUnit::clock;
  Duration time{};
  int days = 0;
  /// Absent: it counts from the report. Else from when this one was reached, at the latest from
  /// when it was due: being late gains no time.
  std::optional<Milestone> after = {};
  std::string title = {}; ///< what the county calls the milestone here; empty: by its own name
  friend bool operator==(Limit const &, Limit const &) = default;
};

/// Time that does not count; without an end it still goes on.
struct Pause {
  Time from;
  std::optional<Time> to;
  friend bool operator==(Pause const &, Pause const &) = default;
};

/// Why a milestone is due when it is.
struct DueTrace {
  /// A run of time that counted: no day off and no pause lies in it, nights and lunches may.
  struct Counted {
    Time from;
    Time to;
    Duration time{}; ///< of it, what counted
    int days = 0;    ///< working days it touches; 0 of the clock
    friend bool operator==(Counted const &, Counted const &) = default;
  };
  /// Days that did not count: a holiday's name, "weekend", or "report" (the day of the report,
  /// when the limit counts days).
  struct Skipped {
    Day first;
    Day last;
    std::string reason;
    friend bool operator==(Skipped const &, Skipped const &) = default;
  };
  /// A day on which work was done although it is a weekend.
  struct MadeUp {
    Day day;
    std::string reason;
    friend bool operator==(MadeUp const &, MadeUp const &) = default;
  };

  std::string profile; ///< its title
  Limit limit;
  Time from;
  std::vector<Counted> counted;
  std::vector<Skipped> skipped;
  std::vector<MadeUp> made_up;
  std::vector<Pause> paused;
  /// Years it reaches into whose holidays have not been arranged yet, or are not entered.
  std::vector<int> unpublished_years;
  bool is_raised = false;    ///< to the due time of the milestone before, which is later
  bool is_shortened = false; ///< only the first part is told: it spans more than three years
  friend bool operator==(DueTrace const &, DueTrace const &) = default;
};

} // namespace yuntu::model

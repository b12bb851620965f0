#pragma once

#include "server/model/fact.hpp"
#include "server/model/incident.hpp"
#include "server/rules/deadlines/incident_clock.hpp"
#include "server/rules/deadlines/work_calendar.hpp"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace yuntu::rules {

enum class OnPause : std::uint8_t { stops, runs };

/// How long each milestone may take. A milestone without a limit is never due.
struct DeadlineProfile {
  std::string name;
  std::string title; ///< for people
  std::array<std::optional<model::Limit>, model::milestone_count> limits;
  OnPause on_pause = OnPause::stops;
  std::optional<model::Duration> longest_pause; ///< of all pauses together, by the clock
  friend bool operator==(DeadlineProfile const &, DeadlineProfile const &) = default;
};

/// Which profile an incident has. Absent: any.
struct DeadlineRule {
  std::string category;
  std::optional<model::Severity> severity;
  std::string profile;
  friend bool operator==(DeadlineRule const &, DeadlineRule const &) = default;
};

/// The deadlines of one incident as its history stands.
struct Dues {
  DeadlineProfile const *profile = nullptr; ///< nullptr: no rule fits, nothing is due
  IncidentClock clock;
  /// Where each limit begins to count; nullopt: without one, or not yet.
  std::array<std::optional<model::Time>, model::milestone_count> from;
  /// nullopt: without a limit, or a pause goes on. A later milestone is never due before an
  /// earlier.
  std::array<std::optional<model::Time>, model::milestone_count> at;

  [[nodiscard]] std::optional<model::Time> due(model::Milestone milestone) const {
    return at[static_cast<std::size_t>(milestone)];
  }
  /// Neither reached nor past caring, the incident being done.
  [[nodiscard]] bool is_open(model::Milestone milestone) const {
    return !clock.is_done() && !clock.when(milestone);
  }
  /// The work has stages with limits of their own, and one is not ended.
  [[nodiscard]] bool has_open_stage() const;
  /// The open milestone that is due first: what burns.
  [[nodiscard]] std::optional<model::Milestone> burning() const;
  /// The open milestone that is due first of those whose breach the incident does not hold.
  [[nodiscard]] std::optional<model::Milestone> next_breach(model::Incident const &incident) const;
  /// Facts for what was due before `now` and is not reached nor told, in the order of Milestone.
  [[nodiscard]] std::vector<model::IncidentOverdue> breaches(model::Incident const &incident,
                                                             model::Time now) const;
};

/// The county's deadlines: calendar, profiles, and which incident has which. A rule that names the
/// category comes before others, then one that names the severity. Immutable, any thread.
class DeadlinePolicy {
public:
  DeadlinePolicy() = default; ///< nothing is ever due
  DeadlinePolicy(WorkCalendar calendar, std::vector<DeadlineProfile> profiles,
                 std::vector<DeadlineRule> rules);

  [[nodiscard]] Dues dues_of(model::Incident const &incident) const;
  /// Of a milestone with a limit.
  [[nodiscard]] model::DueTrace explain(Dues const &dues, model::Milestone milestone) const;

  /// One sentence each: names twice or unknown, profiles without a limit, whose limits of one unit
  /// fall from one milestone to the next, or count after one that has none, two rules for the same.
  [[nodiscard]] std::vector<std::string> faults() const;
  [[nodiscard]] std::vector<DeadlineProfile> const &profiles() const { return profiles_; }
  [[nodiscard]] std::vector<DeadlineRule> const &rules() const { return rules_; }
  [[nodiscard]] WorkCalendar const &calendar() const { return calendar_; }

private:
  [[nodiscard]] DeadlineProfile const *profile_of(model::Incident const &incident) const;
  [[nodiscard]] DeadlineProfile const *find_profile(std::string const &name) const;

  WorkCalendar calendar_;
  std::vector<DeadlineProfile> profiles_;
  std::vector<DeadlineRule> rules_;
  std::vector<std::size_t> profile_of_rule_; ///< past the end: there is none of this name
};

} // namespace yuntu::rules

#pragma once

#include "server/model/city_state.hpp"
#include "server/rules/deadlines/deadline_policy.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace yuntu::rules {

/// How long incidents took in this county from being accepted to being done, pauses left out.
class HandlingTimes {
public:
  static constexpr std::size_t fewest = 5; ///< incidents of a category that say something of it
  static constexpr std::chrono::hours remembered{24 * 90};

  HandlingTimes() = default; ///< nothing is known
  /// Of those done within `remembered` before `now`; merged ones do not count.
  HandlingTimes(std::map<std::string, model::Incident> const &incidents, model::Time now);

  /// The median of the category where enough are known, else of all; nullopt: too few of all.
  [[nodiscard]] std::optional<model::Duration> of(std::string const &category) const;

private:
  std::map<std::string, model::Duration> by_category_;
  std::optional<model::Duration> of_all_;
};

/// A milestone that will be missed if things go as usual.
struct Forecast {
  model::Milestone milestone = model::Milestone::done;
  model::Time due;
  model::Time expected; ///< after `due`
  friend bool operator==(Forecast const &, Forecast const &) = default;
};

/// What an incident waits for.
struct Expectation {
  model::Duration walk{};                  ///< of whoever has it, to the place; zero once on site
  model::Duration queue{};                 ///< what that person has to do before
  std::optional<model::Duration> handling; ///< nullopt: unknown, so nothing is said of `done`
};

/// Open milestones, not overdue yet, that will be missed: on site after queue and walk, done after
/// the handling as well. Nothing while it is paused.
[[nodiscard]] std::vector<Forecast> forecast(Dues const &dues, Expectation const &expectation,
                                             model::Time now);

} // namespace yuntu::rules

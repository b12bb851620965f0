#pragma once

#include "server/model/incident.hpp"
#include "server/rules/deadlines/deadline_policy.hpp"

#include <optional>
#include <set>
#include <string>

namespace yuntu::rules {

/// What a county has decided about how its incidents are counted.
struct Counting {
  model::Stage closed_from = model::Stage::done; ///< this stage and those after it are closed
  std::set<std::string, std::less<>> public_channels{"hotline", "reception", "resident"};
  friend bool operator==(Counting const &, Counting const &) = default;
};

/// As its history was before `to`: later steps are left out, and with them where they led. What its
/// routings say is left as it is: they have no time, so the incident must be known as of `to`.
[[nodiscard]] model::Incident incident_before(model::Incident incident, model::Time to);

/// How one incident stands, as of a time.
struct Standing {
  bool is_merged = false; ///< it goes on in another and is no case of its own
  bool is_filed = false;
  bool is_due = false;
  bool is_done = false;
  bool is_closed = false; ///< done, and as far on as the county wants it to be
  bool is_on_time = false;
  bool was_finished = false;
  bool was_reopened = false;
  bool was_paused = false;
  bool was_passed_on = false;
  std::optional<model::Time> closed_at; ///< when it was done, if it is closed and filed
};

/// `incident` as of `to`.
[[nodiscard]] Standing standing_of(model::Incident const &incident, model::Time to,
                                   DeadlinePolicy const &deadlines, Counting const &counting);

} // namespace yuntu::rules

#pragma once

#include "server/model/incident.hpp"

#include <array>
#include <optional>
#include <vector>

namespace yuntu::rules {

/// What of an incident's history its deadlines hang on. Its clock begins with the report, and anew
/// when it is reopened after it was done; a pause ends with `resume` or a change of stage.
struct IncidentClock {
  model::Time from;
  std::array<std::optional<model::Time>, model::milestone_count> met;
  std::vector<model::Pause> pauses; ///< in order

  [[nodiscard]] std::optional<model::Time> when(model::Milestone milestone) const {
    return met[static_cast<std::size_t>(milestone)];
  }
  [[nodiscard]] bool is_done() const { return when(model::Milestone::done).has_value(); }
  [[nodiscard]] bool is_paused() const { return !pauses.empty() && !pauses.back().to; }
};

[[nodiscard]] IncidentClock clock_of(model::Incident const &incident);

} // namespace yuntu::rules

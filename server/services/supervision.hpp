#pragma once

#include "server/rules/escalation/forecast.hpp"
#include "server/services/dispatch_service.hpp"
#include "server/services/incident_policy.hpp"

#include <functional>
#include <optional>
#include <vector>

namespace yuntu::services {

/// Open incidents with what is known of them, taken from the published state and looked at
/// elsewhere. Immutable once made.
struct SupervisionQuestion {
  struct Case {
    model::Incident incident;
    std::optional<geo::LonLat> assignee_at; ///< newest fix of whoever has it
    bool is_on_site = false;
    std::vector<std::string> before; ///< categories of what that person has to do first
  };
  std::vector<Case> cases;
  rules::HandlingTimes handling;
  model::Time now;
};
/// Those that `may_see` lets through. What a person has to do first is what is due before.
[[nodiscard]] SupervisionQuestion
supervision_question(model::CityState const &state, IncidentPolicy const &policy, model::Time now,
                     std::function<bool(model::Incident const &)> const &may_see);

/// What somebody should look at: a milestone is over or is going to be, it stands above the
/// ladder's bottom, or it is supervised. The highest level first, then what is late longest. `walk`
/// may be nullptr: then distances count as the crow flies. Any thread.
[[nodiscard]] std::vector<protocol::ShownSupervision>
supervise(SupervisionQuestion const &question, IncidentPolicy const &policy, WalkCity const *walk);

} // namespace yuntu::services

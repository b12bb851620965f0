#pragma once

#include "server/live/incident_board.hpp"
#include "server/protocol/resources.hpp"
#include "server/services/incident_policy.hpp"

namespace yuntu::services {

/// 404, the same whether there is none or it may not be seen.
[[nodiscard]] protocol::Problem no_incident(std::string const &id);

enum class Why : unsigned char { left_out, told };

/// What REST says of an incident's deadlines, as of `now`.
void show_deadlines(protocol::ShownIncident &shown, rules::DeadlinePolicy const &policy,
                    model::Time now, Why why);

/// What the live stream says of an incident by this policy.
[[nodiscard]] live::IncidentSigns signs_of(IncidentPolicy const &policy);

/// What this actor may do with it now.
[[nodiscard]] std::vector<protocol::ShownAction> actions_of(model::Incident const &incident,
                                                            rules::Workflow const &workflow,
                                                            rules::Actor const &actor);

} // namespace yuntu::services

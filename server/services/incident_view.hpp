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

[[nodiscard]] inline bool is_by_resident(model::Photo const &photo) {
  return photo.actor == "resident";
}
/// What the reporter without an account may read of its own: how it stands and when it is due, not
/// who of the staff did what or what they wrote, nor the photos of others.
[[nodiscard]] model::Incident residents_part(model::Incident incident);

/// What the live stream says of an incident by this policy.
[[nodiscard]] live::IncidentSigns signs_of(IncidentPolicy const &policy);

/// What the workflow's guards ask of who acts and of the deadlines.
[[nodiscard]] rules::Situation situation_of(model::Incident const &incident,
                                            rules::DeadlinePolicy const &policy,
                                            rules::Actor const &actor);

/// What this actor may do with it now.
[[nodiscard]] std::vector<protocol::ShownAction> actions_of(model::Incident const &incident,
                                                            IncidentPolicy const &policy,
                                                            rules::Actor const &actor);

} // namespace yuntu::services

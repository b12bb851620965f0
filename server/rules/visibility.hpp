#pragma once

#include "server/model/audience.hpp"
#include "server/model/incident.hpp"
#include "server/model/plan.hpp"
#include "server/model/principal.hpp"

namespace yuntu::rules {

/// The one judge of who may see what: REST, the live stream and exports all ask here.
/// Role decides the class of data, areas decide where; no areas = the whole county, except for a
/// grid worker, who sees nothing until areas are given.
[[nodiscard]] model::AudienceSet audiences_of(model::Principal const &principal);

/// Where incidents count in the figures that this principal asks for: who may have figures and not
/// read incidents, a planner, has the counts of its areas all the same.
[[nodiscard]] model::AudienceSet figure_audiences_of(model::Principal const &principal);

[[nodiscard]] bool may_see(model::Principal const &principal, model::DataClass data,
                           model::AreaCodes const &areas);

/// As above, or because the principal reported it or has it to do.
[[nodiscard]] bool may_see(model::Principal const &principal, model::Incident const &incident);

/// Who made it, and who has the role that its maker had.
[[nodiscard]] bool may_change(model::Principal const &principal, model::Plan const &plan);

/// Who began it; and command and administrators, so that it keeps nobody else waiting.
[[nodiscard]] bool may_cancel_siting(model::Principal const &principal, std::string const &owner);

} // namespace yuntu::rules

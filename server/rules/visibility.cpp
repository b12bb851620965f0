#include "server/rules/visibility.hpp"

#include "server/rules/operation.hpp"

namespace yuntu::rules {

model::AudienceSet audiences_of(model::Principal const &principal) {
  using model::Role;
  model::AudienceSet set;
  set.sees_workers = may(principal.role, Operation::read_workers);
  set.sees_incidents =
      may(principal.role, Operation::read_incidents) && principal.role != Role::resident;
  set.sees_reach = may(principal.role, Operation::read_coverage);
  set.sees_plans = may(principal.role, Operation::read_plans);
  set.is_everywhere = principal.areas.empty() && principal.role != Role::grid_worker;
  for (auto const &code : principal.areas) {
    if (!code.empty()) {
      set.codes.insert(code);
    }
  }
  return set;
}

model::AudienceSet figure_audiences_of(model::Principal const &principal) {
  auto set = audiences_of(principal);
  set.sees_incidents = may(principal.role, Operation::read_figures);
  return set;
}

bool may_see(model::Principal const &principal, model::DataClass data,
             model::AreaCodes const &areas) {
  return audiences_of(principal).admits(data, model::audience_of(areas));
}

bool may_see(model::Principal const &principal, model::Incident const &incident) {
  return model::is_own(principal.user, incident.reporter, incident.assignee) ||
         may_see(principal, model::DataClass::incident, incident.areas);
}

bool may_change(model::Principal const &principal, model::Plan const &plan) {
  return may(principal.role, Operation::change_plan) &&
         (principal.user == plan.owner || principal.role == plan.role);
}

bool may_cancel_siting(model::Principal const &principal, std::string const &owner) {
  return principal.user == owner || principal.role == model::Role::command ||
         principal.role == model::Role::administrator;
}

} // namespace yuntu::rules

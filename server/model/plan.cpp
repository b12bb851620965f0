#include "server/model/plan.hpp"

#include <algorithm>

namespace yuntu::model {

std::optional<PlanEditKind> parse_plan_edit_kind(std::string_view name) {
  auto const *const found = std::find(plan_edit_names.begin(), plan_edit_names.end(), name);
  return found == plan_edit_names.end()
             ? std::nullopt
             : std::optional(static_cast<PlanEditKind>(found - plan_edit_names.begin()));
}

} // namespace yuntu::model

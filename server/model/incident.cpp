#include "server/model/incident.hpp"

#include <algorithm>

namespace yuntu::model {
namespace {

template <typename Enum, std::size_t Size>
std::optional<Enum> parse_name(std::array<std::string_view, Size> const &names,
                               std::string_view name) {
  auto const *const found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) {
    return std::nullopt;
  }
  return static_cast<Enum>(found - names.begin());
}

} // namespace

std::optional<Stage> parse_stage(std::string_view name) {
  return parse_name<Stage>(stage_names, name);
}
std::optional<Severity> parse_severity(std::string_view name) {
  return parse_name<Severity>(severity_names, name);
}
std::optional<Action> parse_action(std::string_view name) {
  return parse_name<Action>(action_names, name);
}

std::optional<RoutingCause> parse_routing_cause(std::string_view name) {
  return parse_name<RoutingCause>(routing_cause_names, name);
}

std::optional<Milestone> parse_milestone(std::string_view name) {
  return parse_name<Milestone>(milestone_names, name);
}

std::string assignee_at(Incident const &incident, std::uint64_t version) {
  std::string assignee;
  for (std::size_t i = 0; i < incident.history.size() && i + 2 <= version; ++i) {
    auto const &step = incident.history[i];
    assignee = assignee_after(std::move(assignee), step.action, step.assignee);
  }
  return assignee;
}

} // namespace yuntu::model

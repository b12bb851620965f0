#include "server/services/incident_policy.hpp"

#include "server/services/deadline_files.hpp"
#include "server/services/dispatch_file.hpp"
#include "server/services/ladder_file.hpp"
#include "server/services/routing_files.hpp"
#include "server/services/workflow_files.hpp"

#include <array>

namespace yuntu::services {

IncidentPolicy read_incident_policy(std::filesystem::path const &data, PolicyNames const &names) {
  return {std::make_shared<rules::Workflow const>(read_workflow(data, names.workflow)),
          std::make_shared<rules::DeadlinePolicy const>(read_deadlines(data)),
          std::make_shared<rules::Router const>(read_router(data, names.categories)),
          std::make_shared<rules::Ladder const>(read_ladder(data, names.ladder)),
          read_dispatch(data)};
}

std::vector<std::string> out_of_reach(rules::Workflow const &workflow,
                                      rules::DeadlinePolicy const &deadlines) {
  using model::Action;
  // By milestone; the last, done, is a stage of every workflow.
  constexpr std::array reached_by{Action::contact, Action::arrive, Action::end_stage,
                                  Action::end_stage};
  static_assert(reached_by.size() + 1 == model::milestone_count);
  std::vector<std::string> found;
  for (auto const &profile : deadlines.profiles()) {
    for (std::size_t i = 0; i < reached_by.size(); ++i) {
      if (profile.limits[i] && !workflow.has(reached_by[i])) {
        found.push_back("workflow \"" + workflow.name() + "\" has no row for " +
                        std::string(model::to_string(reached_by[i])) + ", so nobody can reach " +
                        std::string(model::milestone_names[i]) + " of the deadlines \"" +
                        profile.name + "\"");
      }
    }
  }
  return found;
}

IncidentPolicy shipped_incident_policy() {
  return {std::make_shared<rules::Workflow const>(read_workflow({}, std::string(default_workflow))),
          std::make_shared<rules::DeadlinePolicy const>(shipped_deadline_policy()),
          std::make_shared<rules::Router const>(read_router({}, std::string(default_categories))),
          std::make_shared<rules::Ladder const>(read_ladder({})), read_dispatch({})};
}

} // namespace yuntu::services

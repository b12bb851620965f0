#include "server/services/incident_policy.hpp"

#include "server/services/deadline_files.hpp"
#include "server/services/dispatch_file.hpp"
#include "server/services/ladder_file.hpp"
#include "server/services/routing_files.hpp"
#include "server/services/workflow_files.hpp"

namespace yuntu::services {

IncidentPolicy read_incident_policy(std::filesystem::path const &data, PolicyNames const &names) {
  return {std::make_shared<rules::Workflow const>(read_workflow(data, names.workflow)),
          std::make_shared<rules::DeadlinePolicy const>(read_deadlines(data)),
          std::make_shared<rules::Router const>(read_router(data, names.categories)),
          std::make_shared<rules::Ladder const>(read_ladder(data)), read_dispatch(data)};
}

IncidentPolicy shipped_incident_policy() {
  return {std::make_shared<rules::Workflow const>(read_workflow({}, std::string(default_workflow))),
          std::make_shared<rules::DeadlinePolicy const>(shipped_deadline_policy()),
          std::make_shared<rules::Router const>(read_router({}, std::string(default_categories))),
          std::make_shared<rules::Ladder const>(read_ladder({})), read_dispatch({})};
}

} // namespace yuntu::services

#pragma once

#include "server/rules/deadlines/deadline_policy.hpp"
#include "server/rules/dispatch/dispatch_order.hpp"
#include "server/rules/escalation/ladder.hpp"
#include "server/rules/routing/router.hpp"
#include "server/rules/workflow/workflow.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace yuntu::services {

/// What the county has decided about its incidents. Immutable, any thread.
struct IncidentPolicy {
  std::shared_ptr<rules::Workflow const> workflow;
  std::shared_ptr<rules::DeadlinePolicy const> deadlines;
  std::shared_ptr<rules::Router const> router;
  std::shared_ptr<rules::Ladder const> ladder;
  rules::DispatchPolicy dispatch = {};
};

/// Which of several the server's configuration names.
struct PolicyNames {
  std::string workflow;
  std::string categories;
  std::string ladder = {}; ///< empty: ladder.toml
};

/// Of the county whose data directory this is. Throws PolicyError.
[[nodiscard]] IncidentPolicy read_incident_policy(std::filesystem::path const &data,
                                                  PolicyNames const &names);
/// One sentence for each milestone that a deadline profile has a limit for and that no row of the
/// workflow leads to: it would always be missed.
[[nodiscard]] std::vector<std::string> out_of_reach(rules::Workflow const &workflow,
                                                    rules::DeadlinePolicy const &deadlines);
/// What holds where a county has no files of its own.
[[nodiscard]] IncidentPolicy shipped_incident_policy();

} // namespace yuntu::services

#pragma once

#include "server/model/incident.hpp"

#include <optional>
#include <vector>

namespace yuntu::rules {

/// The stage an action leads to from here; nullopt when it is not allowed.
[[nodiscard]] std::optional<model::Stage> next_stage(model::Stage from, model::Action action);

/// In the order of `Action`.
[[nodiscard]] std::vector<model::Action> allowed_actions(model::Stage from);

} // namespace yuntu::rules

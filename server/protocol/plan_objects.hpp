#pragma once

#include "server/protocol/live_values.hpp"

#include <nlohmann/json_fwd.hpp>

// Private to protocol/*.cpp.
namespace yuntu::protocol {

[[nodiscard]] nlohmann::json plan_object(PlanUpsert const &upsert);

} // namespace yuntu::protocol

#pragma once

#include "server/model/incident.hpp"

#include <nlohmann/json_fwd.hpp>

// Private to protocol/*.cpp.
namespace yuntu::protocol {

/// The steps of an incident up and down the ladder, in order.
[[nodiscard]] nlohmann::json escalation_objects(model::Incident const &incident);

} // namespace yuntu::protocol

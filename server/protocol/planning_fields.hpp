#pragma once

#include "server/protocol/incident_fields.hpp"
#include "server/protocol/json_reader.hpp"
#include "server/protocol/what_if_messages.hpp"

// Private to protocol/*.cpp.
namespace yuntu::protocol {

/// "minutes" of walking as seconds; more than 0, at most longest_walk_min. Absent: 15.
[[nodiscard]] double read_limit_s(JsonObject &object);

[[nodiscard]] inline nlohmann::json counts_object(ServedCounts const &counts) {
  return {{"buildings", counts.buildings}, {"households", counts.households}};
}

} // namespace yuntu::protocol

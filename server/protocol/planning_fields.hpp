#pragma once

#include "server/protocol/incident_fields.hpp"
#include "server/protocol/json_reader.hpp"
#include "server/protocol/what_if_messages.hpp"

// Private to protocol/*.cpp.
namespace yuntu::protocol {

/// "minutes" of walking as seconds; more than 0, at most longest_walk_min. Absent: 15.
[[nodiscard]] double read_limit_s(JsonObject &object);

/// One of "edits"; `index` is for what is said when it is refused.
[[nodiscard]] TownEdit read_edit(nlohmann::json const &value, std::size_t index);
[[nodiscard]] nlohmann::json what_if_object(WhatIfAnswer const &answer);

[[nodiscard]] inline nlohmann::json pair_of(geo::LonLat place) {
  return nlohmann::json::array({place.lon(), place.lat()});
}

} // namespace yuntu::protocol

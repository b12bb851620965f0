#pragma once

#include "server/model/incident.hpp"

namespace yuntu::rules {

/// Somebody has it to do still: neither done nor going on in another one.
[[nodiscard]] inline bool is_open(model::Incident const &incident) {
  return incident.stage < model::Stage::done && incident.merged_into.empty();
}

} // namespace yuntu::rules

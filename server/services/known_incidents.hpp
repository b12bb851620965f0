#pragma once

#include "server/model/incident.hpp"
#include "server/services/base_map.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <string>

namespace yuntu::services {

/// Incidents as they were known at one place in the log, and the areas by which they are named.
struct KnownIncidents {
  std::map<std::string, model::Incident> incidents;
  std::uint64_t seq = 0;
  std::uint64_t tick = 0;
  std::string head; ///< hash of the log there, hex; empty: the log goes on while we look
  std::shared_ptr<BaseMap const> map;
};

} // namespace yuntu::services

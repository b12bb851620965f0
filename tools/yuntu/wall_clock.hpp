#pragma once

#include "server/model/time.hpp"

#include <chrono>

namespace yuntu::tools {

/// The time of this machine's clock; what works with times takes them as arguments.
[[nodiscard]] inline model::Time wall_clock() {
  return std::chrono::time_point_cast<model::Duration>(std::chrono::system_clock::now());
}

} // namespace yuntu::tools

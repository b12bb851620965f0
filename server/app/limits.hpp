#pragma once

#include "server/app/config.hpp"
#include "server/services/import_service.hpp"

#include <chrono>

namespace yuntu::app {

[[nodiscard]] services::ImportLimits import_limits(Config const &config);

/// Positions wait so long at most to be judged and stored together: what is shown ten times a
/// second need not be two hundred transactions.
[[nodiscard]] std::chrono::milliseconds positions_pace(Config const &config);

} // namespace yuntu::app

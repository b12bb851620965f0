#pragma once

#include "server/app/config.hpp"
#include "server/services/import_service.hpp"
#include "server/store/journal.hpp"

namespace yuntu::app {

[[nodiscard]] services::ImportLimits import_limits(Config const &config);

/// Positions wait at most an eighth of the time between two flushes for their commit: what is shown
/// ten times a second need not be a transaction two hundred times.
[[nodiscard]] store::JournalLimits journal_limits(Config const &config);

} // namespace yuntu::app

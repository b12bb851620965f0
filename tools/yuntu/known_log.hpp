#pragma once

#include "server/services/figure_files.hpp"
#include "server/services/known_incidents.hpp"

#include <filesystem>

namespace yuntu::tools {

/// The incidents that the log of a data directory knew of at `time`. Reads files only: a server may
/// be running on them. Throws CommandError.
[[nodiscard]] services::KnownIncidents incidents_known(std::filesystem::path const &data,
                                                       model::Time time);

/// The county's own, as its server has it. Throws CommandError.
[[nodiscard]] services::FigurePolicy figure_policy_of(std::filesystem::path const &data);

} // namespace yuntu::tools

#pragma once

#include "server/model/station_filter.hpp"
#include "server/services/base_map.hpp"
#include "server/services/walk_profiles.hpp"

#include <filesystem>
#include <string>

namespace yuntu::tools {

/// What `--at` and `--kind` say; empty: nothing. Throws CommandError for what is no time.
[[nodiscard]] model::StationFilter read_station_filter(std::string const &at,
                                                       std::string const &kind);

/// Of `--profile`.
inline constexpr auto profile_help =
    "standard, elder, wheelchair or the county's own; at another speed elder@0.65";

/// Whom `--profile` names, by how people walk in the county of this data directory. Throws
/// CommandError.
[[nodiscard]] services::Walker read_walker(std::filesystem::path const &data,
                                           std::string const &profile);

/// Throws CommandError when no station is of the filter's kind.
void expect_kind(model::StationFilter const &filter, services::BaseMap const &base);

} // namespace yuntu::tools

#pragma once

#include "server/model/station_filter.hpp"
#include "server/services/base_map.hpp"

#include <string>

namespace yuntu::tools {

/// What `--at` and `--kind` say; empty: nothing. Throws CommandError for what is no time.
[[nodiscard]] model::StationFilter read_station_filter(std::string const &at,
                                                       std::string const &kind);

/// Throws CommandError when no station is of the filter's kind.
void expect_kind(model::StationFilter const &filter, services::BaseMap const &base);

} // namespace yuntu::tools

#pragma once

#include "server/services/coverage_service.hpp"

#include <optional>
#include <vector>

namespace yuntu::services {

// Of the stations in use, in the order of BaseMap::stations().

/// As origins of a coverage.
[[nodiscard]] std::vector<CoverageOriginRequest> station_origins(BaseMap const &base);

/// The street that each stands at just now; nullopt: none is within 100 m.
[[nodiscard]] std::vector<std::optional<geo::StreetPoint>> station_points(WalkCity const &city);

} // namespace yuntu::services

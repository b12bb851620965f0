#pragma once

#include "server/services/coverage_service.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace yuntu::services {

// Of the stations in use, in the order of BaseMap::stations().

/// As origins of a coverage.
[[nodiscard]] std::vector<CoverageOriginRequest> station_origins(BaseMap const &base);

/// The street that each stands at just now; nullopt: none is within 100 m.
[[nodiscard]] std::vector<std::optional<geo::StreetPoint>> station_points(WalkCity const &city);

/// How much a siting may assign to each: the attribute `capacity`, a whole number; everything else
/// is nullopt, no limit.
[[nodiscard]] std::vector<std::optional<std::int64_t>> station_capacities(BaseMap const &base);

} // namespace yuntu::services

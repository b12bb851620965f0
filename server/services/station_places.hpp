#pragma once

#include "server/services/coverage_service.hpp"

#include <optional>
#include <string>
#include <vector>

namespace yuntu::services {

// Of the stations in use, in the order of BaseMap::stations().

/// None that a closure closes at that time does.
[[nodiscard]] bool counts(WalkCity const &city, model::StationFilter const &filter,
                          Station const &station);
/// Whether each counts.
[[nodiscard]] std::vector<bool> counted_stations(WalkCity const &city,
                                                 model::StationFilter const &filter);

/// Those that count, as origins of a coverage.
[[nodiscard]] std::vector<CoverageOriginRequest>
station_origins(WalkCity const &city, model::StationFilter const &filter = {});

/// The street that each stands at just now; nullopt: none is within 100 m, or it does not count.
[[nodiscard]] std::vector<std::optional<geo::StreetPoint>>
station_points(WalkCity const &city, model::StationFilter const &filter = {});

/// The kinds that stations are of, in order.
[[nodiscard]] std::vector<std::string> station_kinds(BaseMap const &base);

/// 404 with the kinds there are when no station is of the filter's.
[[nodiscard]] std::optional<protocol::Problem> unknown_kind(model::StationFilter const &filter,
                                                            BaseMap const &base);

} // namespace yuntu::services

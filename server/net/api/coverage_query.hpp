#pragma once

#include "server/net/http_message.hpp"
#include "server/protocol/errors.hpp"
#include "server/services/coverage_service.hpp"

#include <tl/expected.hpp>

#include <optional>
#include <string>
#include <vector>

namespace yuntu::net {

// What the questions about walks have in common; each refusal names the parameter.

/// `profile`, one of the county's; standard when it is not given.
[[nodiscard]] tl::expected<services::Walker, protocol::Problem>
walker_of(Request const &request, services::WalkProfiles const &profiles);
/// Seconds, from exactly one of `minutes` and `metres`; at most two hours.
[[nodiscard]] tl::expected<double, protocol::Problem> limit_of(Request const &request,
                                                               services::Walker const &walker);
/// `at` and `kind`: which stations count. 404 when none is of the kind.
[[nodiscard]] tl::expected<model::StationFilter, protocol::Problem>
stations_of(Request const &request, services::BaseMap const &base);
/// The place of `lon` and `lat`, or the station of `station` (404 when there is none, 422 when it
/// does not count); nullopt when neither is given.
[[nodiscard]] tl::expected<std::optional<services::CoverageOriginRequest>, protocol::Problem>
origin_of(Request const &request, services::BaseMap const &base,
          model::StationFilter const &filter);

/// The station with that code; 404 when there is none, 422 when it does not count.
[[nodiscard]] tl::expected<services::CoverageOriginRequest, protocol::Problem>
station_of(std::string const &code, services::BaseMap const &base,
           model::StationFilter const &filter);

} // namespace yuntu::net

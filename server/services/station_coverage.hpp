#pragma once

#include "server/protocol/station_answers.hpp"
#include "server/services/coverage_service.hpp"

namespace yuntu::services {

/// Whom each of the view's stations serves within `limit_s`, alone or with others, and whom none
/// does. A search for each station: some milliseconds a station in a city. Any thread.
[[nodiscard]] protocol::StationCoverage station_coverage(WalkView const &view, double limit_s);

} // namespace yuntu::services

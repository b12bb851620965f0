#pragma once

#include "server/protocol/coverage_answers.hpp"
#include "server/protocol/errors.hpp"
#include "server/services/coverage_service.hpp"

#include <tl/expected.hpp>

namespace yuntu::services {

/// Where the origin is attached just now; 422 that names it when no street is within 100 m.
[[nodiscard]] tl::expected<geo::StreetPoint, protocol::Problem>
street_at(WalkCity const &city, CoverageOriginRequest const &origin);

/// From where people can walk to the origin within `limit_s`: the streets, and an outline for every
/// whole five minutes below the limit and one for the limit. 422 as street_at. Any thread.
[[nodiscard]] tl::expected<protocol::ReachAnswer, protocol::Problem>
reach_picture(WalkView const &view, CoverageOriginRequest const &origin, double limit_s);

} // namespace yuntu::services

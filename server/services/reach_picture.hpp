#pragma once

#include "server/protocol/coverage_answers.hpp"
#include "server/protocol/errors.hpp"
#include "server/protocol/what_if_messages.hpp"
#include "server/services/coverage_service.hpp"

#include <tl/expected.hpp>

#include <optional>
#include <vector>

namespace yuntu::services {

/// Where the origin is attached just now; 422 that names it when no street is within 100 m.
[[nodiscard]] tl::expected<geo::StreetPoint, protocol::Problem>
street_at(WalkCity const &city, CoverageOriginRequest const &origin);

/// 422 for the first place that is no station's and has no street within 100 m: a station without
/// one serves nobody, which is an answer.
[[nodiscard]] std::optional<protocol::Problem>
place_off_street(WalkCity const &city, std::vector<CoverageOriginRequest> const &origins);

/// From where people can walk to the origin within `limit_s`: the streets, and an outline for every
/// whole five minutes below the limit and one for the limit. 422 as street_at, and for a walk that
/// a ferry carries too far to be drawn. Any thread.
[[nodiscard]] tl::expected<protocol::ReachAnswer, protocol::Problem>
reach_picture(WalkView const &view, CoverageOriginRequest const &origin, double limit_s);

/// The same once edits are real, buildings turned to other streets included; but whether one lies
/// inside the outline goes by where its walk begins today. A station of the town (`origin.station`)
/// stands where the edits leave it: 422 when they remove it. Links count for the walk but are no
/// streets. Problems as street_edits() and reach_picture().
[[nodiscard]] tl::expected<protocol::ReachAnswer, protocol::Problem>
edited_reach_picture(WalkView const &view, CoverageOriginRequest const &origin, double limit_s,
                     std::vector<protocol::TownEdit> const &edits);

} // namespace yuntu::services

#pragma once

#include "geo/nearest_origin.hpp"
#include "server/protocol/coverage_answers.hpp"
#include "server/protocol/errors.hpp"
#include "server/services/coverage_service.hpp"

#include <tl/expected.hpp>

#include <cstdint>
#include <optional>
#include <vector>

namespace yuntu::services {

/// For every building (by its place in the walk map's list) the nearest station (by its place in
/// the base map's) within `limit_mm`; nullopt: none. Any thread.
[[nodiscard]] std::vector<std::optional<geo::NearestOrigin>>
station_walks(WalkView const &view, std::int32_t limit_mm = geo::max_cost_mm);

enum class WalkPlaces : bool { left_out, included };

/// The buildings within `limit_s` of the origin, or without one of their nearest station, in the
/// order of their layer; with the places where their walks begin if these are asked for. 422 when
/// no street is near the origin. Any thread.
[[nodiscard]] tl::expected<protocol::BuildingWalks, protocol::Problem>
building_walks(WalkView const &view, std::optional<CoverageOriginRequest> const &origin,
               double limit_s, WalkPlaces places = WalkPlaces::left_out);

} // namespace yuntu::services

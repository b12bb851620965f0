#pragma once

#include "server/protocol/coverage_answers.hpp"
#include "server/services/area_tree.hpp"
#include "server/services/walk_view.hpp"

#include <vector>

namespace yuntu::services {

/// How well each area of a level is served by the stations in use, and who walks the farthest.
/// A building counts where its label stands, as everywhere; one in no area of the level counts in
/// the total only. `areas` must be of the view's base map. Any thread.
[[nodiscard]] protocol::AreaCoverage area_coverage(WalkView const &view, AreaTree const &areas,
                                                   model::AreaLevel level);
/// The land of each area of such an answer, in its order.
[[nodiscard]] std::vector<geo::MultiPolygon>
area_shapes(protocol::AreaCoverage const &coverage, BaseMap const &base, model::AreaLevel level);

} // namespace yuntu::services

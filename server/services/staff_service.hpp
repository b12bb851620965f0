#pragma once

#include "server/model/principal.hpp"
#include "server/model/staff.hpp"
#include "server/protocol/resources.hpp"
#include "server/protocol/staff_answers.hpp"
#include "server/services/area_tree.hpp"

#include <vector>

namespace yuntu::services {

/// One building head for so many households of a building, rounded up.
inline constexpr std::int64_t households_a_head = 30;

// Pure, on immutable values: any thread. Posts are those there are at `at`, with whoever was in
// them then; the areas are those of now.

/// Whom `principal` sees in the posts of the areas a point lies in: nearest level first (building,
/// micro-grid, estate, grid, community, subdistrict), within one area by kind.
[[nodiscard]] std::vector<protocol::ShownPost> owners_of(protocol::Location const &location,
                                                         model::Staff const &staff,
                                                         model::Principal const &principal,
                                                         model::Time at);

/// Every post, by code.
[[nodiscard]] std::vector<protocol::ShownPost> staff_of(AreaTree const &tree,
                                                        model::Staff const &staff,
                                                        model::Principal const &principal,
                                                        model::Time at);

/// Figures of every area of a level: posts of the area and of all inside it. The deficit of heads
/// is counted building by building; heads of wider areas make up for it within theirs.
[[nodiscard]] protocol::StaffingAnswer staffing_of(AreaTree const &tree, model::Staff const &staff,
                                                   model::AreaLevel level, model::Time at);

} // namespace yuntu::services

#pragma once

#include "geo/closed_edges.hpp"
#include "geo/street_point.hpp"
#include "geo/target_set.hpp"
#include "geo/walk_graph.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace yuntu::geo {

struct NearestOrigin {
  std::uint32_t origin = 0; ///< index in the list given; of equally near ones the lowest
  std::int32_t cost_mm = 0; ///< whole walk; seconds_of(profile, cost_mm)

  friend bool operator==(NearestOrigin const &, NearestOrigin const &) = default;
};

/// For every target (by id) the origin that is nearest on foot, within a limit, by one search from
/// all origins at once. nullopt: none, or the target has no street. Origins without a street
/// (nullopt) and origins on closed edges serve nobody.
[[nodiscard]] std::vector<std::optional<NearestOrigin>>
nearest_origins(WalkGraph const &graph, TargetSet const &targets,
                std::span<std::optional<StreetPoint> const> origins, ClosedEdges const &closed = {},
                std::int32_t limit_mm = max_cost_mm);

} // namespace yuntu::geo

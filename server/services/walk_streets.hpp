#pragma once

#include "geo/obstacles.hpp"
#include "geo/street_crossings.hpp"
#include "geo/walk_graph.hpp"
#include "geo/walk_profile.hpp"
#include "server/services/walk_layers.hpp"

namespace yuntu::services {

/// The lines of a walk or street layer that somebody may walk (walk_access), joined where they
/// meet.
[[nodiscard]] geo::JoinedStreets walk_lines_of(model::LayerVersion const &streets);

/// These as a network, with a locked edge where a gate
/// is that not everybody may pass (gate_access).
[[nodiscard]] geo::WalkGraph walk_graph_of(WalkLayers const &layers,
                                           geo::WalkProfile const &profile);

/// What nobody walks across off the streets, if there is a way round.
struct WalkObstacles {
  geo::Obstacles all; ///< the impassable ones; walls and fences among the streets
  /// The banks of water, and railways on the ground (none in a tunnel, none on a bridge). A wall or
  /// a fence may have a gate that no map shows.
  geo::Obstacles impassable;
};
[[nodiscard]] WalkObstacles obstacles_of(WalkLayers const &layers);

} // namespace yuntu::services

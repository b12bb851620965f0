#include "server/services/walk_maps.hpp"

namespace yuntu::services {

WalkMaps::WalkMaps(WalkLayers const &layers, geo::WalkProfile const &standard)
    : layers_(layers), standard_(layers, standard) {
  auto const &graph = standard_.graph();
  for (geo::EdgeId edge = 0; edge < graph.edge_count(); ++edge) {
    has_steps_ = has_steps_ || graph.edge(edge).street_class == geo::StreetClass::steps;
    has_ferries_ = has_ferries_ || graph.edge(edge).street_class == geo::StreetClass::ferry;
  }
}

std::optional<geo::WalkProfile> WalkMaps::apart(geo::WalkProfile const &profile) const {
  auto own = standard_.graph().profile();
  if (has_steps_) {
    own.takes_steps = profile.takes_steps;
    own.steps_factor = profile.takes_steps ? profile.steps_factor : own.steps_factor;
  }
  if (has_ferries_) {
    own.speed_mps = profile.speed_mps;
  }
  return own == standard_.graph().profile() ? std::nullopt : std::optional(own);
}

std::shared_ptr<WalkMap const> WalkMaps::of(geo::WalkProfile const &apart) const {
  return made_.get(apart,
                   [&] { return std::make_shared<WalkMap const>(layers_, standard_, apart); });
}

} // namespace yuntu::services

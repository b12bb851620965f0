#include "server/services/walk_maps.hpp"

namespace yuntu::services {

WalkMaps::WalkMaps(WalkLayers const &layers) : layers_(layers), standard_(layers) {
  auto const &graph = standard_.graph();
  for (geo::EdgeId edge = 0; edge < graph.edge_count(); ++edge) {
    has_steps_ = has_steps_ || graph.edge(edge).street_class == geo::StreetClass::steps;
    has_ferries_ = has_ferries_ || graph.edge(edge).street_class == geo::StreetClass::ferry;
  }
}

bool WalkMaps::has_own(ProfileName name) const {
  auto const &profile = profile_of(name);
  auto const &standard = standard_.graph().profile();
  return (has_steps_ && profile.takes_steps != standard.takes_steps) ||
         (has_ferries_ && profile.speed_mps != standard.speed_mps);
}

WalkMap const &WalkMaps::of(ProfileName name) const {
  if (!has_own(name)) {
    return standard_;
  }
  auto &made = made_[static_cast<std::size_t>(name)];
  std::call_once(made.once, [&] {
    made.map = std::make_unique<WalkMap const>(layers_, standard_, profile_of(name));
  });
  return *made.map;
}

} // namespace yuntu::services

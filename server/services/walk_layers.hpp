#pragma once

#include "server/model/layer.hpp"

#include <array>
#include <memory>

namespace yuntu::services {

/// What a walk map is made of; all but `streets` may be null. A re-import of any makes a new one.
struct WalkLayers {
  using Layer = std::shared_ptr<model::LayerVersion const>;

  Layer streets; ///< walked on: the walk layer, for want of one the street layer
  Layer buildings;
  Layer entrances;
  Layer gates; ///< those that not everybody may pass cut the streets
  Layer water;
  Layer drawn; ///< the street layer, for the railways in it
};

/// The kinds of all of them.
inline constexpr std::array walk_layer_kinds{model::LayerKind::walk,     model::LayerKind::street,
                                             model::LayerKind::building, model::LayerKind::entrance,
                                             model::LayerKind::gate,     model::LayerKind::water};

} // namespace yuntu::services

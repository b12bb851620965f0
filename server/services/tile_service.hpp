#pragma once

#include "geo/tile_math.hpp"
#include "server/services/base_map.hpp"

#include <optional>
#include <string>

namespace yuntu::services {

/// The tile layers by name: the imported ones, `walk` standing in for `street` where only it is
/// loaded. nullopt: no such layer.
[[nodiscard]] std::optional<model::LayerKind> tile_layer(BaseMap const &base,
                                                         std::string const &name);

/// One vector tile, not compressed; empty when nothing lies in it. Area layers carry a second
/// layer "{name}_label" with the label points that lie in the tile itself.
[[nodiscard]] std::string make_tile(BaseMap const &base, model::LayerKind kind,
                                    std::string const &name, geo::TileId tile);

} // namespace yuntu::services

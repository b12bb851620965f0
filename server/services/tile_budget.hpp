#pragma once

#include "server/model/layer.hpp"
#include "server/services/tile_layer.hpp"

#include <cstddef>

namespace yuntu::services {

/// What one tile may hold before compression, estimated from above. Compressed it comes to less
/// than 200 kB: tiles of this size shrink to two thirds at most (measured: buildings to a half,
/// streets to 0.61).
constexpr std::size_t tile_budget = 290'000;

/// Raises the first zooms of features so that no tile holds more than the budget: at each zoom a
/// shape appears when it measures a pixel and every tile it lies in still has room, streets by
/// class, then the larger first. So a feature is in all tiles of a zoom or in none, and what has
/// appeared stays at larger zooms.
void fit_tiles(TileLayer &layer, model::LayerVersion const &version);

} // namespace yuntu::services

#pragma once

#include "geo/io/mvt_dictionary.hpp"
#include "geo/simplify.hpp"
#include "server/model/layer.hpp"

#include <cstdint>

namespace yuntu::services {

/// Layers whose shapes meet and are thinned together, so that what they share stays shared.
enum class TileGroup : std::uint8_t { areas, fences, buildings, ground, lines, points };

[[nodiscard]] TileGroup tile_group_of(model::LayerKind kind);
/// How far a group's shapes are thinned.
[[nodiscard]] geo::SimplifyScale simplify_scale_of(TileGroup group);

/// From which zoom on a layer is drawn at all.
[[nodiscard]] std::uint8_t first_zoom_of(model::LayerKind kind);
/// Likewise of one feature: streets appear class by class, so that a low zoom stays light.
[[nodiscard]] std::uint8_t first_zoom_of(model::LayerKind kind, model::LayerFeature const &feature);
/// From which zoom on the layer's names are.
[[nodiscard]] std::uint8_t first_label_zoom_of(model::LayerKind kind);
/// May features go that are smaller than a pixel or more than a tile can hold? Never areas, which
/// someone is responsible for, nor fences.
[[nodiscard]] bool is_dropped_when_small(model::LayerKind kind);

/// Where streets of a class stand when a tile cannot hold all: 0 goes last.
[[nodiscard]] int drop_rank_of(model::LayerKind kind, model::LayerFeature const &feature);

/// What a feature says of itself in a tile.
[[nodiscard]] geo::io::MvtAttributes tile_attributes(model::LayerKind kind,
                                                     model::LayerFeature const &feature);

} // namespace yuntu::services

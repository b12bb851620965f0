#pragma once

#include "geo/tile_math.hpp"

#include <vector>

namespace yuntu::geo {

using TileLine = std::vector<TilePoint>;
/// Closed: the first point is repeated at the end.
using TileRing = std::vector<TilePoint>;
/// In tile units, borders included.
struct ClipBox {
  std::int32_t min = 0;
  std::int32_t max = tile_extent;
};
/// The tile's square grown by `buffer` tile units on each side.
[[nodiscard]] ClipBox clip_box(std::int32_t buffer);

/// The ring cut to the box (Sutherland-Hodgman: parts that the cut separates stay joined along the
/// box's edge, outside what is drawn), without repeated points and spikes. Empty when nothing with
/// an area is left. Orientation is kept as seen on the map.
[[nodiscard]] TileRing clip_ring(TileRing ring, ClipBox box);
/// The pieces of the line inside the box, each with at least two different points.
[[nodiscard]] std::vector<TileLine> clip_line(TileLine const &line, ClipBox box);

} // namespace yuntu::geo

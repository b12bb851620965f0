#pragma once

#include "geo/polygon.hpp"
#include "geo/tile_math.hpp"

#include <optional>
#include <vector>

namespace yuntu::geo {

using TileLine = std::vector<TilePoint>;
/// Closed: the first point is repeated at the end.
using TileRing = std::vector<TilePoint>;
struct TilePolygon {
  TileRing outer;
  std::vector<TileRing> holes;
};

/// In tile units, borders included.
struct ClipBox {
  std::int32_t min = 0;
  std::int32_t max = tile_extent;
};
/// The tile's square grown by `buffer` tile units on each side.
[[nodiscard]] ClipBox clip_box(std::int32_t buffer);

/// The polygon in the tile's coordinates, cut to the box (Sutherland-Hodgman: parts that the cut
/// separates stay joined along the box's edge, outside what is drawn). nullopt when nothing with an
/// area is left; holes that vanish are dropped. Ring orientation is kept as seen on the map.
[[nodiscard]] std::optional<TilePolygon> clip_to_tile(Polygon const &polygon, TileId tile,
                                                      std::int32_t buffer);
/// The pieces of the line inside the box, each with at least two different points.
[[nodiscard]] std::vector<TileLine> clip_to_tile(LineString const &line, TileId tile,
                                                 std::int32_t buffer);
/// nullopt outside the box.
[[nodiscard]] std::optional<TilePoint> clip_to_tile(LonLat point, TileId tile, std::int32_t buffer);

[[nodiscard]] TileRing clip_ring(TileRing const &ring, ClipBox box);
[[nodiscard]] std::vector<TileLine> clip_line(TileLine const &line, ClipBox box);

} // namespace yuntu::geo

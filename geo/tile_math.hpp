#pragma once

#include "geo/envelope.hpp"
#include "geo/lon_lat.hpp"

#include <compare>
#include <cstdint>
#include <optional>

namespace yuntu::geo {

/// A Web Mercator (XYZ) tile: x from the west, y from the north.
struct TileId {
  std::uint8_t z = 0;
  std::uint32_t x = 0;
  std::uint32_t y = 0;

  friend auto operator<=>(TileId const &, TileId const &) = default;
};

/// Integer position in a tile: x to the east, y to the south, 0..tile_extent inside.
struct TilePoint {
  std::int32_t x = 0;
  std::int32_t y = 0;

  friend bool operator==(TilePoint const &, TilePoint const &) = default;
};

/// A place on the Web Mercator square cut into 2^32 x 2^32 units (9 mm at the equator, finer than
/// LonLat's): x to the east, y to the south. Different places have different world points.
struct WorldPoint {
  std::uint32_t x = 0;
  std::uint32_t y = 0;

  friend auto operator<=>(WorldPoint const &, WorldPoint const &) = default;
};

constexpr std::int32_t tile_extent = 4096;
constexpr std::uint8_t max_tile_zoom = 24;

/// nullopt above max_tile_zoom and for x or y outside the zoom's square.
[[nodiscard]] std::optional<TileId> make_tile_id(std::uint32_t z, std::uint32_t x, std::uint32_t y);

/// The tile that holds p; latitudes beyond Web Mercator's (85.0511 degrees) go to the edge row.
/// z at most max_tile_zoom.
[[nodiscard]] TileId tile_at(LonLat p, std::uint8_t z);
[[nodiscard]] TileId tile_at(WorldPoint p, std::uint8_t z);
/// Latitudes beyond Web Mercator's go to the edge.
[[nodiscard]] WorldPoint to_world(LonLat p);
/// Rounded outwards to whole units, so that every point of the tile is covered.
[[nodiscard]] Envelope bounds_of(TileId tile);
/// The same box grown on each side by `buffer` tile units (of tile_extent): what to look up for a
/// tile drawn with that buffer.
[[nodiscard]] Envelope bounds_of(TileId tile, std::int32_t buffer);
/// Rounded to the nearest unit; points outside the tile get coordinates outside 0..tile_extent
/// (clamped to +-2^29).
[[nodiscard]] TilePoint to_tile(WorldPoint p, TileId tile);
[[nodiscard]] TilePoint to_tile(LonLat p, TileId tile);
/// Metres on the ground of one tile unit at a latitude in degrees.
[[nodiscard]] double metres_per_tile_unit(std::uint8_t z, double lat);

} // namespace yuntu::geo

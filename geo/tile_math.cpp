#include "geo/tile_math.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace yuntu::geo {
namespace {

constexpr double pi = std::numbers::pi;
constexpr double max_lat = 85.0511287798066; // atan(sinh(pi)): where Web Mercator is a square

/// Tiles along one side of the world.
double side(std::uint8_t z) {
  return std::ldexp(1.0, z);
}

/// In tiles from the west and from the north, fractional.
double column_of(double lon, std::uint8_t z) {
  return (lon + 180.0) / 360.0 * side(z);
}
double row_of(double lat, std::uint8_t z) {
  double const radians = std::clamp(lat, -max_lat, max_lat) * pi / 180.0;
  return (1.0 - std::asinh(std::tan(radians)) / pi) / 2.0 * side(z);
}
double lon_of(double column, std::uint8_t z) {
  return column / side(z) * 360.0 - 180.0;
}
double lat_of(double row, std::uint8_t z) {
  return std::atan(std::sinh(pi * (1.0 - 2.0 * row / side(z)))) * 180.0 / pi;
}

std::uint32_t whole_tile(double fraction, std::uint8_t z) {
  return static_cast<std::uint32_t>(std::clamp(std::floor(fraction), 0.0, side(z) - 1));
}

std::int32_t units(double degrees, double (*round)(double), double limit) {
  double const clamped = std::clamp(degrees, -limit, limit);
  return static_cast<std::int32_t>(round(clamped * LonLat::units_per_degree));
}
double down(double value) {
  return std::floor(value);
}
double up(double value) {
  return std::ceil(value);
}

constexpr std::int64_t world_bits = 32;
constexpr std::int64_t extent_bits = 12;
static_assert(tile_extent == 1 << extent_bits);

std::uint32_t world_unit(double share) {
  double const side_units = std::ldexp(1.0, world_bits);
  return static_cast<std::uint32_t>(
      std::clamp(std::round(share * side_units), 0.0, side_units - 1));
}

/// On the zoom's own grid first, so that tiles that meet round a point alike.
std::int32_t tile_unit(std::uint32_t world, std::uint32_t column, std::int64_t z) {
  constexpr std::int64_t limit = 1 << 29;
  auto const shift = world_bits - extent_bits - z;
  auto const at = shift > 0 ? (std::int64_t{world} + (std::int64_t{1} << (shift - 1))) >> shift
                            : std::int64_t{world} << -shift;
  auto const here = at - (std::int64_t{column} << extent_bits);
  return static_cast<std::int32_t>(std::clamp(here, -limit, limit));
}

} // namespace

std::optional<TileId> make_tile_id(std::uint32_t z, std::uint32_t x, std::uint32_t y) {
  if (z > max_tile_zoom || x >= (std::uint32_t{1} << z) || y >= (std::uint32_t{1} << z)) {
    return std::nullopt;
  }
  return TileId{static_cast<std::uint8_t>(z), x, y};
}

TileId tile_at(LonLat p, std::uint8_t z) {
  return {z, whole_tile(column_of(p.lon(), z), z), whole_tile(row_of(p.lat(), z), z)};
}

Envelope bounds_of(TileId tile) {
  return bounds_of(tile, 0);
}

Envelope bounds_of(TileId tile, std::int32_t buffer) {
  double const grown = double{1} * buffer / tile_extent;
  return {units(lon_of(tile.x - grown, tile.z), down, 180),
          units(lat_of(tile.y + 1 + grown, tile.z), down, 90),
          units(lon_of(tile.x + 1 + grown, tile.z), up, 180),
          units(lat_of(tile.y - grown, tile.z), up, 90)};
}

WorldPoint to_world(LonLat p) {
  return {world_unit(column_of(p.lon(), 0)), world_unit(row_of(p.lat(), 0))};
}

TileId tile_at(WorldPoint p, std::uint8_t z) {
  auto const shift = world_bits - z;
  return {z, static_cast<std::uint32_t>(std::uint64_t{p.x} >> shift),
          static_cast<std::uint32_t>(std::uint64_t{p.y} >> shift)};
}

TilePoint to_tile(WorldPoint p, TileId tile) {
  return {tile_unit(p.x, tile.x, tile.z), tile_unit(p.y, tile.y, tile.z)};
}

TilePoint to_tile(LonLat p, TileId tile) {
  return to_tile(to_world(p), tile);
}

double metres_per_tile_unit(std::uint8_t z, double lat) {
  constexpr double equator_m = 2 * pi * 6378137.0;
  return equator_m * std::cos(lat * pi / 180.0) / side(z) / tile_extent;
}

} // namespace yuntu::geo

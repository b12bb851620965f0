#include "geo/tile_math.hpp"

#include <catch2/catch.hpp>

using namespace yuntu::geo;

namespace {
LonLat place(double lon, double lat) {
  return LonLat::from_degrees(lon, lat).value();
}
} // namespace

TEST_CASE("well-known places lie in their well-known tiles") {
  CHECK(tile_at(place(0, 0), 0) == TileId{0, 0, 0});
  CHECK(tile_at(place(116.3913, 39.9075), 10) == TileId{10, 843, 388});
  CHECK(tile_at(place(13.3777, 52.5163), 14) == TileId{14, 8800, 5373});
  CHECK(tile_at(place(180, 90), 3) == TileId{3, 7, 0});
  CHECK(tile_at(place(-180, -90), 3) == TileId{3, 0, 7});
}

TEST_CASE("tile numbers outside the zoom's square are refused") {
  CHECK(make_tile_id(2, 3, 3) == TileId{2, 3, 3});
  CHECK_FALSE(make_tile_id(2, 4, 0));
  CHECK_FALSE(make_tile_id(2, 0, 4));
  CHECK_FALSE(make_tile_id(25, 0, 0));
}

TEST_CASE("a tile's bounds hold exactly its points") {
  auto const z = GENERATE(std::uint8_t{4}, std::uint8_t{12}, std::uint8_t{16});
  auto const p = place(118.35, 35.05);
  auto const tile = tile_at(p, z);
  auto const bounds = bounds_of(tile);
  CHECK(bounds.covers(p));
  auto const corner = to_tile(LonLat::from_units(bounds.west, bounds.north).value(), tile);
  CHECK(std::abs(corner.x) <= 1);
  CHECK(std::abs(corner.y) <= 1);
  auto const opposite = to_tile(LonLat::from_units(bounds.east, bounds.south).value(), tile);
  CHECK(std::abs(opposite.x - tile_extent) <= 1);
  CHECK(std::abs(opposite.y - tile_extent) <= 1);
}

TEST_CASE("bounds grown by a buffer reach into the neighbours by as much") {
  TileId const tile{14, 13577, 6498};
  auto const plain = bounds_of(tile);
  auto const grown = bounds_of(tile, 4096);
  CHECK(std::abs((plain.west - grown.west) - (plain.east - plain.west)) <= 2);
  CHECK(grown.north > plain.north);
  CHECK(grown.south < plain.south);
}

TEST_CASE("x grows to the east and y to the south") {
  TileId const tile = tile_at(place(118.35, 35.05), 14);
  auto const a = to_tile(place(118.35, 35.05), tile);
  auto const b = to_tile(place(118.351, 35.049), tile);
  CHECK(b.x > a.x);
  CHECK(b.y > a.y);
}

TEST_CASE("a tile unit shrinks by half a zoom and with latitude") {
  CHECK(metres_per_tile_unit(0, 0) == Approx(40075016.68 / 4096));
  CHECK(metres_per_tile_unit(1, 60) == Approx(40075016.68 / 4096 / 4));
}

#include "geo/stopped.hpp"
#include "server/services/tile_cache.hpp"
#include "server/services/tile_map.hpp"
#include "server/services/tile_service.hpp"
#include "tests/support/decoded_tile.hpp"
#include "tests/support/small_town.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <zlib.h>

using namespace yuntu;
using namespace yuntu::test;
using model::LayerKind;
using services::make_tile;

namespace {

DecodedTile decode(std::string const &bytes) {
  return decode_tile(bytes);
}

geo::TileId tile_of(double lon, double lat, std::uint8_t zoom) {
  return geo::tile_at(place(lon, lat), zoom);
}

/// Every label of a layer in all tiles of a zoom that touch the town, with how often it came.
std::map<std::string, int> labels(services::BaseMap const &base, LayerKind kind,
                                  std::string const &name, std::uint8_t zoom) {
  auto const first = tile_of(118.34, 35.07, zoom);
  auto const last = tile_of(118.38, 35.04, zoom);
  std::map<std::string, int> found;
  for (auto x = first.x; x <= last.x; ++x) {
    for (auto y = first.y; y <= last.y; ++y) {
      auto layers = decode(make_tile(base, kind, name, {zoom, x, y}));
      for (auto const &label : layers[name + "_label"]) {
        CHECK(label.type == 1);
        ++found[label.attributes.at("code")];
      }
    }
  }
  return found;
}

std::string gunzip(std::string const &packed) {
  z_stream stream{};
  REQUIRE(inflateInit2(&stream, 15 + 16) == Z_OK);
  std::string out(1'000'000, '\0');
  std::string in = packed;
  stream.next_in = reinterpret_cast<Bytef *>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef *>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  CHECK(inflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(stream.total_out);
  inflateEnd(&stream);
  return out;
}

} // namespace

TEST_CASE("a building's tile says its code, name, floors and households") {
  auto const base = small_town::base();
  auto const tile =
      decode(make_tile(*base, LayerKind::building, "building", tile_of(118.3536, 35.0553, 16)));
  REQUIRE(tile.contains("building"));
  REQUIRE(tile.at("building").size() == 1);
  auto const &building = tile.at("building")[0];
  CHECK(building.type == 3);
  CHECK(building.attributes ==
        std::map<std::string, std::string>{
            {"code", "B1"}, {"name", "name of B1"}, {"floors", "6"}, {"households", "24"}});
}

TEST_CASE("streets have a class, and appear from the zoom of theirs") {
  auto const base = small_town::base();
  auto const at = [&](std::uint8_t zoom) {
    std::set<std::string> classes;
    auto layers =
        decode(make_tile(*base, LayerKind::street, "street", tile_of(118.357, 35.0549, zoom)));
    for (auto const &street : layers["street"]) {
      classes.insert(street.attributes.at("class"));
    }
    return classes;
  };
  CHECK(at(8).empty());
  CHECK(at(9) == std::set<std::string>{"main"});
  CHECK(at(12) == std::set<std::string>{"main", "minor"});
  CHECK(at(13) == std::set<std::string>{"main", "minor", "path"});
}

TEST_CASE("stations are points with a code and a name") {
  auto const base = small_town::base();
  auto const tile =
      decode(make_tile(*base, LayerKind::station, "station", tile_of(118.351, 35.0551, 14)));
  REQUIRE_FALSE(tile.at("station").empty());
  CHECK(tile.at("station")[0].type == 1);
  CHECK(tile.at("station")[0].attributes.contains("name"));
  CHECK_FALSE(tile.contains("station_label"));
}

TEST_CASE("an area in many tiles has one label among them") {
  auto const base = small_town::base();
  for (std::uint8_t const zoom : std::initializer_list<std::uint8_t>{10, 13, 15, 17}) {
    CAPTURE(static_cast<int>(zoom));
    CHECK(labels(*base, LayerKind::grid, "grid", zoom) ==
          std::map<std::string, int>{{"G1", 1}, {"G2", 1}});
  }
}

TEST_CASE("an area in several parts has one label, in its largest part") {
  auto layers = small_town::layers();
  layers[LayerKind::grid] =
      layer_version(LayerKind::grid, {feature("G1", box(118.350, 35.05, 118.351, 35.051)),
                                      feature("G1", box(118.355, 35.05, 118.360, 35.055)),
                                      feature("G1", box(118.362, 35.05, 118.363, 35.051)),
                                      feature("G2", box(118.364, 35.05, 118.365, 35.051))});
  services::BaseMap const base(layers);
  CHECK(labels(base, LayerKind::grid, "grid", 16) ==
        std::map<std::string, int>{{"G1", 1}, {"G2", 1}});
  auto const large = tile_of(118.3575, 35.0525, 16);
  CHECK(decode(make_tile(base, LayerKind::grid, "grid", large)).contains("grid_label"));
}

TEST_CASE("a tile with nothing in it, or below the layer's zoom, is empty") {
  auto const base = small_town::base();
  CHECK(make_tile(*base, LayerKind::grid, "grid", {14, 0, 0}).empty());
  CHECK(make_tile(*base, LayerKind::building, "building", tile_of(118.3536, 35.0553, 12)).empty());
}

TEST_CASE("the layer named street is the walk layer where only that is loaded") {
  auto layers = small_town::layers();
  services::BaseMap const with_streets(layers, services::BaseMap::Walking::left_out);
  CHECK(services::tile_layer(with_streets, "street") == LayerKind::street);
  CHECK_FALSE(services::tile_layer(with_streets, "walk"));
  CHECK_FALSE(services::tile_layer(with_streets, "water"));
  CHECK_FALSE(services::tile_layer(with_streets, "grids"));
  layers[LayerKind::walk] = layers[LayerKind::street];
  layers.erase(LayerKind::street);
  services::BaseMap const with_walk(layers, services::BaseMap::Walking::left_out);
  CHECK(services::tile_layer(with_walk, "street") == LayerKind::walk);
}

TEST_CASE("rails and bridges say so, land use and shops their kind") {
  auto layers = small_town::layers();
  auto const middle = place(118.3575, 35.0525);
  layers[LayerKind::street] = layer_version(
      LayerKind::street,
      {feature({}, geo::LineString{place(118.35, 35.05), middle}, {{"railway", "rail"}}),
       feature({}, geo::LineString{place(118.36, 35.05), middle},
               {{"highway", "primary"}, {"bridge", "yes"}})});
  layers[LayerKind::landuse] = layer_version(
      LayerKind::landuse, {feature({}, box(118.35, 35.05, 118.36, 35.06), {{"kind", "park"}})});
  layers[LayerKind::shop] =
      layer_version(LayerKind::shop, {feature("s1", middle, {{"kind", "food"}})});
  layers[LayerKind::station] = layer_version(
      LayerKind::station, {feature("T1", middle, {{"kind", "service"}, {"stars", "4"}})});
  services::BaseMap const base(layers, services::BaseMap::Walking::left_out);
  auto const at = [&](LayerKind kind, std::string const &name) {
    auto const tile = decode(make_tile(base, kind, name, geo::tile_at(middle, 15)));
    std::vector<std::map<std::string, std::string>> found;
    for (auto const &feature : tile.at(name)) {
      found.push_back(feature.attributes);
    }
    return found;
  };
  auto const streets = at(LayerKind::street, "street");
  REQUIRE(streets.size() == 2);
  CHECK(streets[0] == std::map<std::string, std::string>{{"class", "rail"}});
  CHECK(streets[1] == std::map<std::string, std::string>{{"class", "main"}, {"bridge", "1"}});
  CHECK(at(LayerKind::landuse, "landuse")[0].at("kind") == "park");
  CHECK(at(LayerKind::shop, "shop")[0].at("kind") == "food");
  CHECK(at(LayerKind::station, "station")[0].at("stars") == "4");
}

TEST_CASE("a new version of one layer changes the tiles of all that share borders, and no other") {
  auto layers = small_town::layers();
  services::BaseMap const before(layers, services::BaseMap::Walking::left_out);
  layers[LayerKind::grid] = layer_version(LayerKind::grid, small_town::grids(), "v2");
  services::BaseMap const after(layers, services::BaseMap::Walking::left_out);
  auto const changed = [&](LayerKind kind) {
    return before.tiles().version(kind) != after.tiles().version(kind);
  };
  CHECK(changed(LayerKind::grid));
  CHECK(changed(LayerKind::community));
  CHECK_FALSE(changed(LayerKind::building));
  CHECK_FALSE(changed(LayerKind::street));
}

TEST_CASE("tiles given up are made no more, what was ready before is still cut") {
  auto const base = small_town::base();
  auto const grids = make_tile(*base, LayerKind::grid, "grid", tile_of(118.3536, 35.0553, 14));
  base->tiles().give_up();
  CHECK(make_tile(*base, LayerKind::grid, "grid", tile_of(118.3536, 35.0553, 14)) == grids);
  CHECK_NOTHROW(base->tiles().prepare());
  CHECK_THROWS_AS(make_tile(*base, LayerKind::station, "station", tile_of(118.3536, 35.0553, 16)),
                  geo::Stopped);
}

TEST_CASE("gzip comes back as it was") {
  auto const base = small_town::base();
  auto const tile = make_tile(*base, LayerKind::street, "street", tile_of(118.355, 35.0549, 14));
  REQUIRE_FALSE(tile.empty());
  CHECK(gunzip(services::gzip(tile)) == tile);
  CHECK(gunzip(services::gzip("")).empty());
  std::string random(300'000, 'x');
  for (std::size_t i = 0; i < random.size(); ++i) {
    random[i] = static_cast<char>(i * i * 2654435761U >> 13U);
  }
  CHECK(gunzip(services::gzip(random)) == random);
}

TEST_CASE("the cache lets the least used tiles go first") {
  services::TileCache cache(100'000);
  auto const bytes = std::make_shared<std::string const>(40'000, 'x');
  auto const key = [](std::uint32_t x) {
    return services::TileCache::Key{"grid", "v1", geo::TileId{14, x, 0}};
  };
  cache.put(key(1), bytes);
  cache.put(key(2), bytes);
  CHECK(cache.find(key(1)) == bytes);
  cache.put(key(3), bytes);
  CHECK(cache.find(key(1)) == bytes);
  CHECK(cache.find(key(2)) == nullptr);
  CHECK(cache.find(key(3)) == bytes);
}

TEST_CASE("the cache tells layers and versions apart and keeps what it has") {
  services::TileCache cache;
  geo::TileId const tile{14, 1, 1};
  auto const one = std::make_shared<std::string const>("1");
  auto const two = std::make_shared<std::string const>("2");
  cache.put({"grid", "v1", tile}, one);
  cache.put({"grid", "v1", tile}, two);
  cache.put({"grid", "v2", tile}, two);
  CHECK(cache.find({"grid", "v1", tile}) == one);
  CHECK(cache.find({"grid", "v2", tile}) == two);
  CHECK(cache.find({"street", "v1", tile}) == nullptr);
}

TEST_CASE(
    "a fence's tile says its code, name and kind, and its name stands once, in its largest part") {
  auto const base = small_town::with_fences("v1");
  auto const tile =
      decode(make_tile(*base, LayerKind::fence, "fence", tile_of(118.353, 35.055, 16)));
  REQUIRE(tile.contains("fence"));
  auto const &fences = tile.at("fence");
  auto const school = std::find_if(fences.begin(), fences.end(), [](auto const &fence) {
    return fence.attributes.at("code") == "school";
  });
  REQUIRE(school != fences.end());
  CHECK(school->type == 3);
  CHECK(school->attributes == std::map<std::string, std::string>{{"code", "school"},
                                                                 {"name", "name of school"},
                                                                 {"kind", "school"}});
  CHECK(labels(*base, LayerKind::fence, "fence", 15) ==
        std::map<std::string, int>{{"flood", 1}, {"school", 1}});
  CHECK(make_tile(*base, LayerKind::fence, "fence", tile_of(118.353, 35.055, 9)).empty());
}

TEST_CASE("another version of the fences leaves the addresses of the areas' tiles as they are") {
  auto const one = small_town::with_fences("v1");
  auto const other = small_town::with_fences("v2");
  CHECK(one->tiles().version(LayerKind::grid) == other->tiles().version(LayerKind::grid));
  CHECK(one->tiles().version(LayerKind::fence) != other->tiles().version(LayerKind::fence));
}

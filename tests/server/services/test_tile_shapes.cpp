#include "server/services/tile_budget.hpp"
#include "server/services/tile_cache.hpp"
#include "server/services/tile_map.hpp"
#include "server/services/tile_service.hpp"
#include "tests/support/decoded_tile.hpp"
#include "tests/support/random_coverage.hpp"
#include "tests/support/small_town.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <set>

using namespace yuntu;
using namespace yuntu::test;
using model::LayerKind;

namespace {

constexpr std::array levels{LayerKind::subdistrict, LayerKind::community, LayerKind::grid,
                            LayerKind::microgrid};

services::BaseMap coverage_map(unsigned seed) {
  RandomCoverage const coverage(seed);
  services::BaseMap::Layers layers;
  for (std::size_t i = 0; i < levels.size(); ++i) {
    std::vector<model::LayerFeature> features;
    for (auto const &area : coverage.areas(RandomCoverage::levels[i])) {
      features.push_back(feature("A" + std::to_string(features.size()), area));
    }
    layers[levels[i]] = layer_version(levels[i], std::move(features));
  }
  return services::BaseMap(std::move(layers), services::BaseMap::Walking::left_out);
}

std::vector<geo::TileId> tiles_over(services::BaseMap const &base, std::uint8_t zoom) {
  auto const extent = base.extent();
  auto const first = geo::tile_at(geo::LonLat::from_units(extent.west, extent.north).value(), zoom);
  auto const last = geo::tile_at(geo::LonLat::from_units(extent.east, extent.south).value(), zoom);
  std::vector<geo::TileId> tiles;
  for (auto x = first.x; x <= last.x; ++x) {
    for (auto y = first.y; y <= last.y; ++y) {
      tiles.push_back({zoom, x, y});
    }
  }
  return tiles;
}

std::string tile_bytes(services::BaseMap const &base, LayerKind kind, geo::TileId tile) {
  return services::make_tile(base, kind, std::string(model::to_string(kind)), tile);
}

std::vector<DecodedFeature> shapes(services::BaseMap const &base, LayerKind kind,
                                   geo::TileId tile) {
  return decode_tile(tile_bytes(base, kind, tile))[std::string(model::to_string(kind))];
}

std::int64_t twice_area(geo::TileLine const &ring) {
  std::int64_t sum = 0;
  for (std::size_t i = 1; i < ring.size(); ++i) {
    sum += std::int64_t{ring[i - 1].x} * ring[i].y - std::int64_t{ring[i].x} * ring[i - 1].y;
  }
  return sum;
}

std::int64_t twice_area(std::vector<DecodedFeature> const &features) {
  std::int64_t sum = 0;
  for (auto const &feature : features) {
    for (auto const &ring : feature.lines) {
      sum += twice_area(ring);
    }
  }
  return sum;
}

geo::LonLat at(int east, int north) {
  return geo::LonLat::from_units(1'185'000'000 + east, 350'000'000 + north).value();
}
geo::Polygon square(int east, int north, int side) {
  return {{at(east, north), at(east + side, north), at(east + side, north + side),
           at(east, north + side), at(east, north)},
          {}};
}

services::BaseMap one_layer(LayerKind kind, std::vector<model::LayerFeature> features) {
  services::BaseMap::Layers layers;
  layers[kind] = layer_version(kind, std::move(features));
  return services::BaseMap(std::move(layers), services::BaseMap::Walking::left_out);
}

} // namespace

TEST_CASE("in every tile of every zoom areas cover exactly what the level above covers") {
  for (unsigned seed = 1; seed <= 4; ++seed) {
    auto const base = coverage_map(seed);
    for (std::uint8_t zoom = 12; zoom <= 17; ++zoom) {
      for (auto const tile : tiles_over(base, zoom)) {
        auto const whole = twice_area(shapes(base, LayerKind::subdistrict, tile));
        for (auto const kind : levels) {
          CAPTURE(seed, static_cast<int>(zoom), tile.x, tile.y, model::to_string(kind));
          REQUIRE(twice_area(shapes(base, kind, tile)) == whole);
        }
      }
    }
  }
}

TEST_CASE("no area is missing at the zooms of its layer") {
  auto const base = coverage_map(7);
  for (auto const kind : levels) {
    for (std::uint8_t zoom = services::first_zoom_of(kind); zoom <= 16; ++zoom) {
      std::set<std::uint64_t> drawn;
      std::map<std::uint64_t, int> labels;
      for (auto const tile : tiles_over(base, zoom)) {
        auto decoded = decode_tile(tile_bytes(base, kind, tile));
        for (auto const &area : decoded[std::string(model::to_string(kind))]) {
          drawn.insert(area.id);
        }
        for (auto const &label : decoded[std::string(model::to_string(kind)) + "_label"]) {
          ++labels[label.id];
        }
      }
      auto const count = base.find_layer(kind)->version->features.size();
      CAPTURE(model::to_string(kind), static_cast<int>(zoom));
      CHECK((zoom < 8 || drawn.size() == count)); // below, all is less than a tile unit
      CHECK(labels.size() == count);
      CHECK(std::all_of(labels.begin(), labels.end(), [](auto const &l) { return l.second == 1; }));
    }
  }
}

TEST_CASE("tiles that meet draw a border alike on the edge between them") {
  // A slanted border across many tiles: where it passes an edge, both sides say the same place.
  auto const base = one_layer(
      LayerKind::street,
      {feature({}, geo::LineString{at(0, 0), at(7'654'321, 1'234'567)}, {{"highway", "primary"}})});
  auto const crossing = [&](geo::TileId tile, std::int32_t x) {
    auto const lines = shapes(base, LayerKind::street, tile);
    REQUIRE(lines.size() == 1);
    auto const &a = lines[0].lines[0].front();
    auto const &b = lines[0].lines[0].back();
    return a.y + (double{1} * x - a.x) * (b.y - a.y) / (b.x - a.x);
  };
  int edges = 0;
  for (auto const tile : tiles_over(base, 14)) {
    geo::TileId const east{tile.z, tile.x + 1, tile.y};
    if (shapes(base, LayerKind::street, tile).empty() ||
        shapes(base, LayerKind::street, east).empty()) {
      continue;
    }
    CHECK(crossing(tile, geo::tile_extent) == Approx(crossing(east, 0)).margin(1));
    ++edges;
  }
  CHECK(edges > 10);
}

TEST_CASE("buildings keep their corners from zoom 15, and small ones appear when a pixel large") {
  auto house = square(0, 0, 1500); // about 14 x 17 m
  house.outer.insert(house.outer.begin() + 1, at(700, 4));
  auto const base =
      one_layer(LayerKind::building, {feature("B1", house), feature("B2", square(20'000, 0, 400))});
  auto const corners = [&](std::uint8_t zoom) {
    std::map<std::string, std::size_t> found;
    for (auto const &shape : shapes(base, LayerKind::building, geo::tile_at(at(100, 100), zoom))) {
      found[shape.attributes.at("code")] = shape.lines.at(0).size() - 1;
    }
    return found;
  };
  CHECK(corners(13) == std::map<std::string, std::size_t>{{"B1", 4}});
  CHECK(corners(14) == std::map<std::string, std::size_t>{{"B1", 4}, {"B2", 4}});
  CHECK(corners(17).at("B1") == 5);
}

TEST_CASE("a crowded tile leaves out the smallest, and no tile passes 200 kB compressed") {
  std::mt19937 random(3);
  auto const crowded = geo::bounds_of(geo::tile_at(at(0, 0), 13));
  auto const within = [&](std::int32_t from, std::int32_t origin) {
    return from - origin + 50'000 + static_cast<int>(random() % 200'000);
  };
  std::vector<model::LayerFeature> features;
  std::vector<int> sides;
  for (int i = 0; i < 12'000; ++i) {
    sides.push_back(1000 + static_cast<int>(random() % 2000));
    auto const shape = square(within(crowded.west, 1'185'000'000),
                              within(crowded.south, 350'000'000), sides.back());
    features.push_back(feature("B" + std::to_string(random()), shape,
                               {{"floors", std::to_string(random() % 30)}}));
  }
  auto const base = one_layer(LayerKind::building, features);
  for (std::uint8_t zoom = 13; zoom <= 16; ++zoom) {
    for (auto const tile : tiles_over(base, zoom)) {
      auto const bytes = tile_bytes(base, LayerKind::building, tile);
      CHECK(bytes.size() <= services::tile_budget);
      CHECK(services::gzip(bytes).size() < 200'000);
    }
  }
  auto const &layer = base.tiles().layer(LayerKind::building);
  int smallest_shown = 3000;
  int largest_hidden = 0;
  for (std::size_t i = 0; i < features.size(); ++i) {
    bool const is_shown = layer.features[i].first_zoom <= 13;
    smallest_shown = is_shown ? std::min(smallest_shown, sides[i]) : smallest_shown;
    largest_hidden = is_shown ? largest_hidden : std::max(largest_hidden, sides[i]);
  }
  CHECK(largest_hidden > 0);
  CHECK(largest_hidden <= smallest_shown);
}

TEST_CASE("a dropped building comes back at a larger zoom in every tile it touches, and stays") {
  std::vector<model::LayerFeature> features;
  for (int i = 0; i < 9'000; ++i) {
    features.push_back(
        feature("B" + std::to_string(i), square(i % 100 * 2000, i / 100 * 2000, 1000 + i % 7)));
  }
  auto const base = one_layer(LayerKind::building, features);
  std::map<std::uint64_t, int> first_seen;
  for (std::uint8_t zoom = 13; zoom <= 16; ++zoom) {
    std::map<std::uint64_t, int> seen;
    for (auto const tile : tiles_over(base, zoom)) {
      for (auto const &shape : shapes(base, LayerKind::building, tile)) {
        ++seen[shape.id];
      }
    }
    for (auto const &[id, zoom_before] : first_seen) {
      CAPTURE(id, zoom_before, static_cast<int>(zoom));
      REQUIRE(seen.contains(id));
    }
    for (auto const &[id, times] : seen) {
      first_seen.emplace(id, zoom);
    }
  }
  CHECK(first_seen.size() == features.size());
}

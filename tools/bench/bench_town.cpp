#include "tools/bench/bench_town.hpp"

#include "geo/io/feature_reader.hpp"
#include "geo/io/street_reader.hpp"
#include "tests/support/street_lines_of.hpp"

#include <random>
#include <stdexcept>
#include <utility>
#include <variant>

namespace yuntu::bench {
namespace {

constexpr int side = 160;
constexpr std::int32_t west = 1'183'000'000;
constexpr std::int32_t south = 350'000'000;
constexpr std::int32_t lon_step = 8800;
constexpr std::int32_t lat_step = 7200;

geo::LonLat place_at(std::int32_t lon_e7, std::int32_t lat_e7) {
  return geo::LonLat::from_units(lon_e7, lat_e7).value();
}

geo::Polygon square(std::int32_t lon, std::int32_t lat) {
  constexpr std::int32_t half = 700;
  geo::Polygon polygon;
  polygon.outer = {place_at(lon - half, lat - half), place_at(lon + half, lat - half),
                   place_at(lon + half, lat + half), place_at(lon - half, lat + half),
                   place_at(lon - half, lat - half)};
  return polygon;
}

} // namespace

Town read_town(std::filesystem::path const &file) {
  auto const source = geo::io::read_streets(file);
  geo::io::SourceOptions options;
  options.layer_name = "multipolygons";
  options.where = "building IS NOT NULL";
  auto const layer = geo::io::read_layer(file, options, geo::io::GeometryKind::polygon);
  if (!source || !layer) {
    throw std::runtime_error("cannot read streets and buildings of " + file.string());
  }
  Town town{file.stem().stem().string(), test::street_lines_of(*source), {}};
  // The peers know nothing of compounds.
  std::erase_if(town.streets, [](geo::StreetLine const &line) { return line.is_private; });
  for (auto const &feature : layer->features) {
    town.buildings.push_back(std::get<geo::Polygon>(feature.geometry));
  }
  return town;
}

Town made_up_town(unsigned seed) {
  std::mt19937 random(seed);
  Town town{"made_up", {}, {}};
  auto const crossing = [](int column, int row) {
    return place_at(west + column * lon_step, south + row * lat_step);
  };
  for (int row = 0; row < side; ++row) {
    for (int column = 0; column < side; ++column) {
      for (auto const &[right, up] : {std::pair(1, 0), std::pair(0, 1)}) {
        if (column + right < side && row + up < side && random() % 10 != 0) {
          town.streets.emplace_back().points = {crossing(column, row),
                                                crossing(column + right, row + up)};
        }
      }
    }
  }
  for (int i = 0; i < 30'000; ++i) {
    auto const lon = static_cast<std::int32_t>(random() % unsigned{side * lon_step});
    auto const lat = static_cast<std::int32_t>(random() % unsigned{side * lat_step});
    town.buildings.push_back(square(west + lon, south + lat));
  }
  return town;
}

} // namespace yuntu::bench

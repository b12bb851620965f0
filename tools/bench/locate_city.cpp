#include "tools/bench/locate_city.hpp"

#include "tools/bench/bench_county.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <random>
#include <string>

namespace yuntu::bench {
namespace {

using model::LayerKind;

constexpr int side = 100; ///< micro-grids east and north
constexpr double cell = county_side / side;

geo::LonLat place(double lon, double lat) {
  return geo::LonLat::from_degrees(lon, lat).value();
}

/// A turned, uneven outline around a point: convex enough never to cross itself.
geo::Polygon building_at(double lon, double lat, double radius, std::mt19937 &random) {
  auto const corners = std::uniform_int_distribution<int>(4, 12)(random);
  auto const turned = std::uniform_real_distribution<double>(0, std::numbers::pi)(random);
  std::uniform_real_distribution<double> reach(0.75, 1.0);
  geo::Ring ring;
  for (int i = 0; i < corners; ++i) {
    double const angle = turned + 2 * std::numbers::pi * i / corners;
    double const r = radius * reach(random);
    ring.push_back(place(lon + r * std::cos(angle), lat + r * std::sin(angle)));
  }
  ring.push_back(ring.front());
  return {std::move(ring), {}};
}

std::string code_of(std::size_t number) {
  auto digits = std::to_string(number);
  return "B" + std::string(8 - digits.size(), '0') + digits;
}

geo::LonLat anywhere(std::mt19937 &random) {
  std::uniform_real_distribution<double> in_side(0, county_side);
  double const lon = county_west + in_side(random);
  return place(lon, county_south + in_side(random));
}

} // namespace

LocateCity locate_city(std::size_t buildings, unsigned seed) {
  LocateCity city;
  auto const county = made_up_county(seed);
  auto const add = [&](std::uint8_t layer, std::string code, geo::Polygon polygon) {
    auto const payload = static_cast<std::uint32_t>(city.shapes.size());
    city.shapes.push_back({layer, std::move(code), std::move(polygon), payload});
    return payload;
  };
  for (auto const &feature : county.at(LayerKind::grid)->features) {
    add(grid_layer, feature.code, std::get<geo::Polygon>(feature.geometry));
  }
  auto const first_microgrid = city.shapes.size();
  for (auto const &feature : county.at(LayerKind::microgrid)->features) {
    add(microgrid_layer, feature.code, std::get<geo::Polygon>(feature.geometry));
  }
  auto const first_building = city.shapes.size();
  city.grid_of.resize(first_building);
  for (int i = 0; i < side; ++i) {
    for (int j = 0; j < side; ++j) {
      // The county's grids are 11 by 10 blocks of micro-grids, west to east.
      int column = 0;
      while ((column + 1) * side / 11 <= i) {
        ++column;
      }
      city.grid_of[first_microgrid + static_cast<std::size_t>(i * side + j)] =
          static_cast<std::uint32_t>(column * 10 + j / 10);
    }
  }
  city.microgrid_of.resize(first_building);
  std::mt19937 random(seed + 1);
  auto const each = buildings / (side * side);
  auto const across = static_cast<int>(std::ceil(std::sqrt(static_cast<double>(each))));
  double const spacing = cell * 0.9 / across;
  std::uniform_real_distribution<double> shake(-0.1, 0.1);
  std::uniform_real_distribution<double> size(0.2, 0.38);
  for (int microgrid = 0; microgrid < side * side; ++microgrid) {
    double const west = county_west + (microgrid / side + 0.05) * cell;
    double const south = county_south + (microgrid % side + 0.05) * cell;
    for (int i = 0; i < static_cast<int>(each); ++i) {
      double const lon = west + (i / across + 0.5 + shake(random)) * spacing;
      double const lat = south + (i % across + 0.5 + shake(random)) * spacing;
      double const radius = std::min(size(random) * spacing, 0.0003);
      auto const payload =
          add(building_layer, code_of(city.shapes.size()), building_at(lon, lat, radius, random));
      city.microgrid_of.resize(payload + 1);
      city.grid_of.resize(payload + 1);
      city.microgrid_of[payload] =
          static_cast<std::uint32_t>(first_microgrid) + static_cast<std::uint32_t>(microgrid);
      city.grid_of[payload] = city.grid_of[city.microgrid_of[payload]];
    }
  }
  return city;
}

std::vector<geo::LonLat> mixed_points(LocateCity const &city, std::size_t count, unsigned seed) {
  std::mt19937 random(seed);
  std::vector<geo::AreaShape const *> buildings;
  for (auto const &shape : city.shapes) {
    if (shape.layer == building_layer) {
      buildings.push_back(&shape);
    }
  }
  std::uniform_int_distribution<std::size_t> any(0, buildings.size() - 1);
  std::vector<geo::LonLat> points;
  for (std::size_t i = 0; i < count; ++i) {
    if (i % 2 == 0) {
      points.push_back(anywhere(random));
      continue;
    }
    auto const box = geo::envelope_of(buildings[any(random)]->polygon);
    std::uniform_int_distribution<std::int32_t> lon(box.west, box.east);
    std::uniform_int_distribution<std::int32_t> lat(box.south, box.north);
    auto const east = lon(random);
    points.push_back(geo::LonLat::from_units(east, lat(random)).value());
  }
  return points;
}

std::vector<geo::LonLat> walked_points(std::size_t count, unsigned seed) {
  constexpr double step = 1.4 / 111'320;
  std::mt19937 random(seed);
  std::vector<std::pair<geo::LonLat, double>> walkers;
  std::uniform_real_distribution<double> heading(0, 2 * std::numbers::pi);
  for (int i = 0; i < 5'000; ++i) {
    auto const start = anywhere(random);
    walkers.emplace_back(start, heading(random));
  }
  std::uniform_real_distribution<double> turn(-0.3, 0.3);
  std::vector<geo::LonLat> points;
  for (std::size_t i = 0; i < count; ++i) {
    auto &[at, towards] = walkers[i % walkers.size()];
    towards += turn(random);
    double const lon =
        std::clamp(at.lon() + step * std::cos(towards), county_west, county_west + county_side);
    double const lat =
        std::clamp(at.lat() + step * std::sin(towards), county_south, county_south + county_side);
    at = place(lon, lat);
    points.push_back(at);
  }
  return points;
}

std::vector<geo::LonLat> telling_points(LocateCity const &city, std::size_t count, unsigned seed) {
  std::mt19937 random(seed);
  std::uniform_int_distribution<std::size_t> any(0, city.shapes.size() - 1);
  std::uniform_int_distribution<int> beside(-1, 1);
  std::vector<geo::LonLat> points;
  while (points.size() < count) {
    auto const &ring = city.shapes[any(random)].polygon.outer;
    auto const corner = std::uniform_int_distribution<std::size_t>(1, ring.size() - 1)(random);
    auto const a = ring[corner - 1];
    auto const b = ring[corner];
    points.push_back(b);
    auto const x = b.lon_e7() + beside(random);
    points.push_back(geo::LonLat::from_units(x, b.lat_e7() + beside(random)).value());
    points.push_back(geo::LonLat::from_units(std::midpoint(a.lon_e7(), b.lon_e7()),
                                             std::midpoint(a.lat_e7(), b.lat_e7()))
                         .value());
    points.push_back(anywhere(random));
  }
  points.resize(count);
  return points;
}

} // namespace yuntu::bench

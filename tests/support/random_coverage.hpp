#pragma once

#include "geo/polygon.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <random>
#include <vector>

namespace yuntu::test {

/// Areas that tile a square at four levels, with jagged borders that are the same vertex for vertex
/// for all that share them: cells, blocks of 2 x 2 and 4 x 4 cells, and all 8 x 8.
class RandomCoverage {
public:
  static constexpr int side = 8;
  static constexpr int levels[] = {8, 4, 2, 1};

  explicit RandomCoverage(unsigned seed) : random_(seed) {
    for (int row = 0; row <= side; ++row) {
      for (int column = 0; column <= side; ++column) {
        corners_.push_back(at(column + noise(0.08), row + noise(0.08)));
      }
    }
    for (int row = 0; row <= side; ++row) {
      for (int column = 0; column <= side; ++column) {
        if (column < side) {
          along_[{column, row}] = border(corner(column, row), corner(column + 1, row));
        }
        if (row < side) {
          up_[{column, row}] = border(corner(column, row), corner(column, row + 1));
        }
      }
    }
  }

  /// The blocks of `size` x `size` cells, row by row, counter-clockwise.
  [[nodiscard]] std::vector<geo::Polygon> areas(int size) const {
    std::vector<geo::Polygon> made;
    for (int row = 0; row < side; row += size) {
      for (int column = 0; column < side; column += size) {
        made.push_back({ring(column, row, size), {}});
      }
    }
    return made;
  }

private:
  using Border = std::vector<geo::LonLat>; ///< both ends included

  static geo::LonLat at(double column, double row) {
    constexpr double cell = 40'000; // about 400 m
    return geo::LonLat::from_units(1'185'000'000 + static_cast<std::int32_t>(column * cell),
                                   350'000'000 + static_cast<std::int32_t>(row * cell))
        .value();
  }
  double noise(double most) { return std::uniform_real_distribution(-most, most)(random_); }
  [[nodiscard]] geo::LonLat corner(int column, int row) const {
    return corners_[static_cast<std::size_t>(row * (side + 1) + column)];
  }

  /// Moves along steadily and sideways at random, less near the ends: borders never meet.
  Border border(geo::LonLat from, geo::LonLat to) {
    Border made{from};
    int const steps = 1 + static_cast<int>(random_() % 30);
    double const east = to.lon_e7() - from.lon_e7();
    double const north = to.lat_e7() - from.lat_e7();
    for (int i = 1; i < steps; ++i) {
      double const t = double{1} * i / steps;
      double const aside = noise(0.25) * std::min(t, 1 - t);
      made.push_back(geo::LonLat::from_units(
                         static_cast<std::int32_t>(from.lon_e7() + t * east - aside * north),
                         static_cast<std::int32_t>(from.lat_e7() + t * north + aside * east))
                         .value());
    }
    made.push_back(to);
    return made;
  }

  [[nodiscard]] geo::Ring ring(int column, int row, int size) const {
    geo::Ring made;
    auto const forth = [&](Border const &border) {
      made.insert(made.end(), border.begin(), border.end() - 1);
    };
    auto const back = [&](Border const &border) {
      made.insert(made.end(), border.rbegin(), border.rend() - 1);
    };
    for (int i = 0; i < size; ++i) {
      forth(along_.at({column + i, row}));
    }
    for (int i = 0; i < size; ++i) {
      forth(up_.at({column + size, row + i}));
    }
    for (int i = size; i > 0; --i) {
      back(along_.at({column + i - 1, row + size}));
    }
    for (int i = size; i > 0; --i) {
      back(up_.at({column, row + i - 1}));
    }
    made.push_back(made.front());
    return made;
  }

  std::mt19937 random_;
  std::vector<geo::LonLat> corners_;
  std::map<std::pair<int, int>, Border> along_;
  std::map<std::pair<int, int>, Border> up_;
};

} // namespace yuntu::test

#pragma once

#include "geo/polygon.hpp"

#include <initializer_list>
#include <span>
#include <utility>

namespace yuntu::test {

/// Units of 1e-7 degree around 118 E, 35 N: small maps with readable numbers.
inline geo::LonLat at(int east, int north) {
  return geo::LonLat::from_units(1'180'000'000 + east, 350'000'000 + north).value();
}

/// Closes itself.
inline geo::Ring ring(std::span<std::pair<int, int> const> corners) {
  geo::Ring result;
  for (auto const &[east, north] : corners) {
    result.push_back(at(east, north));
  }
  result.push_back(result.front());
  return result;
}

inline geo::Ring ring(std::initializer_list<std::pair<int, int>> corners) {
  return ring(std::span(corners.begin(), corners.size()));
}

inline geo::Polygon box(int west, int south, int east, int north) {
  return {ring({{west, south}, {east, south}, {east, north}, {west, north}}), {}};
}

} // namespace yuntu::test

#pragma once

#include "geo/polygon.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace yuntu::geo {

/// How many shapes of each of two sets: say areas, and the areas they should lie in.
using Cover = std::array<std::int32_t, 2>;

/// A piece of border, a < b: how many shapes more lie on its left, going from a to b, than on its
/// right. Where two neighbours of one set draw the same border, nothing is gained.
struct WindingEdge {
  LonLat a;
  LonLat b;
  Cover gain{};

  friend bool operator==(WindingEdge const &, WindingEdge const &) = default;
};

/// The same borders with each piece once, in order of (a, b), those without gain left out.
[[nodiscard]] std::vector<WindingEdge> merged(std::vector<WindingEdge> edges);

/// The borders of many polygons. Of a faultless tiling only its outline remains; of a tiling beside
/// the area that it tiles, nothing.
class WindingSum {
public:
  /// Of set 0 or 1. Rings closed, of either orientation.
  void add(Polygon const &polygon, std::size_t set = 0);
  [[nodiscard]] std::vector<WindingEdge> take() { return merged(std::move(edges_)); }

private:
  enum class Inside { left, right };
  void add(Ring const &ring, std::size_t set, Inside inside);

  std::vector<WindingEdge> edges_;
};

} // namespace yuntu::geo

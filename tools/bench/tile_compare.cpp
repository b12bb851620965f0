#include "tools/bench/tile_compare.hpp"

#include "geo/clip.hpp"
#include "tests/support/decoded_tile.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <utility>

namespace yuntu::bench {
namespace {

using Shape = test::DecodedFeature;
/// By layer name and feature id; parts of one feature in several records come together.
using Tile = std::map<std::pair<std::string, std::uint64_t>, Shape>;

Tile decode(std::string const &bytes) {
  Tile tile;
  for (auto &[name, features] : test::decode_tile(bytes)) {
    for (auto const &feature : features) {
      auto const [known, is_new] = tile.try_emplace({name, feature.id}, feature);
      if (!is_new) {
        auto &lines = known->second.lines;
        lines.insert(lines.end(), feature.lines.begin(), feature.lines.end());
      }
    }
  }
  return tile;
}

double distance(geo::TilePoint p, geo::TilePoint a, geo::TilePoint b) {
  double const x = b.x - a.x;
  double const y = b.y - a.y;
  double const length2 = x * x + y * y;
  double const along = (p.x - a.x) * x + (p.y - a.y) * y;
  double const t = length2 > 0 ? std::clamp(along / length2, 0.0, 1.0) : 0;
  return std::hypot(a.x + t * x - p.x, a.y + t * y - p.y);
}

/// How far the vertices of one lie from the other at most. Where the cut runs both may differ.
double farthest(Shape const &from, Shape const &to) {
  constexpr std::int32_t rim = 4;
  auto const box = geo::clip_box(128 - rim);
  double worst = 0;
  for (auto const &line : from.lines) {
    for (auto const p : line) {
      if (p.x <= box.min || p.x >= box.max || p.y <= box.min || p.y >= box.max) {
        continue;
      }
      double nearest = std::numeric_limits<double>::infinity();
      for (auto const &other : to.lines) {
        for (std::size_t i = 0; i < other.size(); ++i) {
          nearest = std::min(nearest, distance(p, other[i > 0 ? i - 1 : 0], other[i]));
        }
      }
      worst = std::max(worst, nearest);
    }
  }
  return worst;
}

/// Too small to be seen, or hardly in the tile.
bool is_speck(Shape const &shape) {
  constexpr std::int32_t two_pixels = 16;
  auto const rim = geo::clip_box(128 - two_pixels);
  geo::TilePoint low{rim.max, rim.max};
  geo::TilePoint high{rim.min, rim.min};
  for (auto const &line : shape.lines) {
    for (auto const p : line) {
      low = {std::min(low.x, p.x), std::min(low.y, p.y)};
      high = {std::max(high.x, p.x), std::max(high.y, p.y)};
    }
  }
  return std::min(high.x - low.x, high.y - low.y) < two_pixels;
}

void count_alone(Tile const &these, Tile const &those, TileDifferences &found) {
  for (auto const &[key, shape] : these) {
    if (!those.contains(key)) {
      ++(is_speck(shape) ? found.specks : found.missing);
    }
  }
}

} // namespace

TileDifferences &TileDifferences::operator+=(TileDifferences const &other) {
  features += other.features;
  missing += other.missing;
  specks += other.specks;
  attributes += other.attributes;
  shapes += other.shapes;
  if (other.farthest > farthest) {
    farthest = other.farthest;
    farthest_id = other.farthest_id;
  }
  return *this;
}

TileDifferences compare_tiles(std::string const &ours, std::string const &theirs,
                              double tolerance) {
  auto const a = decode(ours);
  auto const b = decode(theirs);
  TileDifferences found;
  count_alone(a, b, found);
  count_alone(b, a, found);
  for (auto const &[key, shape] : a) {
    auto const other = b.find(key);
    if (other == b.end()) {
      continue;
    }
    ++found.features;
    found.attributes += shape.attributes == other->second.attributes ? 0 : 1;
    auto const strays = std::max(farthest(shape, other->second), farthest(other->second, shape));
    found.shapes += strays > tolerance ? 1 : 0;
    if (strays > found.farthest) {
      found.farthest = strays;
      found.farthest_id = key.second;
    }
  }
  return found;
}

} // namespace yuntu::bench

#include "geo/box_clip.hpp"

#include <algorithm>
#include <cmath>

namespace yuntu::geo {
namespace {

LonLat cut(LonLat a, LonLat b, double share) {
  auto const at = [&](std::int32_t from, std::int32_t to) {
    return static_cast<std::int32_t>(std::llround(from + share * (double{1} * to - from)));
  };
  return LonLat::from_units(at(a.lon_e7(), b.lon_e7()), at(a.lat_e7(), b.lat_e7())).value();
}

/// Sutherland-Hodgman, one side: what lies where `depth` is not negative.
template <typename Depth>
Ring cut_side(Ring const &ring, Depth depth) {
  Ring kept;
  for (std::size_t i = 1; i < ring.size(); ++i) {
    double const from = depth(ring[i - 1]);
    double const to = depth(ring[i]);
    if (from >= 0) {
      kept.push_back(ring[i - 1]);
    }
    if ((from < 0) != (to < 0)) {
      kept.push_back(cut(ring[i - 1], ring[i], from / (from - to)));
    }
  }
  if (!kept.empty()) {
    kept.push_back(kept.front());
  }
  return kept;
}

Ring clipped(Ring const &ring, Envelope const &box) {
  auto const bounds = envelope_of(ring);
  if (!bounds.intersects(box)) {
    return {};
  }
  auto rest = cut_side(ring, [&](LonLat p) { return double{1} * p.lon_e7() - box.west; });
  rest = cut_side(rest, [&](LonLat p) { return double{1} * box.east - p.lon_e7(); });
  rest = cut_side(rest, [&](LonLat p) { return double{1} * p.lat_e7() - box.south; });
  return cut_side(rest, [&](LonLat p) { return double{1} * box.north - p.lat_e7(); });
}

} // namespace

Polygon clipped(Polygon const &polygon, Envelope const &box) {
  Polygon result{clipped(polygon.outer, box), {}};
  for (auto const &hole : polygon.holes) {
    if (auto ring = clipped(hole, box); !ring.empty()) {
      result.holes.push_back(std::move(ring));
    }
  }
  return result;
}

} // namespace yuntu::geo

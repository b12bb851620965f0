#include "geo/clip.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace yuntu::geo {
namespace {

enum class Side { west, east, north, south };
constexpr std::array all_sides{Side::west, Side::east, Side::north, Side::south};

bool is_inside(TilePoint p, Side side, ClipBox box) {
  switch (side) {
  case Side::west:
    return p.x >= box.min;
  case Side::east:
    return p.x <= box.max;
  case Side::north:
    return p.y >= box.min;
  default:
    return p.y <= box.max;
  }
}

/// a + (b - a) * part / whole to the nearest integer; whole > 0. Coordinates are below 2^29
/// (to_tile), so 64 bits hold the product.
std::int32_t between(std::int32_t a, std::int32_t b, std::int64_t part, std::int64_t whole) {
  std::int64_t const numerator = 2 * (std::int64_t{b} - a) * part + whole;
  std::int64_t const denominator = 2 * whole;
  std::int64_t const quotient = numerator / denominator;
  std::int64_t const floor = quotient - (numerator % denominator < 0 ? 1 : 0);
  return static_cast<std::int32_t>(a + floor);
}

/// Where a-b meets the side's line. The same for b-a, so that neighbours stay joined when cut.
TilePoint meet(TilePoint a, TilePoint b, Side side, ClipBox box) {
  bool const is_vertical = side == Side::west || side == Side::east;
  auto const limit = side == Side::west || side == Side::north ? box.min : box.max;
  if (is_vertical) {
    if (a.x > b.x) {
      std::swap(a, b);
    }
    return {limit, between(a.y, b.y, std::int64_t{limit} - a.x, std::int64_t{b.x} - a.x)};
  }
  if (a.y > b.y) {
    std::swap(a, b);
  }
  return {between(a.x, b.x, std::int64_t{limit} - a.y, std::int64_t{b.y} - a.y), limit};
}

TileRing cut(TileRing const &ring, Side side, ClipBox box) {
  TileRing kept;
  for (std::size_t i = 1; i < ring.size(); ++i) {
    auto const a = ring[i - 1];
    auto const b = ring[i];
    bool const a_in = is_inside(a, side, box);
    bool const b_in = is_inside(b, side, box);
    if (a_in != b_in) {
      kept.push_back(meet(a, b, side, box));
    }
    if (b_in) {
      kept.push_back(b);
    }
  }
  if (!kept.empty()) {
    kept.push_back(kept.front());
  }
  return kept;
}

bool is_straight(TilePoint a, TilePoint b, TilePoint c) {
  return (std::int64_t{b.x} - a.x) * (std::int64_t{c.y} - b.y) ==
         (std::int64_t{b.y} - a.y) * (std::int64_t{c.x} - b.x);
}

/// Drops repeated points, and points on a straight run (spikes with them).
TileRing tidied(TileRing const &ring) {
  TileRing kept;
  for (auto const p : ring) {
    kept.push_back(p);
    while (kept.size() >= 2) {
      auto const n = kept.size();
      if (kept[n - 1] == kept[n - 2]) {
        kept.pop_back();
      } else if (n >= 3 && is_straight(kept[n - 3], kept[n - 2], kept[n - 1])) {
        kept.erase(kept.end() - 2);
      } else {
        break;
      }
    }
  }
  return kept;
}

std::int64_t area2(TileRing const &ring) {
  std::int64_t sum = 0;
  for (std::size_t i = 1; i < ring.size(); ++i) {
    sum += std::int64_t{ring[i - 1].x} * ring[i].y - std::int64_t{ring[i].x} * ring[i - 1].y;
  }
  return sum;
}

TileLine to_tile_line(LineString const &line, TileId tile) {
  TileLine result;
  result.reserve(line.size());
  for (auto const p : line) {
    auto const q = to_tile(p, tile);
    if (result.empty() || result.back() != q) {
      result.push_back(q);
    }
  }
  return result;
}

/// The part of a-b in the box; nullopt when there is none.
std::optional<std::pair<TilePoint, TilePoint>> part_inside(TilePoint a, TilePoint b, ClipBox box) {
  for (auto const side : all_sides) {
    bool const a_in = is_inside(a, side, box);
    bool const b_in = is_inside(b, side, box);
    if (!a_in && !b_in) {
      return std::nullopt;
    }
    if (!a_in) {
      a = meet(a, b, side, box);
    } else if (!b_in) {
      b = meet(a, b, side, box);
    }
  }
  return std::pair{a, b};
}

} // namespace

ClipBox clip_box(std::int32_t buffer) {
  return {-buffer, tile_extent + buffer};
}

TileRing clip_ring(TileRing const &ring, ClipBox box) {
  TileRing result = ring;
  for (auto const side : all_sides) {
    if (!std::all_of(result.begin(), result.end(),
                     [&](TilePoint p) { return is_inside(p, side, box); })) {
      result = cut(result, side, box);
    }
  }
  result = tidied(result);
  if (result.size() < 4 || area2(result) == 0) {
    return {};
  }
  return result;
}

std::vector<TileLine> clip_line(TileLine const &line, ClipBox box) {
  std::vector<TileLine> pieces;
  bool is_open = false; // does the last piece end where this segment starts?
  for (std::size_t i = 1; i < line.size(); ++i) {
    auto const part = part_inside(line[i - 1], line[i], box);
    if (!part || part->first == part->second) {
      // A segment that only touches the box adds nothing; one of zero length changes nothing.
      is_open = is_open && line[i - 1] == line[i];
      continue;
    }
    if (!is_open || pieces.back().back() != part->first) {
      pieces.push_back({part->first});
    }
    pieces.back().push_back(part->second);
    is_open = part->second == line[i];
  }
  return pieces;
}

std::optional<TilePolygon> clip_to_tile(Polygon const &polygon, TileId tile, std::int32_t buffer) {
  auto const box = clip_box(buffer);
  TilePolygon result{clip_ring(to_tile_line(polygon.outer, tile), box), {}};
  if (result.outer.empty()) {
    return std::nullopt;
  }
  for (auto const &hole : polygon.holes) {
    auto ring = clip_ring(to_tile_line(hole, tile), box);
    if (!ring.empty()) {
      result.holes.push_back(std::move(ring));
    }
  }
  return result;
}

std::vector<TileLine> clip_to_tile(LineString const &line, TileId tile, std::int32_t buffer) {
  return clip_line(to_tile_line(line, tile), clip_box(buffer));
}

std::optional<TilePoint> clip_to_tile(LonLat point, TileId tile, std::int32_t buffer) {
  auto const p = to_tile(point, tile);
  auto const box = clip_box(buffer);
  bool const inside = std::all_of(all_sides.begin(), all_sides.end(),
                                  [&](Side side) { return is_inside(p, side, box); });
  return inside ? std::optional(p) : std::nullopt;
}

} // namespace yuntu::geo

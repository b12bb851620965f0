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

/// Does a straight a-b-c turn back at b, or run along a side of the box, where no neighbour can
/// have a corner?
bool is_superfluous(TilePoint a, TilePoint b, TilePoint c, ClipBox box) {
  if (!is_straight(a, b, c)) {
    return false;
  }
  bool const turns_back = (std::int64_t{b.x} - a.x) * (std::int64_t{c.x} - b.x) < 0 ||
                          (std::int64_t{b.y} - a.y) * (std::int64_t{c.y} - b.y) < 0;
  auto const is_side = [&](std::int32_t v) { return v == box.min || v == box.max; };
  return turns_back || (a.x == b.x && b.x == c.x && is_side(b.x)) ||
         (a.y == b.y && b.y == c.y && is_side(b.y));
}

/// Drops repeated points and spikes, also at the seam; in the memory of the ring given.
TileRing tidied(TileRing ring, ClipBox box) {
  std::size_t n = 0; // how many are kept, at the front
  for (auto const p : ring) {
    ring[n++] = p;
    while (n >= 2) {
      if (ring[n - 1] == ring[n - 2]) {
        --n;
      } else if (n >= 3 && is_superfluous(ring[n - 3], ring[n - 2], ring[n - 1], box)) {
        ring[n - 2] = ring[n - 1];
        --n;
      } else {
        break;
      }
    }
  }
  ring.resize(n);
  while (ring.size() >= 4 && is_superfluous(ring[ring.size() - 2], ring.front(), ring[1], box)) {
    ring.erase(ring.begin());
    ring.back() = ring.front();
  }
  return ring;
}

std::int64_t area2(TileRing const &ring) {
  std::int64_t sum = 0;
  for (std::size_t i = 1; i < ring.size(); ++i) {
    sum += std::int64_t{ring[i - 1].x} * ring[i].y - std::int64_t{ring[i].x} * ring[i - 1].y;
  }
  return sum;
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

TileRing clip_ring(TileRing ring, ClipBox box) {
  for (auto const side : all_sides) {
    if (!std::all_of(ring.begin(), ring.end(),
                     [&](TilePoint p) { return is_inside(p, side, box); })) {
      ring = cut(ring, side, box);
    }
  }
  ring = tidied(std::move(ring), box);
  if (ring.size() < 4 || area2(ring) == 0) {
    return {};
  }
  return ring;
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

} // namespace yuntu::geo

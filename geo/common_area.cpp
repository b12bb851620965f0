#include "geo/common_area.hpp"

#include "geo/envelope.hpp"
#include "geo/local_frame.hpp"
#include "geo/validity.hpp"

#include <algorithm>
#include <numeric>
#include <optional>
#include <utility>
#include <vector>

namespace yuntu::geo {
namespace {

// A polygon is the sum of the strips below its edges, down to some base line, those of edges that
// run west counted as they are, those of edges that run east taken away (outer ring
// counter-clockwise, holes clockwise). So what two have in common is the sum over pairs of strips,
// and what two strips have in common is the area below the lower of two lines. Where the base line
// lies makes no difference to the sum.

struct Strip {
  double west = 0; ///< west < east
  double east = 0;
  double at_west = 0; ///< height of its upper line
  double at_east = 0;
  int sign = 1;

  [[nodiscard]] double height_at(double x) const {
    return at_west + (at_east - at_west) * ((x - west) / (east - west));
  }
};

/// `sign` 1: land, -1: a hole.
void add_strips(Ring const &ring, int sign, LocalFrame const &frame, std::vector<Strip> &strips) {
  bool const is_counter_clockwise = signed_area2(ring) > 0;
  for (std::size_t i = 1; i < ring.size(); ++i) {
    auto a = frame.to_metric(ring[i - 1]);
    auto b = frame.to_metric(ring[i]);
    if (a.easting == b.easting) {
      continue;
    }
    bool const runs_west = b.easting < a.easting;
    if (runs_west) {
      std::swap(a, b);
    }
    strips.push_back({a.easting, b.easting, a.northing, b.northing,
                      runs_west == is_counter_clockwise ? sign : -sign});
  }
}

std::vector<Strip> strips_of(Polygon const &polygon, LocalFrame const &frame) {
  std::vector<Strip> strips;
  add_strips(polygon.outer, 1, frame, strips);
  for (auto const &hole : polygon.holes) {
    add_strips(hole, -1, frame, strips);
  }
  std::sort(strips.begin(), strips.end(),
            [](Strip const &one, Strip const &other) { return one.west < other.west; });
  return strips;
}

/// Below the lower of the two, where both are.
double common(Strip const &one, Strip const &other) {
  double const west = std::max(one.west, other.west);
  double const east = std::min(one.east, other.east);
  if (west >= east) {
    return 0;
  }
  double const one_west = one.height_at(west);
  double const one_east = one.height_at(east);
  double const other_west = other.height_at(west);
  double const other_east = other.height_at(east);
  double const apart_west = one_west - other_west;
  double const apart_east = one_east - other_east;
  double const width = east - west;
  if (apart_west * apart_east >= 0) { // they do not cross
    return width * std::min(one_west + one_east, other_west + other_east) / 2;
  }
  double const crossing = width * (apart_west / (apart_west - apart_east));
  double const height = one_west + (one_east - one_west) * (crossing / width);
  return crossing * (std::min(one_west, other_west) + height) / 2 +
         (width - crossing) * (height + std::min(one_east, other_east)) / 2;
}

/// What both boxes cover; nullopt: nothing.
std::optional<Envelope> common_box(Envelope const &one, Envelope const &other) {
  Envelope const box{std::max(one.west, other.west), std::max(one.south, other.south),
                     std::min(one.east, other.east), std::min(one.north, other.north)};
  return box.west > box.east || box.south > box.north ? std::nullopt : std::optional(box);
}

} // namespace

double common_area_m2(Polygon const &one, Polygon const &other) {
  auto const box = common_box(envelope_of(one), envelope_of(other));
  if (!box) {
    return 0;
  }
  LocalFrame const frame(
      LonLat::from_units(std::midpoint(box->west, box->east), std::midpoint(box->south, box->north))
          .value());
  auto const strips = strips_of(one, frame);
  auto const others = strips_of(other, frame);
  double sum = 0;
  std::vector<Strip const *> open; // of the others: may reach as far east as the next strip
  auto next = others.begin();
  for (auto const &strip : strips) {
    std::erase_if(open, [&](Strip const *each) { return each->east <= strip.west; });
    for (; next != others.end() && next->west < strip.east; ++next) {
      if (next->east > strip.west) {
        open.push_back(&*next);
      }
    }
    for (auto const *const each : open) {
      sum += strip.sign * each->sign * common(strip, *each);
    }
  }
  return std::max(sum, 0.0);
}

} // namespace yuntu::geo

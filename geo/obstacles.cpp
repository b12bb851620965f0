#include "geo/obstacles.hpp"

#include "geo/local_frame.hpp"

#include <algorithm>

namespace yuntu::geo {
namespace {

/// Units of 1e-7 degree from a place near by, not rounded: sides are the same in metres.
struct Offset {
  double east;
  double north;
};

Offset units_from(LonLat place, LonLat from) {
  return {double{1} * place.lon_e7() - from.lon_e7(), double{1} * place.lat_e7() - from.lat_e7()};
}

bool is_left_of(Offset p, Offset a, Offset b) {
  return (b.east - a.east) * (p.north - a.north) - (b.north - a.north) * (p.east - a.east) > 0;
}

/// A way through a corner of a line crosses one of the two pieces that meet there, or both when
/// the line turns back: what lies on the other is on its right.
bool do_cross(Offset a, Offset b, Offset c, Offset d) {
  return is_left_of(c, a, b) != is_left_of(d, a, b) && is_left_of(a, c, d) != is_left_of(b, c, d);
}

} // namespace

Obstacles::Obstacles(std::span<LineString const> lines) {
  std::vector<Envelope> boxes;
  for (auto const &line : lines) {
    for (std::size_t i = 1; i < line.size(); ++i) {
      pieces_.push_back({line[i - 1], line[i]});
      auto &box = boxes.emplace_back();
      box.expand(line[i - 1]);
      box.expand(line[i]);
    }
  }
  index_ = BoxIndex(boxes);
}

bool Obstacles::cross(LonLat from, LonLat to) const {
  double const length_m = distance_m(from, to);
  if (is_empty() || length_m <= 2 * touch_m) {
    return false;
  }
  double const share = touch_m / length_m;
  auto const whole = units_from(to, from);
  Offset const start{whole.east * share, whole.north * share};
  Offset const end{whole.east - start.east, whole.north - start.north};
  Envelope box;
  box.expand(from);
  box.expand(to);
  auto const near = index_.find(box);
  return std::any_of(near.begin(), near.end(), [&](std::uint32_t id) {
    return do_cross(start, end, units_from(pieces_[id].a, from), units_from(pieces_[id].b, from));
  });
}

} // namespace yuntu::geo

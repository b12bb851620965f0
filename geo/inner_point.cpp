#include "geo/inner_point.hpp"

#include "geo/predicates.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <vector>

namespace yuntu::geo {
namespace {

enum class Line { of_latitude, of_longitude };

/// Along the line, and across it.
std::int32_t along(LonLat p, Line line) {
  return line == Line::of_latitude ? p.lon_e7() : p.lat_e7();
}
std::int32_t across(LonLat p, Line line) {
  return line == Line::of_latitude ? p.lat_e7() : p.lon_e7();
}

void add_crossings(Ring const &ring, Line line, std::int32_t at, std::vector<double> &crossings) {
  for (std::size_t i = 1; i < ring.size(); ++i) {
    auto const a = ring[i - 1];
    auto const b = ring[i];
    if ((across(a, line) > at) != (across(b, line) > at)) {
      double const share =
          (double{1} * at - across(a, line)) / (double{1} * across(b, line) - across(a, line));
      crossings.push_back(along(a, line) + share * (double{1} * along(b, line) - along(a, line)));
    }
  }
}

/// Where a line enters and leaves the shape, in turns.
std::vector<double> crossings_of(Polygon const &shape, Line line, std::int32_t at) {
  std::vector<double> crossings;
  add_crossings(shape.outer, line, at, crossings);
  for (auto const &hole : shape.holes) {
    add_crossings(hole, line, at, crossings);
  }
  std::sort(crossings.begin(), crossings.end());
  return crossings;
}

/// How long the line through the place runs inside the shape there.
double run_through(Polygon const &shape, Line line, LonLat place) {
  auto const crossings = crossings_of(shape, line, across(place, line));
  double const at = along(place, line);
  for (std::size_t i = 1; i < crossings.size(); i += 2) {
    if (crossings[i - 1] <= at && at <= crossings[i]) {
      return crossings[i] - crossings[i - 1];
    }
  }
  return 0;
}

class BestPlace {
public:
  explicit BestPlace(Polygon const &shape) : shape_(shape) {}

  /// The middle of the longest run of the line inside the shape, if it is the roomiest so far: the
  /// shorter of the runs along and across it counts.
  void try_line(Line line, std::int32_t at) {
    auto const crossings = crossings_of(shape_, line, at);
    double longest = 0;
    double middle = 0;
    for (std::size_t i = 1; i < crossings.size(); i += 2) {
      if (crossings[i] - crossings[i - 1] > longest) {
        longest = crossings[i] - crossings[i - 1];
        middle = (crossings[i] + crossings[i - 1]) / 2;
      }
    }
    auto const units = static_cast<std::int32_t>(std::lround(middle));
    auto const place =
        line == Line::of_latitude ? LonLat::from_units(units, at) : LonLat::from_units(at, units);
    if (longest <= room_ || !place) {
      return;
    }
    auto const other = line == Line::of_latitude ? Line::of_longitude : Line::of_latitude;
    double const room = std::min(longest, run_through(shape_, other, *place));
    if (room > room_ && locate(shape_, *place) == Location::inside) {
      room_ = room;
      best_ = place;
    }
  }

  [[nodiscard]] std::optional<LonLat> best() const { return best_; }

private:
  Polygon const &shape_;
  double room_ = 0;
  std::optional<LonLat> best_;
};

} // namespace

LonLat inner_point(Polygon const &shape) {
  auto const box = envelope_of(shape);
  if (box.is_empty()) {
    return {};
  }
  BestPlace search(shape);
  for (int const eighths : {4, 3, 5, 2, 6, 1, 7}) { // of two places as roomy, that in the middle
    auto const at = [&](std::int32_t low, std::int32_t high) {
      return static_cast<std::int32_t>(low + (std::int64_t{high} - low) * eighths / 8);
    };
    search.try_line(Line::of_latitude, at(box.south, box.north));
    search.try_line(Line::of_longitude, at(box.west, box.east));
  }
  return search.best().value_or(shape.outer.front());
}

} // namespace yuntu::geo

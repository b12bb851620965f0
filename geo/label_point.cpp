#include "geo/label_point.hpp"

#include "geo/local_frame.hpp"
#include "geo/predicates.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <optional>
#include <queue>
#include <tuple>

namespace yuntu::geo {
namespace {

/// A square to search: metres from the frame's origin.
struct Cell {
  MetricPoint centre;
  double half = 0;
  double distance = 0; // from the centre to the boundary, negative outside

  /// No point of the cell is farther from the boundary than this.
  [[nodiscard]] double potential() const { return distance + half * std::numbers::sqrt2; }
  /// Most promising on top; ties by place, so that the result does not hang on the heap.
  friend bool operator<(Cell const &a, Cell const &b) {
    return std::make_tuple(a.potential(), a.centre.easting, a.centre.northing) <
           std::make_tuple(b.potential(), b.centre.easting, b.centre.northing);
  }
};

class Search {
public:
  Search(Polygon const &polygon, LocalFrame const &frame) : polygon_(polygon), frame_(frame) {}

  [[nodiscard]] Cell cell_at(MetricPoint centre, double half) const {
    auto const place = frame_.to_lon_lat(centre);
    double const distance = boundary_distance_m(polygon_, place);
    return {centre, half, covers(polygon_, place) ? distance : -distance};
  }

  /// The best cell centre, starting from `best`.
  [[nodiscard]] Cell best_in(MetricPoint low, MetricPoint high, Cell best) const {
    constexpr int max_cells = 5000; // a bound on time; never reached by real polygons
    double const size = std::min(high.easting - low.easting, high.northing - low.northing);
    std::priority_queue<Cell> cells;
    double const half = std::max(size / 2, 0.01);
    for (double e = low.easting; e < high.easting && cells.size() < max_cells; e += 2 * half) {
      for (double n = low.northing; n < high.northing && cells.size() < max_cells; n += 2 * half) {
        cells.push(cell_at({e + half, n + half}, half));
      }
    }
    for (int seen = 0; !cells.empty() && seen < max_cells; ++seen) {
      auto const cell = cells.top();
      cells.pop();
      if (cell.distance > best.distance) {
        best = cell;
      }
      if (cell.potential() - best.distance <= tolerance(best, size)) {
        break;
      }
      split(cell, cells);
    }
    return best;
  }

private:
  /// 1 % of the size, but never so coarse that a thin polygon is not searched at all.
  static double tolerance(Cell const &best, double size) {
    return std::max(std::min(size / 100, std::max(best.distance, 0.0) / 10), 0.01);
  }
  void split(Cell const &cell, std::priority_queue<Cell> &cells) const {
    double const half = cell.half / 2;
    for (double const e : {-half, half}) {
      for (double const n : {-half, half}) {
        cells.push(cell_at({cell.centre.easting + e, cell.centre.northing + n}, half));
      }
    }
  }

  Polygon const &polygon_;
  LocalFrame const &frame_;
};

/// Where the parallel through `lat` meets the rings, in order.
std::vector<double> meets_of(Polygon const &polygon, std::int32_t lat) {
  std::vector<double> meets;
  auto const scan = [&](Ring const &ring) {
    for (std::size_t i = 1; i < ring.size(); ++i) {
      auto const a = ring[i - 1];
      auto const b = ring[i];
      if ((a.lat_e7() > lat) != (b.lat_e7() > lat)) {
        double const part = (double{1} * lat - a.lat_e7()) / (double{1} * b.lat_e7() - a.lat_e7());
        meets.push_back(a.lon_e7() + part * (double{1} * b.lon_e7() - a.lon_e7()));
      }
    }
  };
  scan(polygon.outer);
  std::for_each(polygon.holes.begin(), polygon.holes.end(), scan);
  std::sort(meets.begin(), meets.end());
  return meets;
}

/// The middle of the widest stretch inside on one parallel, when the grid has a point there.
std::optional<LonLat> middle_on_parallel(Polygon const &polygon, std::int32_t lat) {
  auto const meets = meets_of(polygon, lat);
  std::optional<LonLat> middle;
  double widest = 0;
  for (std::size_t i = 1; i < meets.size(); i += 2) {
    auto const p = LonLat::from_units(
        static_cast<std::int32_t>(std::lround((meets[i - 1] + meets[i]) / 2)), lat);
    if (meets[i] - meets[i - 1] > widest && p && covers(polygon, *p)) {
      widest = meets[i] - meets[i - 1];
      middle = p;
    }
  }
  return middle;
}

/// A point of the polygon however thin it is.
LonLat any_point(Polygon const &polygon, Envelope const &box) {
  constexpr int parallels = 16;
  for (int i = 1; i < parallels; ++i) {
    // From the middle outwards: 8, 9, 7, 10, ...
    int const step = parallels / 2 + (i % 2 == 0 ? i / 2 : -(i / 2));
    auto const lat = static_cast<std::int32_t>(box.south + (std::int64_t{box.north} - box.south) *
                                                               step / parallels);
    if (auto const p = middle_on_parallel(polygon, lat)) {
      return *p;
    }
  }
  return polygon.outer.front();
}

} // namespace

LonLat label_point(Polygon const &polygon) {
  auto const box = envelope_of(polygon);
  if (box.is_empty()) {
    return {};
  }
  auto const somewhere = any_point(polygon, box);
  LocalFrame const frame(somewhere);
  Search const search(polygon, frame);
  auto const start = search.cell_at(frame.to_metric(somewhere), 0);
  auto const low = frame.to_metric(LonLat::from_units(box.west, box.south).value_or(somewhere));
  auto const high = frame.to_metric(LonLat::from_units(box.east, box.north).value_or(somewhere));
  auto const best = search.best_in(low, high, start);
  return frame.to_lon_lat(best.centre);
}

} // namespace yuntu::geo

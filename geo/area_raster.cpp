#include "geo/area_raster.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace yuntu::geo {
namespace {

/// Fine enough that most cells of a jagged layer touch no border; 8 bytes a cell.
constexpr std::size_t cells_per_edge = 8;
constexpr std::size_t fewest_cells = 64;
constexpr std::size_t most_cells = std::size_t{1} << 20U;
/// Where many large areas lie over each other: 8 MB of entries, then the cells get larger.
constexpr std::size_t most_overlaps = std::size_t{1} << 21U;
/// Cells are marked for a border that passes within a unit of them: then two neighbours in a row
/// that are not marked lie on the same side of every border.
constexpr double margin = 1.5;

std::size_t edges_of(Polygon const &polygon) {
  std::size_t edges = polygon.outer.size();
  for (auto const &hole : polygon.holes) {
    edges += hole.size();
  }
  return edges;
}

/// The cells a polygon's box lies in, and which of them its borders touch.
struct Window {
  std::uint32_t west;
  std::uint32_t south;
  std::uint32_t width;
  std::uint32_t height;
  std::vector<bool> is_touched;

  Window(std::uint32_t west_, std::uint32_t south_, std::uint32_t east, std::uint32_t north)
      : west(west_), south(south_), width(east - west_ + 1), height(north - south_ + 1),
        is_touched(std::size_t{width} * height, false) {}
  [[nodiscard]] bool touched(std::uint32_t column, std::uint32_t row) const {
    return is_touched[std::size_t{row} * width + column];
  }
  void touch(std::uint32_t from, std::uint32_t to, std::uint32_t row) {
    auto const start = is_touched.begin() + static_cast<std::ptrdiff_t>(std::size_t{row} * width);
    std::fill(start + from, start + to + 1, true);
  }
};

/// Marks the cells of an edge, row by row. Positions count from the raster's corner, in units.
void touch_along(Window &window, unsigned shift, double ax, double ay, double bx, double by) {
  if (ay > by) {
    std::swap(ax, bx);
    std::swap(ay, by);
  }
  double const cell = std::ldexp(1.0, static_cast<int>(shift));
  auto const clamp_to = [&](double units, std::uint32_t first, std::uint32_t count) {
    auto const position = std::floor(units / cell) - first;
    return static_cast<std::uint32_t>(std::clamp(position, 0.0, count - 1.0));
  };
  double const slope = by > ay ? (bx - ax) / (by - ay) : 0;
  auto const last_row = clamp_to(by + margin, window.south, window.height);
  for (auto row = clamp_to(ay - margin, window.south, window.height); row <= last_row; ++row) {
    double const bottom = (double{1} * row + window.south) * cell - margin;
    double const low = std::clamp(bottom, ay, by);
    double const high = std::clamp(bottom + cell + 2 * margin, ay, by);
    double const x1 = by > ay ? ax + (low - ay) * slope : ax;
    double const x2 = by > ay ? ax + (high - ay) * slope : bx;
    window.touch(clamp_to(std::min(x1, x2) - margin, window.west, window.width),
                 clamp_to(std::max(x1, x2) + margin, window.west, window.width), row);
  }
}

} // namespace

AreaRaster::AreaRaster(std::vector<AreaShape> const &shapes,
                       std::vector<std::uint32_t> const &members, Keep keep) {
  std::size_t edges = 0;
  for (auto const member : members) {
    extent_.expand(envelope_of(shapes[member].polygon));
    edges += edges_of(shapes[member].polygon);
  }
  if (extent_.is_empty()) {
    return;
  }
  auto const unlimited = std::numeric_limits<std::size_t>::max();
  auto cells = std::clamp(edges * cells_per_edge, fewest_cells, most_cells);
  for (;; cells /= 4) {
    measure(cells);
    bool const may_coarsen = keep == Keep::all && cells / 4 >= fewest_cells;
    auto const most_placed = may_coarsen ? most_overlaps : unlimited;
    if (auto const placed = place_all(shapes, members, most_placed); placed.size() <= most_placed) {
      fill(placed, keep);
      return;
    }
  }
}

void AreaRaster::measure(std::size_t most_cells) {
  do {
    ++shift_;
    columns_ = column_of(extent_.east) + 1;
    rows_ = row_of(extent_.north) + 1;
  } while (std::size_t{columns_} * rows_ > most_cells);
}

/// Stops when there are more than that.
std::vector<AreaRaster::Placed> AreaRaster::place_all(std::vector<AreaShape> const &shapes,
                                                      std::vector<std::uint32_t> const &members,
                                                      std::size_t most_placed) const {
  std::vector<Placed> placed;
  for (auto const member : members) {
    if (placed.size() <= most_placed) {
      place(shapes[member], member, placed);
    }
  }
  return placed;
}

std::uint32_t AreaRaster::column_of(std::int64_t lon_e7) const {
  return static_cast<std::uint32_t>(lon_e7 - extent_.west) >> shift_;
}
std::uint32_t AreaRaster::row_of(std::int64_t lat_e7) const {
  return static_cast<std::uint32_t>(lat_e7 - extent_.south) >> shift_;
}

void AreaRaster::place(AreaShape const &shape, std::uint32_t index,
                       std::vector<Placed> &placed) const {
  auto const box = envelope_of(shape.polygon);
  if (box.is_empty()) {
    return;
  }
  Window window(column_of(box.west), row_of(box.south), column_of(box.east), row_of(box.north));
  auto const touch_ring = [&](Ring const &ring) {
    for (std::size_t i = 1; i < ring.size(); ++i) {
      touch_along(window, shift_, double{1} * ring[i - 1].lon_e7() - extent_.west,
                  double{1} * ring[i - 1].lat_e7() - extent_.south,
                  double{1} * ring[i].lon_e7() - extent_.west,
                  double{1} * ring[i].lat_e7() - extent_.south);
    }
  };
  touch_ring(shape.polygon.outer);
  std::for_each(shape.polygon.holes.begin(), shape.polygon.holes.end(), touch_ring);
  auto const is_inside = [&](std::uint32_t column, std::uint32_t row) { // of a cell not touched
    auto const corner = [&](std::int32_t origin, std::uint32_t cells) {
      return static_cast<std::int32_t>(origin + (std::int64_t{cells} << shift_));
    };
    return covers(shape.polygon, LonLat::from_units(corner(extent_.west, window.west + column),
                                                    corner(extent_.south, window.south + row))
                                     .value());
  };
  for (std::uint32_t row = 0; row < window.height; ++row) {
    bool was_touched = true;
    bool run_is_inside = false;
    for (std::uint32_t column = 0; column < window.width; ++column) {
      bool const is_touched = window.touched(column, row);
      if (!is_touched && was_touched) {
        run_is_inside = is_inside(column, row);
      }
      if (is_touched || run_is_inside) {
        placed.push_back(
            {(window.south + row) * columns_ + window.west + column, Entry(index, !is_touched)});
      }
      was_touched = is_touched;
    }
  }
}

/// Counts and deals out.
void AreaRaster::fill(std::vector<Placed> const &placed, Keep keep) {
  auto const cells = std::size_t{columns_} * rows_;
  std::vector<bool> is_settled(cells, false);
  std::vector<bool> is_kept(placed.size());
  first_.assign(cells + 1, 0);
  for (std::size_t i = 0; i < placed.size(); ++i) {
    auto const cell = placed[i].cell;
    is_kept[i] = !is_settled[cell];
    if (is_kept[i]) {
      ++first_[cell + 1];
      is_settled[cell] = keep == Keep::first && placed[i].entry.is_whole();
    }
  }
  for (std::size_t cell = 0; cell < cells; ++cell) {
    first_[cell + 1] += first_[cell];
  }
  entries_.resize(first_.back());
  auto next = first_;
  for (std::size_t i = 0; i < placed.size(); ++i) {
    if (is_kept[i]) {
      entries_[next[placed[i].cell]++] = placed[i].entry;
    }
  }
}

std::span<AreaRaster::Entry const> AreaRaster::entries_at(LonLat p) const {
  if (!extent_.covers(p)) {
    return {};
  }
  auto const cell = std::size_t{row_of(p.lat_e7())} * columns_ + column_of(p.lon_e7());
  return std::span(entries_).subspan(first_[cell], first_[cell + 1] - first_[cell]);
}

std::optional<std::uint32_t>
AreaRaster::first_covering(LonLat p, std::vector<AreaShape> const &shapes) const {
  for (auto const entry : entries_at(p)) {
    if (entry.is_whole() || covers(shapes[entry.shape()].polygon, p)) {
      return entry.shape();
    }
  }
  return std::nullopt;
}

} // namespace yuntu::geo

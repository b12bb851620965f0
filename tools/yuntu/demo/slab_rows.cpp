#include "tools/yuntu/demo/slab_rows.hpp"

#include <algorithm>
#include <cmath>

namespace yuntu::demo {
namespace {

/// Free ground on each side of the spine path.
constexpr double spine_clear_m = 6.5;
/// From a row's north wall to its footpath.
constexpr double path_step_m = 4.5;

struct Row {
  double south = 0; ///< northing of the south wall
  double path = 0;  ///< northing of the footpath
  double west = 0, east = 0;
};

/// One place for a slab in every row: metres from the spine to its near wall, and its length.
struct Column {
  double near = 0;
  int units = 0;
};

/// The northings between which a region has most of its full width: its slanting south and north
/// ends hold no row.
std::pair<double, double> usable_band(PlanRing const &region) {
  auto [low, high] = extent(region, {0, 1});
  auto const width_at = [&region](double northing) {
    auto const span = span_over(region, northing, northing);
    return span ? span->second - span->first : 0.0;
  };
  double const full = width_at((low + high) / 2);
  while (low < high && width_at(low) < 0.86 * full) {
    low += 0.5;
  }
  while (low < high && width_at(high) < 0.86 * full) {
    high -= 0.5;
  }
  return {low, high};
}

class SlabRows {
public:
  SlabRows(PlanRing const &region, SlabStyle const &style, double spine, Random &random)
      : region_(region), style_(style), spine_(spine), random_(random), band_(usable_band(region)) {
    double const middle = (band_.first + band_.second) / 2;
    if (auto const span = span_over(region, middle, middle)) {
      columns_east_ = choose_columns(span->second - spine);
      columns_west_ = choose_columns(spine - span->first);
    }
  }

  Layout build() {
    double const pitch = style_.depth_m + style_.row_gap_m;
    double const room = band_.second - band_.first - style_.depth_m - path_step_m;
    int const count = std::max(1, static_cast<int>(std::floor(room / pitch)) + 1);
    // What is left over is shared out: rows a little wider apart, not one empty strip.
    double const spread = count > 1 ? std::clamp(room / (count - 1), pitch, 1.22 * pitch) : pitch;
    double const start = band_.first + std::max(0.0, (room - spread * (count - 1)) / 2);
    for (int i = 0; i < count; ++i) {
      build_row(start + i * spread);
    }
    if (!rows_.empty()) {
      lay_paths();
    }
    return std::move(layout_);
  }

private:
  /// Slabs outwards from the spine until the side is full, then spread over what is left.
  std::vector<Column> choose_columns(double room) {
    std::vector<Column> columns;
    double near = spine_clear_m;
    while (true) {
      int const fitting = static_cast<int>(std::floor((room - near) / style_.unit_m));
      int const units = std::min(fitting, random_.between(style_.units_least, style_.units_most));
      if (units < style_.units_least) {
        break;
      }
      columns.push_back({near, units});
      near += units * style_.unit_m + style_.column_gap_m;
    }
    double const left = room - (near - style_.column_gap_m) - 2;
    double const count = static_cast<double>(columns.size());
    for (std::size_t i = 0; i < columns.size(); ++i) {
      columns[i].near += std::clamp(left / count, 0.0, 16.0) * (static_cast<double>(i) + 0.6);
    }
    return columns;
  }

  void build_row(double south) {
    Row row{south, south + style_.depth_m + path_step_m, spine_, spine_};
    if (auto const span = span_over(region_, south - 0.8, row.path)) {
      place(row, columns_east_, span->second - spine_, 1);
      place(row, columns_west_, spine_ - span->first, -1);
    }
    if (row.west < row.east) {
      rows_.push_back(row);
    }
  }

  /// One side of the spine; where the region narrows a slab is shortened or left out.
  void place(Row &row, std::vector<Column> const &columns, double room, int side) {
    double const shift = random_.between(0.0, 1.2);
    for (Column const &column : columns) {
      double const near = column.near + shift;
      int const units =
          std::min(column.units, static_cast<int>(std::floor((room - near) / style_.unit_m)));
      if (units < style_.units_least || random_.chance(0.03)) { // now and then a lawn
        continue;
      }
      double const from = spine_ + side * near;
      double const to = from + side * units * style_.unit_m;
      add_slab(std::min(from, to), std::max(from, to), row.south, units);
      (side > 0 ? row.east : row.west) = to;
    }
  }

  void add_slab(double west, double east, double south, int units) {
    double const nudge = random_.between(-0.8, 0.8);
    Plot plot;
    plot.ring = {{west, south + nudge},
                 {east, south + nudge},
                 {east, south + nudge + style_.depth_m},
                 {west, south + nudge + style_.depth_m}};
    plot.use = style_.use;
    plot.floors = random_.between(style_.floors_least, style_.floors_most);
    plot.units = units;
    int const flats = plot.floors * units * style_.flats_per_landing;
    plot.households =
        static_cast<int>(std::lround(flats * random_.between(0.84, 1.0))); // some stand empty
    layout_.plots.push_back(std::move(plot));
  }

  void lay_paths() {
    bool const is_open = style_.access == Access::open;
    bool const by_north = !is_open && random_.chance(0.3);
    PlanPath spine;
    spine.highway = style_.access == Access::one_gate ? "footway" : "service";
    spine.points.push_back({spine_, rows_.front().south - 1});
    std::size_t const west_exit = random_.below(rows_.size());
    std::size_t const east_exit = random_.below(rows_.size());
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      Row const &row = rows_[i];
      spine.points.push_back({spine_, row.path});
      PlanPath path;
      path.highway = "footway";
      if (row.west < spine_) {
        path.points.push_back({row.west + 2, row.path});
        path.front_reaches_street = is_open && (i == west_exit || random_.chance(0.25));
      }
      path.points.push_back({spine_, row.path});
      if (row.east > spine_) {
        path.points.push_back({row.east - 2, row.path});
        path.back_reaches_street = is_open && (i == east_exit || random_.chance(0.25));
      }
      layout_.paths.push_back(std::move(path));
    }
    spine.front_reaches_street = !by_north;
    spine.back_reaches_street = by_north || (is_open && random_.chance(0.85));
    layout_.paths.push_back(std::move(spine));
  }

  PlanRing const &region_;
  SlabStyle const &style_;
  double spine_;
  Random &random_;
  std::pair<double, double> band_; ///< northings that hold rows
  std::vector<Column> columns_east_;
  std::vector<Column> columns_west_;
  std::vector<Row> rows_;
  Layout layout_;
};

} // namespace

Layout lay_slab_rows(PlanRing const &region, SlabStyle const &style, double spine, Random &random) {
  return SlabRows(region, style, spine, random).build();
}

} // namespace yuntu::demo

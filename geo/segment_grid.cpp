#include "geo/segment_grid.hpp"

#include "geo/local_frame.hpp"

#include <algorithm>
#include <cmath>

namespace yuntu::geo {
namespace {

constexpr double cell_m = 64;
constexpr double max_cells = 4e6;

/// Calls `visit(edge, index, a, b)` for every segment that is a street.
template <typename Visit>
void visit_segments(WalkGraph const &graph, Visit visit) {
  for (EdgeId edge = 0; edge < graph.edge_count(); ++edge) {
    if (graph.edge(edge).street_class == StreetClass::ferry) {
      continue;
    }
    auto const points = graph.points(edge);
    for (std::uint32_t i = 0; i + 1 < points.size(); ++i) {
      visit(EdgeSegment{edge, i}, points[i], points[i + 1]);
    }
  }
}

} // namespace

SegmentGrid::SegmentGrid(WalkGraph const &graph) {
  measure(graph);
  first_.assign(rows_ * columns_ + 1, 0);
  visit_segments(graph, [this](EdgeSegment, LonLat a, LonLat b) {
    visit_cells_of(a, b, [this](std::size_t cell) { ++first_[cell + 1]; });
  });
  for (std::size_t cell = 1; cell < first_.size(); ++cell) {
    first_[cell] += first_[cell - 1];
  }
  segments_.resize(first_.back());
  auto next = first_;
  visit_segments(graph, [&](EdgeSegment segment, LonLat a, LonLat b) {
    visit_cells_of(a, b, [&](std::size_t cell) { segments_[next[cell]++] = segment; });
  });
}

void SegmentGrid::measure(WalkGraph const &graph) {
  visit_segments(graph, [this](EdgeSegment, LonLat a, LonLat b) {
    extent_.expand(a);
    extent_.expand(b);
  });
  if (extent_.is_empty()) {
    return;
  }
  double const width = double{1} * extent_.east - extent_.west + 1;
  double const height = double{1} * extent_.north - extent_.south + 1;
  auto const middle_lat = static_cast<std::int32_t>(extent_.south + height / 2);
  auto const middle = LonLat::from_units(extent_.west, middle_lat).value_or(LonLat{});
  auto const frame = LocalFrame(middle);
  double const lon_m = std::max(frame.metres_per_lon_unit(), frame.metres_per_lat_unit() / 100);
  double const lat_m = frame.metres_per_lat_unit();
  double const side_m = std::max(cell_m, std::sqrt(width * lon_m * height * lat_m / max_cells));
  cell_width_ = std::max(side_m / lon_m, width / max_cells);
  cell_height_ = std::max(side_m / lat_m, height / max_cells);
  columns_ = static_cast<std::size_t>(width / cell_width_) + 1;
  rows_ = static_cast<std::size_t>(height / cell_height_) + 1;
}

/// Row by row, the columns between where the segment enters the row and where it leaves it.
template <typename Visit>
void SegmentGrid::visit_cells_of(LonLat a, LonLat b, Visit visit) const {
  if (a.lat_e7() > b.lat_e7()) {
    std::swap(a, b);
  }
  double const rise = double{1} * b.lat_e7() - a.lat_e7();
  double const run = double{1} * b.lon_e7() - a.lon_e7();
  auto const last_row = row_of(b.lat_e7());
  for (auto row = row_of(a.lat_e7()); row <= last_row; ++row) {
    double const bottom = extent_.south + static_cast<double>(row) * cell_height_;
    double const enter = rise > 0 ? std::clamp((bottom - a.lat_e7()) / rise, 0.0, 1.0) : 0;
    double const leave =
        rise > 0 ? std::clamp((bottom + cell_height_ - a.lat_e7()) / rise, 0.0, 1.0) : 1;
    double const west = a.lon_e7() + run * (run < 0 ? leave : enter);
    double const east = a.lon_e7() + run * (run < 0 ? enter : leave);
    // A unit to spare on either side makes up for rounding.
    auto const last_column = column_of(east + 1);
    for (auto column = column_of(west - 1); column <= last_column; ++column) {
      visit(row * columns_ + column);
    }
  }
}

} // namespace yuntu::geo

#pragma once

#include "geo/envelope.hpp"
#include "geo/walk_graph.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace yuntu::geo {

/// One straight piece of an edge: between its points `index` and `index + 1`.
struct EdgeSegment {
  EdgeId edge = 0;
  std::uint32_t index = 0;
};

/// A uniform grid (cells of about 64 m, larger when the extent would need millions of them) over
/// the segments of a graph's edges, ferries left out. Immutable, any thread.
class SegmentGrid {
public:
  explicit SegmentGrid(WalkGraph const &graph);

  /// Calls `visit(EdgeSegment)` for every segment that touches the box, some more than once, and
  /// for others that pass near it.
  template <typename Visit>
  void visit_near(Envelope const &box, Visit visit) const {
    if (!box.intersects(extent_)) {
      return;
    }
    auto const last_row = row_of(box.north);
    auto const last_column = column_of(box.east);
    for (auto row = row_of(box.south); row <= last_row; ++row) {
      for (auto column = column_of(box.west); column <= last_column; ++column) {
        auto const cell = row * columns_ + column;
        for (auto i = first_[cell]; i < first_[cell + 1]; ++i) {
          visit(segments_[i]);
        }
      }
    }
  }

private:
  void measure(WalkGraph const &graph);
  template <typename Visit>
  void visit_cells_of(LonLat a, LonLat b, Visit visit) const;
  /// Clamped into the grid.
  [[nodiscard]] std::size_t column_of(double lon_e7) const {
    return cell_of((lon_e7 - extent_.west) / cell_width_, columns_);
  }
  [[nodiscard]] std::size_t row_of(double lat_e7) const {
    return cell_of((lat_e7 - extent_.south) / cell_height_, rows_);
  }
  [[nodiscard]] static std::size_t cell_of(double position, std::size_t count) {
    return position <= 0 ? 0 : std::min(static_cast<std::size_t>(position), count - 1);
  }

  Envelope extent_;
  double cell_width_ = 1; ///< units of 1e-7 degree, as the height
  double cell_height_ = 1;
  std::size_t columns_ = 0;
  std::size_t rows_ = 0;
  std::vector<std::uint32_t> first_;
  std::vector<EdgeSegment> segments_;
};

} // namespace yuntu::geo

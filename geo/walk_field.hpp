#pragma once

#include "geo/reach.hpp"
#include "geo/walk_raster.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <vector>

namespace yuntu::geo {

/// A window that is too large; what() says so.
class TooFarToDraw : public std::length_error {
  using std::length_error::length_error;
};

/// What it costs to walk to the nodes of a raster from the origins of a search: along reached
/// streets to the node's own nearest street point and straight from there, at plain speed. Nodes of
/// streets that the search did not come to are `unreached`, like nodes without a street.
///
/// A window of the raster just large enough for every node within the limit, with an edge of one
/// node around it that is not. The object is the workspace: measure again and again, one a thread.
class WalkField {
public:
  static constexpr std::int32_t unreached = ReachSearch::unreached;

  /// Measures the search's last run. Nodes on closed edges are attached anew, at some microseconds
  /// each. Throws TooFarToDraw when the window would have more than 2^25 nodes (115 km a
  /// side). Search and raster must be of the same graph.
  void measure(ReachSearch &search, WalkRaster const &raster);

  [[nodiscard]] std::int32_t limit_mm() const { return limit_mm_; }
  /// 0 when nothing is within the limit.
  [[nodiscard]] std::uint32_t columns() const { return columns_; }
  [[nodiscard]] std::uint32_t rows() const { return rows_; }
  /// Of the window's column 0 in the raster; -1 is possible.
  [[nodiscard]] std::int32_t first_column() const { return first_column_; }
  [[nodiscard]] std::int32_t first_row() const { return first_row_; }
  /// Row by row. Costs above the limit may be too high.
  [[nodiscard]] std::int32_t cost_mm(std::size_t node) const { return costs_[node]; }
  [[nodiscard]] bool is_inside(std::size_t node) const { return costs_[node] <= limit_mm_; }

private:
  struct Sample {
    std::int32_t column, row, cost_mm;
  };

  void sample_edges(ReachSearch &search, WalkRaster const &raster);
  void sample_closed(ReachSearch const &search, WalkRaster const &raster);
  void open_window();

  std::int32_t limit_mm_ = -1;
  std::int32_t first_column_ = 0;
  std::int32_t first_row_ = 0;
  std::uint32_t columns_ = 0;
  std::uint32_t rows_ = 0;
  std::vector<std::int32_t> costs_;
  std::vector<Sample> samples_;
};

} // namespace yuntu::geo

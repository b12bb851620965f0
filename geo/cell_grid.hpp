#pragma once

#include "geo/envelope.hpp"
#include "geo/lon_lat.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace yuntu::geo {

/// Square cells over an extent, and the numbered things dealt out to them: what may meet is found
/// in one cell. Immutable once dealt.
class CellGrid {
public:
  /// About `wanted` cells over a box that is not empty.
  CellGrid(Envelope const &extent, std::size_t wanted) : extent_(extent) {
    auto const cells = std::clamp<std::size_t>(wanted, 1, most_cells);
    do {
      ++shift_;
      columns_ = std::size_t{position(extent_.east, extent_.west)} + 1;
      rows_ = std::size_t{position(extent_.north, extent_.south)} + 1;
    } while (columns_ * rows_ > cells && shift_ < 31);
  }

  [[nodiscard]] std::size_t size() const { return columns_ * rows_; }

  /// Calls `visit(cell)` for the cells that the box touches.
  template <typename Visit>
  void visit_box(Envelope const &box, Visit visit) const {
    if (!box.intersects(extent_)) {
      return;
    }
    auto const last_row = row_of(box.north);
    auto const last_column = column_of(box.east);
    for (auto row = row_of(box.south); row <= last_row; ++row) {
      for (auto column = column_of(box.west); column <= last_column; ++column) {
        visit(row * columns_ + column);
      }
    }
  }

  /// Calls `visit(cell)` for the cells within a unit of the segment, row by row.
  template <typename Visit>
  void visit_segment(LonLat a, LonLat b, Visit visit) const {
    if (a.lat_e7() > b.lat_e7()) {
      std::swap(a, b);
    }
    double const rise = double{1} * b.lat_e7() - a.lat_e7();
    double const slope = rise > 0 ? (double{1} * b.lon_e7() - a.lon_e7()) / rise : 0;
    double const cell = std::ldexp(1.0, static_cast<int>(shift_));
    auto const last_row = row_at(b.lat_e7() + margin);
    for (auto row = row_at(a.lat_e7() - margin); row <= last_row; ++row) {
      double const south = extent_.south + static_cast<double>(row) * cell - margin - a.lat_e7();
      double const low = std::clamp(south, 0.0, rise);
      double const high = std::clamp(south + cell + 2 * margin, 0.0, rise);
      double const x1 = rise > 0 ? a.lon_e7() + low * slope : a.lon_e7();
      double const x2 = rise > 0 ? a.lon_e7() + high * slope : b.lon_e7();
      auto const last_column = column_at(std::max(x1, x2) + margin);
      for (auto column = column_at(std::min(x1, x2) - margin); column <= last_column; ++column) {
        visit(row * columns_ + column);
      }
    }
  }

  /// Calls `visit(cell, south)` for the cells at and below a place, northernmost first, until it
  /// answers false; `south` is the cell's lower edge.
  template <typename Visit>
  void visit_down(LonLat place, Visit visit) const {
    auto const column = column_of(place.lon_e7());
    for (auto row = row_of(place.lat_e7()) + 1; row-- > 0;) {
      double const south =
          extent_.south + std::ldexp(static_cast<double>(row), static_cast<int>(shift_));
      if (!visit(row * columns_ + column, south)) {
        return;
      }
    }
  }

private:
  static constexpr std::size_t most_cells = std::size_t{1} << 24U;
  static constexpr double margin = 1.5; ///< units: rounding moves nothing farther

  [[nodiscard]] std::uint32_t position(std::int32_t value, std::int32_t origin) const {
    return static_cast<std::uint32_t>(std::int64_t{value} - origin) >> shift_;
  }
  [[nodiscard]] std::size_t column_of(std::int32_t lon_e7) const {
    return lon_e7 <= extent_.west
               ? 0
               : std::min<std::size_t>(position(lon_e7, extent_.west), columns_ - 1);
  }
  [[nodiscard]] std::size_t row_of(std::int32_t lat_e7) const {
    return lat_e7 <= extent_.south
               ? 0
               : std::min<std::size_t>(position(lat_e7, extent_.south), rows_ - 1);
  }
  [[nodiscard]] std::size_t slot(double units, std::size_t count) const {
    double const at = std::floor(std::ldexp(units, -static_cast<int>(shift_)));
    return static_cast<std::size_t>(std::clamp(at, 0.0, static_cast<double>(count - 1)));
  }
  [[nodiscard]] std::size_t column_at(double lon_e7) const {
    return slot(lon_e7 - extent_.west, columns_);
  }
  [[nodiscard]] std::size_t row_at(double lat_e7) const {
    return slot(lat_e7 - extent_.south, rows_);
  }

  Envelope extent_;
  unsigned shift_ = 0; ///< cells are 2^shift units wide and high
  std::size_t columns_ = 0;
  std::size_t rows_ = 0;
};

/// Which things are in which cell, packed.
class CellLists {
public:
  struct Placed {
    std::uint32_t cell;
    std::uint32_t thing;
  };

  CellLists(std::size_t cells, std::vector<Placed> const &placed)
      : first_(cells + 1, 0), things_(placed.size()) {
    for (auto const &one : placed) {
      ++first_[one.cell + 1];
    }
    for (std::size_t i = 1; i < first_.size(); ++i) {
      first_[i] += first_[i - 1];
    }
    auto next = first_;
    for (auto const &one : placed) {
      things_[next[one.cell]++] = one.thing;
    }
  }

  /// In the order in which they were placed.
  [[nodiscard]] std::span<std::uint32_t const> operator[](std::size_t cell) const {
    return {things_.data() + first_[cell], things_.data() + first_[cell + 1]};
  }

private:
  std::vector<std::uint32_t> first_;
  std::vector<std::uint32_t> things_;
};

/// Segments 0 to `count`, each in the cells within a unit of it; `ends_of(i)` gives its two ends.
template <typename EndsOf>
[[nodiscard]] CellLists deal_segments(CellGrid const &grid, std::size_t count, EndsOf ends_of) {
  std::vector<CellLists::Placed> placed;
  for (std::uint32_t i = 0; i < count; ++i) {
    std::pair<LonLat, LonLat> const ends = ends_of(i);
    grid.visit_segment(ends.first, ends.second, [&](std::size_t cell) {
      placed.push_back({static_cast<std::uint32_t>(cell), i});
    });
  }
  return {grid.size(), placed};
}

} // namespace yuntu::geo

#pragma once

#include "geo/cell_grid.hpp"
#include "geo/polygon.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace yuntu::geo {

/// The borders of many shapes, found by the box that they come into. Immutable, any thread.
class BorderGrid {
public:
  struct Border {
    LonLat a;
    LonLat b;
    std::uint32_t owner = 0; ///< the caller's number for the shape
  };

  explicit BorderGrid(std::vector<Border> borders);

  /// Calls `visit(owner)` for each border that the closed box holds a point of, some more than
  /// once.
  template <typename Visit>
  void visit_in(Envelope const &box, Visit visit) const {
    if (!grid_) {
      return;
    }
    grid_->visit_box(box, [&](std::size_t cell) {
      for (auto const i : (*lists_)[cell]) {
        if (comes_into(borders_[i], box)) {
          visit(borders_[i].owner);
        }
      }
    });
  }

private:
  static bool comes_into(Border const &border, Envelope const &box);

  std::vector<Border> borders_;
  std::optional<CellGrid> grid_; ///< none: no borders
  std::optional<CellLists> lists_;
};

/// All edges of a polygon, with one owner.
void append_borders(std::vector<BorderGrid::Border> &borders, Polygon const &polygon,
                    std::uint32_t owner);

} // namespace yuntu::geo

#pragma once

#include "geo/polygon.hpp"
#include "geo/walk_field.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace yuntu::geo {

/// Draws the line on which a walk field passes its limit (marching squares). Corners lie on the
/// lines between neighbouring nodes, where linear interpolation puts the limit.
///
/// Where two nodes inside face each other across two outside, they stay apart: each part holds
/// nodes joined along rows and columns. So rings never touch, each part has one outer ring, and
/// what is enclosed is its hole. Parts come by their lowest row, then column; rings start there.
/// Outer rings counter-clockwise, holes clockwise. A workspace, one a thread.
class FieldContour {
public:
  [[nodiscard]] MultiPolygon trace(WalkField const &field, WalkRaster const &raster);

private:
  struct Step {
    std::size_t node;   ///< inside
    unsigned direction; ///< of its neighbour outside: 0 east, 1 north, 2 west, 3 south
  };

  Ring ring_from(WalkField const &field, WalkRaster const &raster, Step first, std::int32_t part);
  LonLat corner(WalkField const &field, WalkRaster const &raster, Step step) const;
  [[nodiscard]] std::size_t beside(std::size_t node, unsigned direction) const {
    return node + offsets_[direction % 4];
  }

  std::size_t offsets_[4] = {};
  std::vector<std::int32_t> part_east_; ///< of the ring between a node and the next one east
};

} // namespace yuntu::geo

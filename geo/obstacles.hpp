#pragma once

#include "geo/box_index.hpp"
#include "geo/lon_lat.hpp"
#include "geo/polygon.hpp"

#include <span>
#include <vector>

namespace yuntu::geo {

/// What nobody walks straight across: banks of rivers, railways, walls. Only lines count, not what
/// they enclose. Immutable: copies share one index, any thread may ask.
class Obstacles {
public:
  /// So close to either end of a way what it meets is only touched: a house on the quay, a street
  /// along a wall.
  static constexpr double touch_m = 0.05;

  Obstacles() = default;
  /// Rings are lines whose first point is repeated at the end.
  explicit Obstacles(std::span<LineString const> lines);

  [[nodiscard]] bool is_empty() const { return pieces_.empty(); }
  /// Whether the straight way between two places, a few kilometres at most, crosses one. A way
  /// along a line does not cross it.
  [[nodiscard]] bool cross(LonLat from, LonLat to) const;

private:
  struct Piece {
    LonLat a;
    LonLat b;
  };

  std::vector<Piece> pieces_;
  BoxIndex index_;
};

} // namespace yuntu::geo

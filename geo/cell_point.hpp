#pragma once

#include <algorithm>
#include <cstdint>

namespace yuntu::geo {

/// A point of the 1e-7 degree grid, from any origin; a little beyond the world is no harm.
struct CellPoint {
  std::int64_t x = 0;
  std::int64_t y = 0;

  friend bool operator==(CellPoint const &, CellPoint const &) = default;
};

/// Above 0: a -> b -> c turns left; 0: straight. Each product stays below 6.6e18, inside 64 bits;
/// their difference need not.
[[nodiscard]] inline int turn(CellPoint a, CellPoint b, CellPoint c) {
  auto const left = (b.x - a.x) * (c.y - a.y);
  auto const right = (b.y - a.y) * (c.x - a.x);
  return (left > right ? 1 : 0) - (left < right ? 1 : 0);
}

/// Is p between a and b, when the three lie on one line?
[[nodiscard]] inline bool is_between(CellPoint a, CellPoint b, CellPoint p) {
  return p.x >= std::min(a.x, b.x) && p.x <= std::max(a.x, b.x) && p.y >= std::min(a.y, b.y) &&
         p.y <= std::max(a.y, b.y);
}

/// Follows the way from an anchor to a point past the corners of borders, chain by chain. The
/// anchor lies on no edge. A corner that lies on the way counts as left of it, in every chain, so
/// that a border that touches the way there is crossed twice or not at all.
class AnchorWay {
public:
  AnchorWay(CellPoint anchor, CellPoint point, bool is_inside)
      : anchor_(anchor), point_(point), is_inside_(is_inside) {}

  void start(CellPoint corner) {
    corner_ = corner;
    turn_ = turn(anchor_, point_, corner);
    is_on_border_ = is_on_border_ || corner == point_;
  }
  void go_on(CellPoint corner) {
    auto const now = turn(anchor_, point_, corner);
    if ((turn_ >= 0) != (now >= 0)) {
      auto const of_point = turn(corner_, corner, point_);
      is_on_border_ = is_on_border_ || of_point == 0;
      is_inside_ ^= (of_point > 0) != (turn(corner_, corner, anchor_) > 0);
    } else if (now == 0) {
      is_on_border_ =
          is_on_border_ || corner == point_ ||
          (turn_ == 0 && turn(corner_, corner, point_) == 0 && is_between(corner_, corner, point_));
    }
    corner_ = corner;
    turn_ = now;
  }

  [[nodiscard]] bool is_on_border() const { return is_on_border_; }
  /// Means nothing on the border.
  [[nodiscard]] bool is_inside() const { return is_inside_; }

private:
  CellPoint anchor_;
  CellPoint point_;
  CellPoint corner_;
  int turn_ = 0;
  bool is_inside_;
  bool is_on_border_ = false;
};

} // namespace yuntu::geo

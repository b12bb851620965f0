#pragma once

#include "geo/walk_graph.hpp"

#include <cstdint>
#include <tuple>

namespace yuntu::geo {

/// Where something beside the street meets it.
struct StreetPoint {
  EdgeId edge = 0;
  std::int32_t offset_mm = 0; ///< along the edge from its `from`, 0 to length_mm
  std::int32_t access_mm = 0; ///< straight from the thing to this point, walked at plain speed

  friend bool operator==(StreetPoint const &, StreetPoint const &) = default;
};

/// The answer of a snap.
struct Snap {
  StreetPoint point;
  bool on_island = false; ///< only a component under the asked size lies within reach
  bool crosses = false;   ///< every access leg to such streets crosses an obstacle

  friend bool operator==(Snap const &, Snap const &) = default;
};

/// Of several ways out of one thing the better: a street of useful size, no obstacle on the leg,
/// then the shorter leg.
[[nodiscard]] inline bool is_better(Snap const &one, Snap const &other) {
  auto const rank = [](Snap const &snap) {
    return std::tuple(snap.on_island, snap.crosses, snap.point.access_mm);
  };
  return rank(one) < rank(other);
}

} // namespace yuntu::geo

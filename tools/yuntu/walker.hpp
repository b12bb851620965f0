#pragma once

#include "geo/local_frame.hpp"
#include "geo/polygon.hpp"
#include "tools/yuntu/demo/random.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace yuntu::tools {

/// Where a walker is, and where to.
struct WalkerFix {
  geo::LonLat place;
  double heading_deg = 0; ///< clockwise from north, [0, 360)
  double speed_mps = 0;
};

/// People walking at random along streets: each at a pace of their own between 1.1 and 1.4 m/s,
/// choosing anew wherever lines share a vertex, turning back only at dead ends. No clock is read:
/// the same streets, seed and steps give the same walks, and walker i walks the same way however
/// many others there are. One thread.
///
///     StreetWalkers walkers(streets, 20, seed);
///     for (;;) { walkers.step(1.0); report(walkers.fixes()); }
class StreetWalkers {
public:
  /// Throws std::invalid_argument when no street has two different points.
  StreetWalkers(std::span<geo::LineString const> streets, std::size_t count, std::uint64_t seed);

  /// Lets `dt_s` seconds pass. Throws std::invalid_argument unless finite and not negative.
  void step(double dt_s);
  /// One per walker, in their order.
  [[nodiscard]] std::vector<WalkerFix> fixes() const;

private:
  /// One way along an edge.
  struct Arc {
    std::size_t tail = 0, head = 0; ///< vertices
    double length_m = 0;
  };
  struct Walker {
    demo::Random random;
    std::size_t arc = 0;
    double walked_m = 0; ///< along the arc
    double speed_mps = 0;
  };

  void build_network(std::span<geo::LineString const> streets);
  [[nodiscard]] std::size_t next_arc(Walker &walker) const;
  [[nodiscard]] WalkerFix fix_of(Walker const &walker) const;

  std::vector<geo::LonLat> places_;    ///< of the vertices
  std::vector<Arc> arcs_;              ///< by tail
  std::vector<std::size_t> first_arc_; ///< per vertex, and one past the end
  std::vector<Walker> walkers_;
};

} // namespace yuntu::tools

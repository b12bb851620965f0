#pragma once

#include "geo/polygon.hpp"
#include "geo/reference_map.hpp"

#include <array>
#include <cstddef>
#include <vector>

namespace yuntu::geo {

/// How a layer, read in one way, lies on a reference map: what is counted of a sample of its
/// things.
struct LayerFit {
  /// Distances within which a corner "meets" one of the map: digitised from the same source, by
  /// another program's arithmetic, by hand.
  static constexpr std::array<double, 3> reaches_m{0.5, 2, 8};
  using PerReach = std::array<std::size_t, reaches_m.size()>;

  std::size_t corners = 0;
  PerReach on_corner{}; ///< corners that meet a corner of the map
  PerReach on_edge{};   ///< corners that meet an edge of the map
  double corner_m = 0;  ///< median distance of the first kind, within the widest reach

  std::size_t things = 0;
  /// By layer: things whose corners, those on borders aside, lie in one area of the map.
  std::array<std::size_t, AreaIndex::layer_count> whole{};
};

/// `things`: the corners of each, or of some of it, where this way of reading puts them.
[[nodiscard]] LayerFit measure_fit(ReferenceMap const &map, std::vector<LineString> const &things);

/// What the counts say for each of several ways to read one layer.
struct FitEvidence {
  enum class Kind {
    none,    ///< the map cannot tell them apart
    corners, ///< corners meet corners of the map: decides to the reach
    edges,   ///< corners lie on edges of the map
    areas    ///< things lie whole in areas of the map: decides to a hundred metres or so
  };
  Kind kind = Kind::none;
  double reach_m = 0;    ///< of corners and edges
  std::size_t layer = 0; ///< of areas
  /// Natural logarithm of the likelihood, up to a constant; parallel to the fits.
  std::vector<double> log_likelihood;
};

/// Only what a right reading explains, and chance does not, is taken for evidence: corners that
/// meet (a seventh of them on corners, half on edges, four times as many as by the worst reading),
/// else areas when some way leaves at most one thing in twenty cut or outside. Fewer than ten
/// witnesses, or a map that no way fits, say nothing.
[[nodiscard]] FitEvidence weigh(std::vector<LayerFit> const &fits);

} // namespace yuntu::geo

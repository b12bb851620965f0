#pragma once

#include "geo/lon_lat.hpp"

#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace yuntu::demo {

/// Vertices of borders in units; a ring is open here and counter-clockwise.
using Chain = std::vector<geo::LonLat>;

/// The one record of vertices put on a border after it was drawn. Whoever draws along the border,
/// on either side and at any level, draws it through resolve(): then all neighbours share the very
/// same vertices, snapping never opens a gap, and no corner rests on the middle of an edge.
class Seams {
public:
  /// Puts a vertex on the edge a-b, which must not have been split before (resolve first).
  void split(geo::LonLat a, geo::LonLat b, geo::LonLat at);
  [[nodiscard]] Chain resolve_line(Chain const &line) const;
  [[nodiscard]] Chain resolve_ring(Chain const &ring) const;

private:
  using Edge = std::pair<geo::LonLat, geo::LonLat>;
  void append(Chain &out, geo::LonLat a, geo::LonLat b) const;

  std::map<Edge, geo::LonLat> splits_;
};

/// A ring cut in two along a line of vertices whose ends are vertices of the ring; nothing between
/// the ends may touch it. First the part to the left of the line.
[[nodiscard]] std::pair<Chain, Chain> cut_ring(Chain const &ring, Chain const &line);

/// The border around rings that tile one piece of land without holes, all counter-clockwise and
/// resolved. Throws std::logic_error when they do not.
[[nodiscard]] Chain border_around(std::vector<Chain> const &rings);

} // namespace yuntu::demo

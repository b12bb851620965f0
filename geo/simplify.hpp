#pragma once

#include "geo/arc_graph.hpp"
#include "geo/polygon.hpp"

#include <cstdint>
#include <span>
#include <stop_token>
#include <vector>

namespace yuntu::geo {

/// How much a drawing may lose. Web map zooms, tiles of 512 pixels.
struct SimplifyScale {
  std::uint8_t lowest_zoom = 0; ///< nothing is drawn below
  std::uint8_t exact_zoom = 18; ///< from here on every vertex is kept
  double tolerance_px = 0.5;    ///< no vertex left out is farther from what is drawn in its place
};

/// From which zoom on each vertex of a set of rings and lines is drawn, so that at any zoom what
/// remains has the topology of the whole: borders (arcs) between places where several meet are
/// thinned once for all that run along them, by smallest triangle first (Visvalingam), and a corner
/// is left out only when no other vertex lies in the triangle it leaves. So neighbours keep
/// identical borders, no gap or overlap opens, rings that were simple stay simple, and none
/// vanishes (three corners at least stay). Nodes and ends of lines always stay.
/// Deterministic whatever the order of the chains. Immutable, any thread.
class VertexZooms {
public:
  /// Throws Stopped when asked to stop.
  VertexZooms(std::span<Chain const> chains, SimplifyScale scale, std::stop_token const &stop = {});

  /// The lowest zoom at which the vertex is drawn; 0 for a place no chain has.
  [[nodiscard]] std::uint8_t zoom_of(LonLat vertex) const;

private:
  std::vector<LonLat> places_; ///< ascending
  std::vector<std::uint8_t> zooms_;
};

/// The ring or line as drawn at a zoom; a closed one is closed again.
[[nodiscard]] LineString drawn_at(std::span<LonLat const> chain, VertexZooms const &zooms,
                                  std::uint8_t zoom);

} // namespace yuntu::geo

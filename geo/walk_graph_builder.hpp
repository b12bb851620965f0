#pragma once

#include "geo/street_line.hpp"
#include "geo/walk_graph.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace yuntu::geo {

/// Part of a street line between two vertices: its points first_point..last_point. The ends of its
/// edge are places on the ground, for private streets too.
struct StreetPiece {
  WalkEdge edge;
  std::size_t line = 0;
  std::ptrdiff_t first_point = 0;
  std::ptrdiff_t last_point = 0;
};

struct StreetPieces {
  std::vector<LonLat> places; ///< of the vertices
  std::vector<StreetPiece> pieces;
  CompoundId compounds = 0; ///< the private pieces' compounds are below it
};

/// The first half of building a WalkGraph: cuts lines at the points that they share, with
/// themselves too, and at their ends; numbers vertices along a Hilbert curve and sorts pieces by
/// their ends, lines and points. Lengths and costs are cut to max_cost_mm. A ferry without a
/// positive duration is left out: nobody knows what it costs. Steps that the profile does not take
/// still cut what they meet, so that the other pieces are the same, in the same order, for every
/// profile; and still join the compound that they are in, so that compounds are the same, too.
[[nodiscard]] StreetPieces cut_into_pieces(std::span<StreetLine const> lines,
                                           WalkProfile const &profile);

} // namespace yuntu::geo

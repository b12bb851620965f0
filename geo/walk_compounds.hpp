#pragma once

#include "geo/street_line.hpp"
#include "geo/walk_graph_builder.hpp"

#include <cstddef>
#include <span>

namespace yuntu::geo {

/// Gives every private piece its compound and returns how many there are; numbered in the order of
/// the pieces. A compound is what private streets make together: the pieces of one line, and pieces
/// that meet where no public street comes. Compounds on both sides of a public street are two, be
/// their gates opposite. `pieces` are all there are, with places on the ground (below
/// `place_count`) as their ends.
[[nodiscard]] CompoundId find_compounds(std::span<StreetLine const> lines, std::size_t place_count,
                                        std::span<StreetPiece> pieces);

} // namespace yuntu::geo

#pragma once

#include "geo/winding_edge.hpp"

namespace yuntu::geo {

/// A piece of land that borders bound, covered alike everywhere.
struct Face {
  Polygon shape; ///< outer ring counter-clockwise, holes clockwise; holes may touch it at a point
  Cover cover{};
};

/// The bounded faces between noded borders, in a fixed order. The land beyond them is covered by
/// nothing.
[[nodiscard]] std::vector<Face> faces_between(std::vector<WindingEdge> const &noded_edges);

} // namespace yuntu::geo

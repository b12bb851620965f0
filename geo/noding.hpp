#pragma once

#include "geo/winding_edge.hpp"

namespace yuntu::geo {

/// The same borders cut wherever they meet: afterwards two pieces share at most ends. Crossings are
/// rounded to units and borders that pass within half a unit of a vertex are drawn through it
/// (snap rounding), so that nothing moves by more than a unit, 1.1 cm. Merged.
[[nodiscard]] std::vector<WindingEdge> noded(std::vector<WindingEdge> edges);

} // namespace yuntu::geo

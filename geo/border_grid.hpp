#pragma once

#include "geo/cell_grid.hpp"
#include "geo/polygon.hpp"

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace yuntu::geo {

/// The borders of many shapes: does one come into a box? Immutable, any thread.
class BorderGrid {
public:
  /// Keeps copies of the edges, not the shapes.
  explicit BorderGrid(std::vector<Polygon const *> const &shapes);

  /// Whether a border has a point in the closed box.
  [[nodiscard]] bool any_in(Envelope const &box) const;

private:
  using Edge = std::pair<LonLat, LonLat>;
  static bool comes_into(Edge const &edge, Envelope const &box);

  std::vector<Edge> edges_;      ///< each once, however many shapes share it
  std::optional<CellGrid> grid_; ///< none: no borders
  std::optional<CellLists> lists_;
};

} // namespace yuntu::geo

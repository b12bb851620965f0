#pragma once

#include "geo/area_index.hpp"
#include "geo/area_shape.hpp"
#include "geo/cell_grid.hpp"
#include "geo/envelope.hpp"
#include "geo/polygon.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

namespace yuntu::geo {

/// What is known to lie right, to hold another layer against: areas of up to six layers and lines.
/// Immutable, any thread.
class ReferenceMap {
public:
  static constexpr double far_m = 8; ///< nothing nearer than that is told
  struct Nearness {
    double to_corner_m = std::numeric_limits<double>::infinity();
    double to_edge_m = std::numeric_limits<double>::infinity();
  };
  using Owners = AreaIndex::Owners;

  ReferenceMap() = default; ///< of nothing
  /// Layers of the shapes below AreaIndex::layer_count; payload free.
  ReferenceMap(std::vector<AreaShape> areas, std::vector<LineString> const &lines);

  [[nodiscard]] Envelope const &extent() const { return extent_; }
  [[nodiscard]] bool is_empty() const { return extent_.is_empty(); }
  [[nodiscard]] bool has_layer(std::size_t layer) const { return has_layer_[layer]; }
  /// The nearest corner and edge of an area or line within far_m.
  [[nodiscard]] Nearness nearness(LonLat p) const;
  /// By layer a number for the area that covers p, the same for all its parts; or
  /// AreaIndex::nowhere.
  [[nodiscard]] Owners owners_of(LonLat p) const { return areas_.owners_of(p); }

private:
  using Edge = std::pair<LonLat, LonLat>;

  AreaIndex areas_;
  std::array<bool, AreaIndex::layer_count> has_layer_{};
  Envelope extent_;
  std::vector<Edge> edges_;
  std::optional<CellGrid> grid_;
  std::optional<CellLists> lists_;
};

} // namespace yuntu::geo

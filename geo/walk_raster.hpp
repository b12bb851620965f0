#pragma once

#include "geo/closed_edges.hpp"
#include "geo/street_point.hpp"
#include "geo/street_snapper.hpp"
#include "geo/walk_graph.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace yuntu::geo {

/// Places about 20 m apart all over a street network, each attached to its nearest street as a
/// building would be (useful components first, nothing farther than `max_m`, round obstacles if
/// that is possible); what is farther from every street is left out, and so is what would be
/// attached across something impassable: the far bank of a river. The ground on which walking costs
/// become a picture: made once a graph, the same for every walk.
///
/// Columns run east and rows north in whole units of 1e-7 degree, so a node is exactly a LonLat.
/// At most 65,535 columns and rows: wider apart than 20 m when streets spread over 1,300 km.
/// About 12 bytes a node; making it takes some 250 ms for 390,000 nodes. Immutable, any thread;
/// keeps references to the graph and the snapper.
class WalkRaster {
public:
  static constexpr double spacing_m = 20;

  struct Node {
    std::uint16_t column = 0;
    std::uint16_t row = 0;
    std::int32_t offset_mm = 0; ///< along its edge, as in StreetPoint
    std::int32_t access_mm = 0;
  };

  /// Where nodes may be, in units of 1e-7 degree; row by row north of (west, south).
  struct Lattice {
    std::int64_t west = 0;
    std::int64_t south = 0;
    std::int32_t lon_step = 1;
    std::int32_t lat_step = 1;
    std::uint32_t columns = 0;
    std::uint32_t rows = 0;
  };

  /// `impassable`: those of the obstacles that no node is attached across; must outlive this.
  WalkRaster(WalkGraph const &graph, StreetSnapper const &snapper, SnapOptions const &options = {},
             Obstacles const *impassable = nullptr);

  /// The nodes for which this is the nearest street.
  [[nodiscard]] std::span<Node const> nodes(EdgeId edge) const {
    return {nodes_.data() + first_node_[edge], nodes_.data() + first_node_[edge + 1]};
  }
  [[nodiscard]] std::size_t size() const { return nodes_.size(); }
  /// Where the node would be attached if these edges were closed; nullopt: no open street near.
  [[nodiscard]] std::optional<StreetPoint> attach(Node const &node,
                                                  ClosedEdges const &closed) const;

  [[nodiscard]] WalkGraph const &graph() const { return *graph_; }
  /// Units between columns and between rows.
  [[nodiscard]] std::int32_t lon_step() const { return lattice_.lon_step; }
  [[nodiscard]] std::int32_t lat_step() const { return lattice_.lat_step; }
  /// Of column or row 0 moved by some units; cut to the world.
  [[nodiscard]] LonLat place(std::int64_t east_units, std::int64_t north_units) const;

private:
  [[nodiscard]] std::optional<Snap> snap(LonLat place, SnapOptions const &options) const;

  WalkGraph const *graph_;
  StreetSnapper const *snapper_;
  SnapOptions options_;
  Obstacles const *impassable_;
  Lattice lattice_;
  std::vector<std::uint32_t> first_node_;
  std::vector<Node> nodes_;
};

} // namespace yuntu::geo

#pragma once

#include "geo/closed_edges.hpp"
#include "geo/street_snapper.hpp"
#include "geo/target_set.hpp"
#include "geo/walk_graph.hpp"
#include "server/model/city_state.hpp"
#include "server/model/layer.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace yuntu::services {

/// A building as somewhere people set out from. Parts with one code are one building.
struct WalkBuilding {
  std::string code;
  std::int64_t households = 0;      ///< 0 when the layer does not say
  std::vector<std::uint32_t> parts; ///< features of the building layer
};

/// The walk network with the buildings attached to it. Immutable, any thread.
class WalkMap {
public:
  /// `buildings` may be null. Streets nobody may walk (walk_access) are left out.
  WalkMap(model::LayerVersion const &streets, model::LayerVersion const *buildings);
  WalkMap(WalkMap const &) = delete;
  WalkMap &operator=(WalkMap const &) = delete;

  [[nodiscard]] geo::WalkGraph const &graph() const { return graph_; }
  [[nodiscard]] geo::StreetSnapper const &snapper() const { return snapper_; }
  /// TargetId = position in buildings(); weight = households.
  [[nodiscard]] geo::TargetSet const &targets() const { return targets_; }
  [[nodiscard]] std::vector<WalkBuilding> const &buildings() const { return buildings_; }
  [[nodiscard]] std::int64_t households() const { return households_; }

  /// The edges that closures close: the nearest within 20 m of each.
  [[nodiscard]] geo::ClosedEdges
  closed_edges(std::map<std::string, model::Closure> const &closures) const;
  /// The targets with those of closed edges attached elsewhere.
  [[nodiscard]] geo::TargetSet targets_with(geo::ClosedEdges const &closed) const;
  [[nodiscard]] std::optional<geo::StreetPoint> attach(geo::LonLat place,
                                                       geo::ClosedEdges const &closed) const;

private:
  [[nodiscard]] std::optional<geo::StreetPoint> attach(WalkBuilding const &building,
                                                       geo::ClosedEdges const &closed) const;

  geo::WalkGraph graph_;
  geo::StreetSnapper snapper_;
  std::vector<geo::Polygon> outlines_; ///< by feature of the building layer
  std::vector<WalkBuilding> buildings_;
  std::int64_t households_ = 0;
  geo::TargetSet targets_;
};

/// The walkable streets as a GeoJSON MultiLineString, one line an edge: lines meet where their
/// ends are the same point.
[[nodiscard]] std::string streets_geojson(geo::WalkGraph const &graph);

} // namespace yuntu::services

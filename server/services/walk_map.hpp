#pragma once

#include "geo/closed_edges.hpp"
#include "geo/street_snapper.hpp"
#include "geo/target_places.hpp"
#include "geo/target_set.hpp"
#include "geo/walk_graph.hpp"
#include "geo/walk_raster.hpp"
#include "server/model/city_state.hpp"
#include "server/services/walk_buildings.hpp"
#include "server/services/walk_layers.hpp"
#include "server/services/walk_streets.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace yuntu::services {

/// Buildings at their streets.
struct AttachedBuildings {
  geo::TargetSet targets; ///< TargetId = position in WalkMap::buildings(); weight = households
  /// Those whose walk begins across water or a railway, since no street of a useful network
  /// (geo::SnapOptions) lies on their own side within 100 m; by rising id.
  std::vector<geo::TargetId> across;
};

/// The walk network with the buildings attached to it. Immutable, any thread.
class WalkMap {
public:
  WalkMap(WalkLayers const &layers, geo::WalkProfile const &standard);
  /// The same for another profile: streets and gates of `layers` must be those of `standard`; all
  /// else is shared.
  WalkMap(WalkLayers const &layers, WalkMap const &standard, geo::WalkProfile const &profile);
  WalkMap(WalkMap const &) = delete;
  WalkMap &operator=(WalkMap const &) = delete;

  [[nodiscard]] geo::WalkGraph const &graph() const { return graph_; }
  [[nodiscard]] geo::StreetSnapper const &snapper() const { return snapper_; }
  /// With no street closed but at locked gates.
  [[nodiscard]] geo::TargetSet const &targets() const { return attached_.targets; }
  [[nodiscard]] std::vector<WalkBuilding> const &buildings() const { return buildings_->list; }
  [[nodiscard]] std::int64_t households() const { return buildings_->households; }

  /// Whether `older` of the buildings means anything.
  [[nodiscard]] bool tells_older() const { return buildings_->tells_older; }
  /// The ground for outlines; made when first asked for, and kept.
  [[nodiscard]] geo::WalkRaster const &raster() const;
  /// Where each building's walk begins when they are attached so; of one without a street the
  /// middle.
  [[nodiscard]] geo::TargetPlaces places_of(geo::TargetSet const &targets) const;

  /// The street that a closure there closes, the nearest within 20 m; no passage of a locked gate.
  [[nodiscard]] std::optional<geo::EdgeId> street_to_close(geo::LonLat place) const;
  /// The passages of gates that not everybody may pass.
  [[nodiscard]] geo::ClosedEdges const &locked() const { return locked_; }
  /// The edges that closures close, and those that are locked.
  [[nodiscard]] geo::ClosedEdges
  closed_edges(std::map<std::string, model::Closure> const &closures) const;
  /// The edges of this map that are the given ones of `standard`; steps that this one leaves out
  /// have none.
  [[nodiscard]] geo::ClosedEdges edges_of(WalkMap const &standard,
                                          geo::ClosedEdges const &edges) const;
  /// The buildings with those of closed edges attached elsewhere.
  [[nodiscard]] AttachedBuildings attached_with(geo::ClosedEdges const &closed) const;
  /// The buildings that stand at another street with `closed` closed than in `targets`, which
  /// attached_with() made with `were_closed`, and where; by rising id.
  [[nodiscard]] std::vector<geo::MovedTarget> moved_with(geo::TargetSet const &targets,
                                                         geo::ClosedEdges const &were_closed,
                                                         geo::ClosedEdges const &closed) const;
  /// The nearest open street within 100 m, not across water, a railway or a wall if it can be had.
  [[nodiscard]] std::optional<geo::StreetPoint> attach(geo::LonLat place,
                                                       geo::ClosedEdges const &closed) const;

  /// Crossings and ends of the island that the street is on, a network of fewer than ten that meets
  /// no other; 0: none, or there is nothing but this network.
  [[nodiscard]] std::uint32_t island_at(geo::StreetPoint const &at) const;

private:
  [[nodiscard]] geo::SnapOptions snap_options(geo::ClosedEdges const &closed) const;
  /// From one of its entrances; from its outline when none is known.
  [[nodiscard]] std::optional<geo::Snap> snap(WalkBuilding const &building,
                                              geo::ClosedEdges const &closed) const;
  [[nodiscard]] AttachedBuildings attach_all() const;
  [[nodiscard]] geo::LonLat entrance(WalkBuilding const &building,
                                     geo::StreetPoint const &at) const;
  /// Whether its walk begins across something impassable.
  [[nodiscard]] bool is_across(WalkBuilding const &building,
                               std::optional<geo::Snap> const &snap) const;

  geo::WalkGraph graph_;
  geo::StreetSnapper snapper_;
  geo::ClosedEdges locked_;
  std::shared_ptr<WalkBuildings const> buildings_;
  std::shared_ptr<WalkObstacles const> obstacles_; ///< of access legs
  AttachedBuildings attached_;
  mutable std::once_flag raster_once_;
  mutable std::unique_ptr<geo::WalkRaster const> raster_;
};

/// The walkable streets as a GeoJSON MultiLineString, one line an edge: lines meet where their
/// ends are the same point.
[[nodiscard]] std::string streets_geojson(geo::WalkGraph const &graph);

} // namespace yuntu::services

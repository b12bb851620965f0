#include "server/services/walk_map.hpp"

#include "geo/entrance.hpp"
#include "geo/io/geojson_writer.hpp"
#include "geo/label_point.hpp"
#include "geo/local_frame.hpp"
#include "geo/locked_gates.hpp"
#include "geo/street_place.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace yuntu::services {
namespace {

std::optional<geo::StreetPoint> point_of(std::optional<geo::Snap> const &snap) {
  return snap ? std::optional(snap->point) : std::nullopt;
}

} // namespace

WalkMap::WalkMap(WalkLayers const &layers, geo::WalkProfile const &standard)
    : graph_(walk_graph_of(layers, standard)), snapper_(graph_), locked_(geo::locked_edges(graph_)),
      buildings_(std::make_shared<WalkBuildings const>(
          read_walk_buildings(layers.buildings.get(), layers.entrances.get()))),
      obstacles_(std::make_shared<WalkObstacles const>(obstacles_of(layers))),
      attached_(attach_all()) {}

WalkMap::WalkMap(WalkLayers const &layers, WalkMap const &standard, geo::WalkProfile const &profile)
    : graph_(walk_graph_of(layers, profile)), snapper_(graph_), locked_(geo::locked_edges(graph_)),
      buildings_(standard.buildings_), obstacles_(standard.obstacles_), attached_(attach_all()) {}

AttachedBuildings WalkMap::attach_all() const {
  std::vector<geo::Target> targets;
  std::vector<geo::TargetId> across;
  targets.reserve(buildings().size());
  for (auto const &building : buildings()) {
    auto const found = snap(building, locked_);
    if (is_across(building, found)) {
      across.push_back(static_cast<geo::TargetId>(targets.size()));
    }
    targets.push_back({point_of(found), building.households});
  }
  return {{graph_, std::move(targets)}, std::move(across)};
}

geo::SnapOptions WalkMap::snap_options(geo::ClosedEdges const &closed) const {
  geo::SnapOptions options;
  options.closed = &closed;
  options.obstacles = obstacles_->all.is_empty() ? nullptr : &obstacles_->all;
  return options;
}

std::optional<geo::Snap> WalkMap::snap(WalkBuilding const &building,
                                       geo::ClosedEdges const &closed) const {
  auto const options = snap_options(closed);
  std::optional<geo::Snap> best;
  auto const consider = [&](std::optional<geo::Snap> const &snap) {
    if (snap && (!best || geo::is_better(*snap, *best))) {
      best = snap;
    }
  };
  for (auto const entrance : building.entrances) {
    consider(snapper_.snap(entrance, options));
  }
  for (std::size_t i = 0; building.entrances.empty() && i < building.parts.size(); ++i) {
    consider(snapper_.snap(buildings_->outlines[building.parts[i]], options));
  }
  return best;
}

std::optional<geo::StreetPoint> WalkMap::attach(geo::LonLat place,
                                                geo::ClosedEdges const &closed) const {
  return point_of(snapper_.snap(place, snap_options(closed)));
}

std::uint32_t WalkMap::island_at(geo::StreetPoint const &at) const {
  auto const size = graph_.component_size(graph_.component_of(graph_.edge(at.edge).from));
  return graph_.components() > 1 && size < geo::SnapOptions{}.min_component ? size : 0;
}

std::optional<geo::EdgeId> WalkMap::street_to_close(geo::LonLat place) const {
  constexpr double within_m = 20;
  return snapper_.nearest_edge(place, within_m, locked_);
}

geo::ClosedEdges
WalkMap::closed_edges(std::map<std::string, model::Closure> const &closures) const {
  auto const locked = locked_.edges();
  std::vector<geo::EdgeId> edges(locked.begin(), locked.end());
  for (auto const &[id, closure] : closures) {
    auto const edge = closure.station.empty() ? street_to_close(closure.position) : std::nullopt;
    if (edge) {
      edges.push_back(*edge);
    }
  }
  return geo::ClosedEdges(edges);
}

geo::ClosedEdges WalkMap::edges_of(WalkMap const &standard, geo::ClosedEdges const &edges) const {
  std::vector<geo::EdgeId> same;
  geo::EdgeId mine = 0; // both graphs hold the same edges in the same order, but for steps
  for (geo::EdgeId edge = 0; edge < standard.graph().edge_count(); ++edge) {
    bool const is_left_out = standard.graph().edge(edge).street_class == geo::StreetClass::steps &&
                             !graph_.profile().takes_steps;
    if (is_left_out) {
      continue;
    }
    if (edges.contains(edge)) {
      same.push_back(mine);
    }
    ++mine;
  }
  return geo::ClosedEdges(same);
}

AttachedBuildings WalkMap::attached_with(geo::ClosedEdges const &closed) const {
  std::set<geo::TargetId> across(attached_.across.begin(), attached_.across.end());
  auto turned = geo::reattached(graph_, targets(), closed, [&](geo::TargetId target) {
    auto const found = snap(buildings()[target], closed);
    if (is_across(buildings()[target], found)) {
      across.insert(target);
    } else {
      across.erase(target);
    }
    return point_of(found);
  });
  return {std::move(turned), {across.begin(), across.end()}};
}

std::vector<geo::MovedTarget> WalkMap::moved_with(geo::TargetSet const &targets,
                                                  geo::ClosedEdges const &were_closed,
                                                  geo::ClosedEdges const &closed) const {
  std::set<geo::EdgeId> edges(were_closed.edges().begin(), were_closed.edges().end());
  edges.insert(closed.edges().begin(), closed.edges().end());
  std::vector<geo::MovedTarget> moved;
  for (auto const edge : edges) {
    for (auto const id : attached_.targets.on_edge(edge)) {
      auto const at = closed.contains(edge) ? point_of(snap(buildings()[id], closed))
                                            : attached_.targets.target(id).at;
      if (at != targets.target(id).at) {
        moved.push_back({id, at});
      }
    }
  }
  std::sort(moved.begin(), moved.end(),
            [](auto const &one, auto const &other) { return one.target < other.target; });
  return moved;
}

geo::WalkRaster const &WalkMap::raster() const {
  std::call_once(raster_once_, [this] {
    raster_ = std::make_unique<geo::WalkRaster const>(graph_, snapper_, snap_options(locked_),
                                                      &obstacles_->impassable);
  });
  return *raster_;
}

bool WalkMap::is_across(WalkBuilding const &building, std::optional<geo::Snap> const &snap) const {
  return snap && snap->crosses &&
         obstacles_->impassable.cross(entrance(building, snap->point),
                                      geo::street_place(graph_, snap->point));
}

geo::TargetPlaces WalkMap::places_of(geo::TargetSet const &targets) const {
  std::vector<geo::LonLat> places;
  places.reserve(targets.size());
  for (geo::TargetId id = 0; id < targets.size(); ++id) {
    auto const &at = targets.target(id).at;
    places.push_back(at ? entrance(buildings()[id], *at)
                        : geo::label_point(buildings_->outlines[buildings()[id].parts.front()]));
  }
  return geo::TargetPlaces(std::move(places));
}

/// Of the entrances, or the nearest points of the parts' outlines, the one whose leg to the street
/// is as long as the one that was attached.
geo::LonLat WalkMap::entrance(WalkBuilding const &building, geo::StreetPoint const &at) const {
  auto places = building.entrances;
  for (std::size_t i = 0; building.entrances.empty() && i < building.parts.size(); ++i) {
    places.push_back(geo::entrance_of(buildings_->outlines[building.parts[i]], graph_, at));
  }
  auto const street = geo::street_place(graph_, at);
  auto const difference_m = [&](geo::LonLat place) {
    return std::abs(geo::distance_m(street, place) - at.access_mm / 1000.0);
  };
  return *std::min_element(places.begin(), places.end(), [&](auto one, auto other) {
    return difference_m(one) < difference_m(other);
  });
}

std::string streets_geojson(geo::WalkGraph const &graph) {
  geo::MultiLineString lines;
  for (geo::EdgeId edge = 0; edge < graph.edge_count(); ++edge) {
    if (graph.edge(edge).street_class != geo::StreetClass::ferry) {
      auto const points = graph.points(edge);
      lines.emplace_back(points.begin(), points.end());
    }
  }
  return geo::io::to_geojson_text(lines);
}

} // namespace yuntu::services

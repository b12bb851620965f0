#include "server/services/walk_map.hpp"

#include "geo/entrance.hpp"
#include "geo/io/geojson_writer.hpp"
#include "geo/label_point.hpp"
#include "geo/local_frame.hpp"
#include "geo/street_place.hpp"
#include "geo/walk_access.hpp"

#include <charconv>

namespace yuntu::services {
namespace {

std::string_view attribute(model::LayerFeature const &feature, std::string_view key) {
  auto const *const value = feature.find_attribute(key);
  return value == nullptr ? std::string_view{} : std::string_view(*value);
}

template <typename Number>
Number number_of(std::string_view text) {
  Number value{};
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

/// Lines without any tag (a plain line layer) are walkable streets; a railway is none.
geo::WalkTags tags_of(model::LayerFeature const &feature) {
  geo::WalkTags tags;
  tags.highway = attribute(feature, "highway");
  tags.access = attribute(feature, "access");
  tags.foot = attribute(feature, "foot");
  tags.sidewalk = attribute(feature, "sidewalk");
  tags.is_ferry = attribute(feature, "route") == "ferry";
  if (tags.highway.empty() && !tags.is_ferry && attribute(feature, "railway").empty()) {
    tags.highway = "residential";
  }
  return tags;
}

geo::WalkGraph make_graph(model::LayerVersion const &streets, geo::WalkProfile const &profile) {
  std::vector<geo::StreetLine> lines;
  for (auto const &feature : streets.features) {
    auto const tags = tags_of(feature);
    auto const access = geo::walk_access(tags);
    if (access == geo::WalkAccess::denied) {
      continue;
    }
    geo::StreetLine line;
    line.points = std::get<geo::LineString>(feature.geometry);
    line.node_ids = feature.node_ids;
    line.street_class = access == geo::WalkAccess::steps   ? geo::StreetClass::steps
                        : access == geo::WalkAccess::ferry ? geo::StreetClass::ferry
                                                           : geo::StreetClass::street;
    line.is_private = geo::is_private_walk(tags);
    line.source_id = number_of<std::int64_t>(attribute(feature, "osm_id"));
    line.duration_s = number_of<double>(attribute(feature, "duration_s"));
    lines.push_back(std::move(line));
  }
  return {lines, profile};
}

std::shared_ptr<WalkBuildings const> read_buildings(model::LayerVersion const *layer) {
  auto made = std::make_shared<WalkBuildings>();
  if (layer == nullptr) {
    return made;
  }
  std::map<std::string, std::size_t> by_code;
  for (auto const &feature : layer->features) {
    auto const part = static_cast<std::uint32_t>(made->outlines.size());
    made->outlines.push_back(std::get<geo::Polygon>(feature.geometry));
    auto const [entry, is_new] = by_code.try_emplace(feature.code, made->list.size());
    if (is_new) {
      auto const households = number_of<std::int64_t>(attribute(feature, "households"));
      auto const *const older = feature.find_attribute("older");
      auto const older_people = older == nullptr ? 0 : number_of<std::int64_t>(*older);
      made->list.push_back({feature.code, households, older_people, {}});
      made->households += households;
      made->tells_older = made->tells_older || older != nullptr;
    }
    made->list[entry->second].parts.push_back(part);
  }
  return made;
}

} // namespace

WalkMap::WalkMap(model::LayerVersion const &streets, model::LayerVersion const *buildings)
    : graph_(make_graph(streets, geo::standard_walk)), snapper_(graph_),
      buildings_(read_buildings(buildings)), targets_(attach_all()) {}

WalkMap::WalkMap(model::LayerVersion const &streets, WalkMap const &standard,
                 geo::WalkProfile const &profile)
    : graph_(make_graph(streets, profile)), snapper_(graph_), buildings_(standard.buildings_),
      targets_(attach_all()) {}

geo::TargetSet WalkMap::attach_all() const {
  std::vector<geo::Target> targets;
  targets.reserve(buildings().size());
  for (auto const &building : buildings()) {
    targets.push_back({attach(building, {}), building.households});
  }
  return {graph_, std::move(targets)};
}

std::optional<geo::StreetPoint> WalkMap::attach(WalkBuilding const &building,
                                                geo::ClosedEdges const &closed) const {
  geo::SnapOptions options;
  options.closed = &closed;
  std::optional<geo::StreetPoint> nearest;
  for (auto const part : building.parts) {
    auto const snap = snapper_.snap(buildings_->outlines[part], options);
    if (snap && (!nearest || snap->point.access_mm < nearest->access_mm)) {
      nearest = snap->point;
    }
  }
  return nearest;
}

std::optional<geo::StreetPoint> WalkMap::attach(geo::LonLat place,
                                                geo::ClosedEdges const &closed) const {
  geo::SnapOptions options;
  options.closed = &closed;
  auto const snap = snapper_.snap(place, options);
  return snap ? std::optional(snap->point) : std::nullopt;
}

geo::ClosedEdges
WalkMap::closed_edges(std::map<std::string, model::Closure> const &closures) const {
  std::vector<geo::EdgeId> edges;
  for (auto const &[id, closure] : closures) {
    if (auto const edge = snapper_.nearest_edge(closure.position)) {
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

geo::TargetSet WalkMap::targets_with(geo::ClosedEdges const &closed) const {
  return geo::reattached(graph_, targets_, closed,
                         [&](geo::TargetId target) { return attach(buildings()[target], closed); });
}

geo::WalkRaster const &WalkMap::raster() const {
  std::call_once(raster_once_,
                 [this] { raster_ = std::make_unique<geo::WalkRaster const>(graph_, snapper_); });
  return *raster_;
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

geo::LonLat WalkMap::entrance(WalkBuilding const &building, geo::StreetPoint const &at) const {
  auto const street = geo::street_place(graph_, at);
  auto const nearest_of = [&](std::uint32_t part) {
    return geo::entrance_of(buildings_->outlines[part], graph_, at);
  };
  auto nearest = nearest_of(building.parts.front());
  for (auto const part : building.parts) {
    auto const other = nearest_of(part);
    if (geo::distance_m(street, other) < geo::distance_m(street, nearest)) {
      nearest = other;
    }
  }
  return nearest;
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

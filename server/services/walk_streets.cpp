#include "server/services/walk_streets.hpp"

#include "geo/locked_gates.hpp"
#include "geo/walk_access.hpp"
#include "server/services/attribute_values.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace yuntu::services {
namespace {

/// Lines without any tag (a plain line layer) are walkable streets; a railway is none, nor a wall.
geo::WalkTags tags_of(model::LayerFeature const &feature) {
  geo::WalkTags tags;
  tags.highway = attribute(feature, "highway");
  tags.access = attribute(feature, "access");
  tags.foot = attribute(feature, "foot");
  tags.sidewalk = attribute(feature, "sidewalk");
  tags.is_ferry = attribute(feature, "route") == "ferry";
  if (tags.highway.empty() && !tags.is_ferry && attribute(feature, "railway").empty() &&
      attribute(feature, "barrier").empty()) {
    tags.highway = "residential";
  }
  return tags;
}

/// "no" and what tables write for it: false, F, 0.
bool is_set(model::LayerFeature const &feature, std::string_view key) {
  constexpr std::array<std::string_view, 6> unset{"", "no", "false", "F", "f", "0"};
  return std::find(unset.begin(), unset.end(), attribute(feature, key)) == unset.end();
}

/// Of OpenStreetMap's -5 to 5; another number is a drawing's layer and says nothing.
int layer_of(model::LayerFeature const &feature) {
  constexpr int highest = 5;
  auto const layer = number_of<int>(attribute(feature, "layer"));
  return layer >= -highest && layer <= highest ? layer : 0;
}

constexpr std::array<std::string_view, 4> railways{"rail", "light_rail", "narrow_gauge", "subway"};

/// A tram goes along a street; what is disused or abandoned is walked over.
bool is_railway_on_the_ground(model::LayerFeature const &feature) {
  auto const kind = attribute(feature, "railway");
  return std::find(railways.begin(), railways.end(), kind) != railways.end() &&
         !is_set(feature, "bridge") && !is_set(feature, "tunnel");
}

void add_lines(geo::Geometry const &geometry, std::vector<geo::LineString> &lines) {
  if (auto const *const line = std::get_if<geo::LineString>(&geometry)) {
    lines.push_back(*line);
  } else if (auto const *const area = std::get_if<geo::Polygon>(&geometry)) {
    lines.push_back(area->outer);
    lines.insert(lines.end(), area->holes.begin(), area->holes.end());
  }
}

/// Of the lines of a street layer; a street is none, whatever else it is.
template <typename IsIt>
void add_lines_that(WalkLayers::Layer const &layer, std::vector<geo::LineString> &lines,
                    IsIt is_it) {
  if (layer == nullptr) {
    return;
  }
  for (auto const &feature : layer->features) {
    if (attribute(feature, "highway").empty() && is_it(feature)) {
      add_lines(feature.geometry, lines);
    }
  }
}

/// Among the streets that are walked and those that are drawn.
template <typename IsIt>
void add_lines_that(WalkLayers const &layers, std::vector<geo::LineString> &lines, IsIt is_it) {
  add_lines_that(layers.streets, lines, is_it);
  if (layers.drawn != layers.streets) {
    add_lines_that(layers.drawn, lines, is_it);
  }
}

std::vector<geo::LockedGate> locked_gates_of(model::LayerVersion const &gates) {
  std::vector<geo::LockedGate> locked;
  for (auto const &gate : gates.features) {
    auto const access = geo::gate_access(
        {attribute(gate, "access"), attribute(gate, "foot"), attribute(gate, "locked")});
    if (access != geo::GateAccess::open) {
      locked.push_back({std::get<geo::LonLat>(gate.geometry), access,
                        number_of<std::int64_t>(attribute(gate, "osm_id"))});
    }
  }
  return locked;
}

} // namespace

geo::JoinedStreets walk_lines_of(model::LayerVersion const &streets) {
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
    line.is_bridge = is_set(feature, "bridge") || is_set(feature, "tunnel");
    line.layer = layer_of(feature);
    lines.push_back(std::move(line));
  }
  return geo::join_where_they_meet(std::move(lines));
}

geo::WalkGraph walk_graph_of(WalkLayers const &layers, geo::WalkProfile const &profile) {
  auto lines = walk_lines_of(*layers.streets).lines;
  if (layers.gates != nullptr) {
    lines = geo::lock_gates(std::move(lines), locked_gates_of(*layers.gates)).lines;
  }
  return {lines, profile};
}

WalkObstacles obstacles_of(WalkLayers const &layers) {
  std::vector<geo::LineString> lines;
  if (layers.water != nullptr) {
    for (auto const &feature : layers.water->features) {
      add_lines(feature.geometry, lines);
    }
  }
  add_lines_that(layers, lines, is_railway_on_the_ground);
  auto impassable = geo::Obstacles(lines);
  add_lines_that(layers, lines, [](model::LayerFeature const &feature) {
    return geo::is_wall(attribute(feature, "barrier"));
  });
  return {geo::Obstacles(lines), std::move(impassable)};
}

} // namespace yuntu::services

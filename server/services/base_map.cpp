#include "server/services/base_map.hpp"

#include "geo/area_odds.hpp"
#include "geo/label_point.hpp"
#include "geo/position_error.hpp"
#include "geo/predicates.hpp"
#include "server/rules/ambiguity.hpp"
#include "server/services/secret.hpp"
#include "server/services/tile_map.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>
#include <utility>

namespace yuntu::services {

using model::LayerKind;

namespace {

/// Of the outer ring, in square units; only to tell which part is the larger.
double size_of(geo::Polygon const &polygon) {
  double twice = 0;
  auto const &ring = polygon.outer;
  for (std::size_t i = 1; i < ring.size(); ++i) {
    double const west = double{1} * ring[i - 1].lon_e7() - ring[0].lon_e7();
    double const east = double{1} * ring[i].lon_e7() - ring[0].lon_e7();
    twice += west * (double{1} * ring[i].lat_e7() - ring[0].lat_e7()) -
             east * (double{1} * ring[i - 1].lat_e7() - ring[0].lat_e7());
  }
  return std::abs(twice) / 2;
}

/// An area in several parts is named once, in the largest.
std::vector<bool> label_carriers(std::vector<model::LayerFeature> const &features) {
  std::map<std::string_view, std::pair<double, std::size_t>> largest;
  std::vector<bool> carries(features.size(), false);
  for (std::size_t i = 0; i < features.size(); ++i) {
    auto const size = size_of(std::get<geo::Polygon>(features[i].geometry));
    auto const [entry, is_new] = largest.try_emplace(features[i].code, size, i);
    if (!is_new && size > entry->second.first) {
      entry->second = {size, i};
    }
  }
  for (auto const &[code, part] : largest) {
    carries[part.second] = true;
  }
  return carries;
}

MapLayer index_layer(std::shared_ptr<model::LayerVersion const> version) {
  MapLayer layer;
  std::vector<geo::Envelope> boxes;
  boxes.reserve(version->features.size());
  bool const is_area = model::holds_areas(version->layer);
  for (auto const &feature : version->features) {
    boxes.push_back(geo::envelope_of(feature.geometry));
    if (is_area) {
      layer.label_points.push_back(geo::label_point(std::get<geo::Polygon>(feature.geometry)));
    }
  }
  if (is_area) {
    layer.carries_label = label_carriers(version->features);
  }
  layer.boxes = geo::BoxIndex(boxes);
  layer.version = std::move(version);
  return layer;
}

std::vector<Station> read_stations(MapLayer const *layer) {
  std::vector<Station> stations;
  if (layer != nullptr) {
    for (auto const &feature : layer->version->features) {
      stations.push_back({feature.code, feature.name, std::get<geo::LonLat>(feature.geometry)});
    }
  }
  std::sort(stations.begin(), stations.end(),
            [](Station const &a, Station const &b) { return a.code < b.code; });
  return stations;
}

double outside_m(geo::Polygon const &polygon, geo::LonLat place) {
  return geo::covers(polygon, place) ? 0 : geo::boundary_distance_m(polygon, place);
}

std::uint64_t name_of_areas(std::map<LayerKind, MapLayer> const &layers) {
  std::string versions;
  for (auto const &[kind, layer] : layers) {
    if (model::holds_areas(kind)) {
      versions += std::string(model::to_string(kind)) + "=" + layer.version->version + ";";
    }
  }
  return std::max<std::uint64_t>(short_digest(versions), 1);
}

} // namespace

BaseMap::BaseMap(Layers layers, Walking walking) {
  for (auto &[kind, version] : layers) {
    layers_.emplace(kind, index_layer(std::move(version)));
  }
  tiles_ = std::make_unique<TileMap const>(layers_);
  index_areas();
  index_fences();
  stations_ = read_stations(find_layer(LayerKind::station));
  auto const *streets = find_layer(LayerKind::walk);
  if (streets == nullptr) {
    streets = find_layer(LayerKind::street);
  }
  if (streets != nullptr && walking == Walking::included) {
    auto const *const buildings = find_layer(LayerKind::building);
    walk_ = std::make_unique<WalkMap const>(*streets->version,
                                            buildings ? buildings->version.get() : nullptr);
  }
}

BaseMap::~BaseMap() = default;
BaseMap::BaseMap(BaseMap &&other) noexcept = default;
BaseMap &BaseMap::operator=(BaseMap &&other) noexcept = default;

void BaseMap::index_areas() {
  std::vector<geo::AreaIndex::Part> parts;
  for (auto const &[kind, layer] : layers_) {
    if (kind == LayerKind::fence) {
      continue;
    }
    auto const level = model::area_level_of(kind);
    auto const &features = layer.version->features;
    for (std::uint32_t i = 0; i < features.size(); ++i) {
      auto const &feature = features[i];
      extent_.expand(geo::envelope_of(feature.geometry));
      if (!level) {
        continue;
      }
      auto const payload = static_cast<std::uint32_t>(area_records_.size());
      area_records_.push_back({kind, i});
      parts_by_code_[static_cast<std::size_t>(*level)].push_back(payload);
      parts.push_back({static_cast<std::uint8_t>(*level), feature.code,
                       &std::get<geo::Polygon>(feature.geometry), payload});
      if (kind == LayerKind::building) {
        buildings_.emplace(feature.code, layer.label_points[i]);
      }
    }
  }
  for (auto &of_level : parts_by_code_) {
    std::sort(of_level.begin(), of_level.end(),
              [&](auto one, auto other) { return parts[one].code < parts[other].code; });
  }
  areas_ = geo::AreaIndex(parts);
  areas_name_ = name_of_areas(layers_);
}

void BaseMap::index_fences() {
  auto const *const layer = find_layer(LayerKind::fence);
  if (layer == nullptr) {
    return;
  }
  std::vector<geo::AreaShape> shapes;
  for (auto const &feature : layer->version->features) {
    shapes.push_back({0, feature.code, std::get<geo::Polygon>(feature.geometry),
                      static_cast<std::uint32_t>(shapes.size())});
  }
  fences_ = geo::OverlapIndex(std::move(shapes));
}

model::LayerFeature const &BaseMap::feature_of(std::uint32_t payload) const {
  auto const &record = area_records_[payload];
  return layers_.at(record.layer).version->features[record.feature];
}

protocol::Location BaseMap::location_of(geo::LonLat place, double radius_m) const {
  auto const answer = areas_.find(place);
  auto const odds = geo::odds_of(areas_, place, geo::sigma_of_radius_68(radius_m));
  protocol::Location location;
  location.place = place;
  for (std::size_t i = 0; i < model::area_level_count; ++i) {
    if (answer.best[i]) {
      auto const &feature = feature_of(*answer.best[i]);
      location.areas[i] = protocol::NamedArea{feature.code, feature.name};
    }
    std::vector<rules::AreaChance> chances;
    for (auto const &[payload, probability] : odds[i]) {
      bool const is_area = payload != geo::AreaIndex::nowhere;
      chances.push_back({is_area ? feature_of(payload).code : std::string{}, probability});
    }
    for (auto &[code, probability] : rules::candidates_of(std::move(chances))) {
      location.candidates.push_back(
          {static_cast<model::AreaLevel>(i), std::move(code), probability});
    }
  }
  return location;
}

model::AreaCodes BaseMap::locate(geo::LonLat place) const {
  return codes_of(find_areas(place), find_fences(place));
}

model::AreaCodes BaseMap::codes_of(geo::AreaAnswer const &answer,
                                   std::vector<std::uint32_t> const &fences) const {
  model::AreaCodes::Codes codes;
  for (std::size_t i = 0; i < model::area_level_count; ++i) {
    if (answer.best[i]) {
      codes[i] = feature_of(*answer.best[i]).code;
    }
  }
  model::AreaCodes::Fences fence_codes;
  for (auto const fence : fences) {
    fence_codes.push_back(find_layer(LayerKind::fence)->version->features[fence].code);
  }
  return model::AreaCodes(std::move(codes), std::move(fence_codes));
}

double BaseMap::distance_outside_m(model::AreaRef const &area, geo::LonLat place) const {
  auto const &parts = parts_by_code_[static_cast<std::size_t>(area.level)];
  double nearest = std::numeric_limits<double>::infinity();
  auto const first =
      std::lower_bound(parts.begin(), parts.end(), area.code,
                       [&](auto part, auto const &code) { return feature_of(part).code < code; });
  for (auto part = first; part != parts.end() && feature_of(*part).code == area.code; ++part) {
    nearest =
        std::min(nearest, outside_m(std::get<geo::Polygon>(feature_of(*part).geometry), place));
  }
  return nearest;
}

double BaseMap::distance_outside_fence_m(std::string const &fence, geo::LonLat place) const {
  double nearest = std::numeric_limits<double>::infinity();
  for (auto const &part : fences_.parts_of(fence)) {
    nearest = std::min(nearest, outside_m(part.polygon, place));
  }
  return nearest;
}

std::optional<geo::LonLat> BaseMap::find_building(std::string const &code) const {
  auto const found = buildings_.find(code);
  return found == buildings_.end() ? std::nullopt : std::optional(found->second);
}

int BaseMap::governed_levels(std::string const &code) const {
  int levels = 0;
  for (auto const kind : {LayerKind::subdistrict, LayerKind::community, LayerKind::grid}) {
    auto const *const layer = find_layer(kind);
    if (layer != nullptr &&
        std::any_of(layer->version->features.begin(), layer->version->features.end(),
                    [&](auto const &feature) { return feature.code == code; })) {
      ++levels;
    }
  }
  return levels;
}

MapLayer const *BaseMap::find_layer(LayerKind kind) const {
  auto const found = layers_.find(kind);
  return found == layers_.end() ? nullptr : &found->second;
}

} // namespace yuntu::services

#include "server/services/base_map.hpp"

#include "geo/area_odds.hpp"
#include "geo/label_point.hpp"
#include "geo/local_frame.hpp"
#include "geo/position_error.hpp"
#include "geo/predicates.hpp"
#include "server/rules/ambiguity.hpp"
#include "server/services/index_shelf.hpp"
#include "server/services/secret.hpp"
#include "server/services/tile_map.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <string_view>
#include <utility>

namespace yuntu::services {

using model::LayerKind;

namespace {

/// nullopt: absent, or no whole number.
std::optional<std::int64_t> find_count(model::LayerFeature const &feature, std::string_view key) {
  auto const *const text = feature.find_attribute(key);
  if (text == nullptr) {
    return std::nullopt;
  }
  std::int64_t count = -1;
  auto const *const end = text->data() + text->size();
  auto const [stop, error] = std::from_chars(text->data(), end, count);
  return error == std::errc{} && stop == end && count >= 0 ? std::optional(count) : std::nullopt;
}

std::vector<Station> read_stations(MapLayer const *layer) {
  std::vector<Station> stations;
  if (layer != nullptr) {
    for (auto const &feature : layer->version->features) {
      auto const *const kind = feature.find_attribute("kind");
      auto const *const hours = feature.find_attribute("hours");
      stations.push_back({feature.code, feature.name, std::get<geo::LonLat>(feature.geometry),
                          kind ? *kind : "", hours ? *hours : "",
                          hours ? model::OpeningHours::parse(*hours) : std::nullopt,
                          find_count(feature, "capacity")});
    }
  }
  std::sort(stations.begin(), stations.end(),
            [](Station const &a, Station const &b) { return a.code < b.code; });
  return stations;
}

double outside_m(geo::Polygon const &polygon, geo::LonLat place) {
  return geo::covers(polygon, place) ? 0 : geo::boundary_distance_m(polygon, place);
}

/// Which layers of areas, by their content.
std::string versions_of(std::map<LayerKind, MapLayer> const &layers, bool (*counts)(LayerKind)) {
  std::string versions;
  for (auto const &[kind, layer] : layers) {
    if (counts(kind)) {
      versions += std::string(model::to_string(kind)) + "=" + layer.version->version + ";";
    }
  }
  return versions;
}

WalkLayers walk_layers_of(std::map<LayerKind, MapLayer> const &layers) {
  auto const version_of = [&](LayerKind kind) {
    auto const found = layers.find(kind);
    return found == layers.end() ? nullptr : found->second.version;
  };
  auto const walk = version_of(LayerKind::walk);
  auto const street = version_of(LayerKind::street);
  return {walk != nullptr ? walk : street, version_of(LayerKind::building),
          version_of(LayerKind::entrance), version_of(LayerKind::gate),
          version_of(LayerKind::water),    street};
}

bool has_level(LayerKind kind) {
  return model::area_level_of(kind).has_value();
}

} // namespace

BaseMap::BaseMap(Layers layers, Walking walking, IndexShelf const *shelf, WalkProfiles profiles)
    : profiles_(std::move(profiles)) {
  for (auto &[kind, version] : layers) {
    layers_.emplace(kind, MapLayer(std::move(version)));
  }
  tiles_ = std::make_unique<TileMap const>(layers_);
  index_areas(shelf);
  index_fences();
  stations_ = read_stations(find_layer(LayerKind::station));
  auto const walked = walk_layers_of(layers_);
  if (walked.streets != nullptr && walking == Walking::included) {
    walks_ = std::make_unique<WalkMaps const>(walked, profiles_.standard());
  }
}

BaseMap::~BaseMap() = default;
BaseMap::BaseMap(BaseMap &&other) noexcept = default;
BaseMap &BaseMap::operator=(BaseMap &&other) noexcept = default;

void BaseMap::index_areas(IndexShelf const *shelf) {
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
    }
  }
  for (auto &of_level : parts_by_code_) {
    auto const is_before = [&](auto one, auto other) {
      return parts[one].code < parts[other].code;
    };
    if (!std::is_sorted(of_level.begin(), of_level.end(), is_before)) {
      std::stable_sort(of_level.begin(), of_level.end(), is_before);
    }
  }
  auto const make = [&] { return geo::AreaIndex(parts); };
  areas_ =
      shelf == nullptr ? make() : shelf->take(versions_of(layers_, has_level), parts.size(), make);
  areas_name_ = std::max<std::uint64_t>(short_digest(versions_of(layers_, model::holds_areas)), 1);
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

Station const *BaseMap::station(std::string const &code) const {
  auto const found = std::find_if(stations_.begin(), stations_.end(),
                                  [&](Station const &station) { return station.code == code; });
  return found == stations_.end() ? nullptr : &*found;
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

std::span<std::uint32_t const> BaseMap::parts_of(model::AreaLevel level,
                                                 std::string const &code) const {
  auto const &parts = parts_by_code_[static_cast<std::size_t>(level)];
  auto const first =
      std::lower_bound(parts.begin(), parts.end(), code, [&](auto part, auto const &wanted) {
        return feature_of(part).code < wanted;
      });
  auto const end =
      std::find_if(first, parts.end(), [&](auto part) { return feature_of(part).code != code; });
  return {first, end};
}

double BaseMap::distance_outside_m(model::AreaRef const &area, geo::LonLat place) const {
  double nearest = std::numeric_limits<double>::infinity();
  for (auto const part : parts_of(area.level, area.code)) {
    nearest =
        std::min(nearest, outside_m(std::get<geo::Polygon>(feature_of(part).geometry), place));
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
  auto const parts = parts_of(model::AreaLevel::building, code);
  if (parts.empty()) {
    return std::nullopt;
  }
  return geo::label_point(std::get<geo::Polygon>(feature_of(parts.front()).geometry));
}

std::optional<double> BaseMap::building_radius_m(std::string const &code) const {
  geo::Envelope box;
  for (auto const part : parts_of(model::AreaLevel::building, code)) {
    box.expand(geo::envelope_of(std::get<geo::Polygon>(feature_of(part).geometry)));
  }
  if (box.is_empty()) {
    return std::nullopt;
  }
  auto const south_west = geo::LonLat::from_units(box.west, box.south);
  auto const north_east = geo::LonLat::from_units(box.east, box.north);
  return geo::distance_m(*south_west, *north_east) / 2;
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

#include "tools/bench/tile_data.hpp"

#include "tools/yuntu/demo/town.hpp"
#include "tools/yuntu/layer_import.hpp"

#include <utility>
#include <vector>

namespace yuntu::bench {
namespace {

using model::LayerFeature;
using model::LayerKind;

using Attributes = std::vector<std::pair<std::string, std::string>>;

LayerFeature feature(std::string code, std::string name, geo::Geometry geometry,
                     Attributes attributes = {}) {
  std::erase_if(attributes, [](auto const &pair) { return pair.second.empty(); });
  return {std::move(code), std::move(name), {}, std::move(geometry), std::move(attributes), {}};
}

void put(services::BaseMap::Layers &layers, LayerKind kind, std::vector<LayerFeature> features) {
  auto version = std::make_shared<model::LayerVersion>();
  version->layer = kind;
  version->version = "bench";
  version->features = std::move(features);
  layers[kind] = std::move(version);
}

std::vector<LayerFeature> areas(std::vector<demo::Area> const &areas) {
  std::vector<LayerFeature> features;
  for (auto const &area : areas) {
    features.push_back(feature(area.code, area.name, area.polygon));
  }
  return features;
}

std::vector<LayerFeature> streets(demo::DemoTown const &town) {
  std::vector<LayerFeature> features;
  for (auto const &walk : town.walks) {
    features.push_back(
        feature({}, walk.name, walk.line,
                {{"highway", walk.highway}, {"bridge", walk.is_bridge ? "yes" : ""}}));
  }
  for (auto const &rail : town.railways) {
    features.push_back(feature({}, rail.name, rail.line, {{"railway", "rail"}}));
  }
  return features;
}

services::BaseMap::Layers layers_of(demo::DemoTown const &town) {
  services::BaseMap::Layers layers;
  put(layers, LayerKind::subdistrict, areas(town.subdistricts));
  put(layers, LayerKind::community, areas(town.communities));
  put(layers, LayerKind::grid, areas(town.grids));
  put(layers, LayerKind::microgrid, areas(town.microgrids));
  put(layers, LayerKind::street, streets(town));
  std::vector<LayerFeature> features;
  for (auto const &estate : town.estates) {
    features.push_back(
        feature(estate.area.code, estate.area.name, estate.area.polygon, {{"kind", estate.kind}}));
  }
  put(layers, LayerKind::estate, std::exchange(features, {}));
  for (auto const &building : town.buildings) {
    features.push_back(feature(building.code, building.name, building.polygon,
                               {{"floors", std::to_string(building.floors)},
                                {"households", std::to_string(building.households)}}));
  }
  put(layers, LayerKind::building, std::exchange(features, {}));
  for (auto const &water : town.waters) {
    features.push_back(feature({}, water.name, water.polygon));
  }
  put(layers, LayerKind::water, std::exchange(features, {}));
  for (auto const &ground : town.land_uses) {
    features.push_back(feature({}, ground.name, ground.polygon, {{"kind", ground.kind}}));
  }
  put(layers, LayerKind::landuse, std::exchange(features, {}));
  for (auto const &shop : town.shops) {
    features.push_back(feature(shop.code, shop.name, shop.place, {{"kind", shop.kind}}));
  }
  put(layers, LayerKind::shop, std::exchange(features, {}));
  return layers;
}

TileData made(std::string name, services::BaseMap::Layers layers) {
  std::erase_if(layers, [](auto const &layer) { return layer.second->features.empty(); });
  return {std::move(name), std::make_shared<services::BaseMap const>(
                               std::move(layers), services::BaseMap::Walking::left_out)};
}

} // namespace

TileData osm_tiles(std::filesystem::path const &file) {
  services::BaseMap::Layers layers;
  for (auto const kind : {LayerKind::building, LayerKind::street}) {
    tools::ImportOptions options;
    options.layer = kind;
    options.file = file;
    put(layers, kind, std::move(tools::import_layer(options).version.features));
  }
  return made(file.stem().stem().string(), std::move(layers));
}

TileData demo_tiles(std::filesystem::path const &definition) {
  return made(definition.stem().string(),
              layers_of(demo::make_town(demo::read_definition(definition), 1)));
}

} // namespace yuntu::bench

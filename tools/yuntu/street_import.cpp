#include "geo/io/street_reader.hpp"
#include "tools/yuntu/command.hpp"
#include "tools/yuntu/layer_import.hpp"

namespace yuntu::tools {
namespace {

model::LayerFeature to_feature(geo::io::Street const &street) {
  model::LayerFeature feature;
  feature.name = street.tags.name;
  geo::LineString line;
  for (auto const &node : street.nodes) {
    line.push_back(node.place);
    feature.node_ids.push_back(node.id);
  }
  feature.geometry = std::move(line);
  auto const add = [&](char const *key, std::string const &value) {
    if (!value.empty()) {
      feature.attributes.emplace_back(key, value);
    }
  };
  add("osm_id", std::to_string(street.way_id));
  add("highway", street.tags.highway);
  add("railway", street.tags.railway);
  add("barrier", street.tags.barrier);
  add("access", street.tags.access);
  add("foot", street.tags.foot);
  add("sidewalk", street.tags.sidewalk);
  add("bridge", street.tags.bridge);
  add("tunnel", street.tags.tunnel);
  add("route", street.tags.is_ferry ? "ferry" : "");
  add("area", street.tags.is_area ? "yes" : "");
  if (street.tags.duration_s) {
    add("duration_s", std::to_string(*street.tags.duration_s));
  }
  return feature;
}

} // namespace

ImportedLayer import_osm_streets(ImportOptions const &options) {
  if (!options.map.empty()) {
    throw CommandError(options.file.filename().string() +
                       ": --map is for tables; the tags of OSM streets keep their own names");
  }
  auto const source = geo::io::read_streets(options.file, options.layer == model::LayerKind::walk
                                                              ? geo::io::StreetChoice::walked
                                                              : geo::io::StreetChoice::seen);
  if (!source) {
    throw CommandError(geo::io::to_string(source.error()));
  }
  ImportedLayer imported;
  imported.read = source->read;
  imported.written = source->written;
  for (auto const &refused : source->refused) {
    imported.refused.push_back({refused.way_id, refused.reason});
  }
  for (auto const &street : source->streets) {
    imported.version.features.push_back(to_feature(street));
  }
  for (auto const &wall : source->walls) {
    imported.version.features.push_back(to_feature(wall));
  }
  if (!source->walls.empty()) {
    imported.notes.push_back(std::to_string(source->walls.size()) +
                             " walls and fences taken along, not counted among the streets");
  }
  if (source->cut_ways > 0) {
    imported.notes.push_back(std::to_string(source->cut_ways) + " ways cut where " +
                             std::to_string(source->missing_nodes) +
                             " nodes are missing, never bridged");
  }
  if (source->ferries > 0) {
    imported.notes.push_back(std::to_string(source->ferries) +
                             " ferries taken along, not counted among the streets");
  }
  imported.version.crs = "EPSG:4326";
  imported.version.encoding = "UTF-8";
  return imported;
}

} // namespace yuntu::tools

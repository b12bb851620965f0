#include "server/services/map_archive.hpp"

#include "server/services/layer_loader.hpp"

#include <algorithm>

namespace yuntu::services {
namespace {

constexpr std::size_t maps_kept = 2;

/// Of the layers of areas: nothing else is asked of an old map.
std::map<model::LayerKind, std::string> area_versions(BaseMap const &map) {
  std::map<model::LayerKind, std::string> versions;
  for (auto const &[kind, layer] : map.layers()) {
    if (model::holds_areas(kind)) {
      versions[kind] = layer.version->version;
    }
  }
  return versions;
}

} // namespace

MapArchive::MapArchive(std::filesystem::path const &base, Current current)
    : store_(base), current_(std::move(current)) {}

std::shared_ptr<BaseMap const>
MapArchive::of(std::map<model::LayerKind, model::LayerPublished> const &layers) {
  Versions versions;
  for (auto const &[kind, layer] : layers) {
    if (model::holds_areas(kind)) {
      versions[kind] = layer.version;
    }
  }
  if (current_) {
    if (auto map = current_(); map && area_versions(*map) == versions) {
      return map;
    }
  }
  auto const found = std::find_if(kept_.begin(), kept_.end(),
                                  [&](auto const &entry) { return entry.first == versions; });
  if (found != kept_.end()) {
    return found->second;
  }
  auto map =
      std::make_shared<BaseMap const>(read_layers(store_, versions), BaseMap::Walking::left_out);
  kept_.emplace_front(versions, map);
  if (kept_.size() > maps_kept) {
    kept_.pop_back();
  }
  return map;
}

} // namespace yuntu::services

#pragma once

#include "server/services/base_map.hpp"
#include "server/store/base_store.hpp"

#include <map>
#include <string>

namespace yuntu::services {

/// Reads the versions in use. Throws store::StorageFailed naming a version that is not there.
[[nodiscard]] inline BaseMap::Layers
read_layers(store::BaseStore const &base, std::map<model::LayerKind, std::string> const &versions) {
  BaseMap::Layers layers;
  for (auto const &[kind, version] : versions) {
    layers[kind] = std::make_shared<model::LayerVersion const>(base.read(kind, version));
  }
  return layers;
}

} // namespace yuntu::services

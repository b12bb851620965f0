#pragma once

#include "server/model/city_state.hpp"

#include <map>
#include <string>

namespace yuntu::app {

/// Of each layer; versions for later left out.
[[nodiscard]] inline std::map<model::LayerKind, std::string>
versions_in_use(model::CityState const &state) {
  std::map<model::LayerKind, std::string> versions;
  for (auto const &[kind, layer] : state.layers) {
    versions[kind] = layer.version;
  }
  return versions;
}

} // namespace yuntu::app

#include "server/model/layer.hpp"

#include <algorithm>

namespace yuntu::model {

std::optional<LayerKind> parse_layer_kind(std::string_view name) {
  auto const *const found = std::find(layer_kind_names.begin(), layer_kind_names.end(), name);
  if (found == layer_kind_names.end()) {
    return std::nullopt;
  }
  return static_cast<LayerKind>(found - layer_kind_names.begin());
}

std::optional<AreaLevel> area_level_of(LayerKind kind) {
  auto const index = static_cast<std::size_t>(kind);
  if (index >= area_level_count) {
    return std::nullopt;
  }
  return static_cast<AreaLevel>(index);
}

bool holds_areas(LayerKind kind) {
  return kind == LayerKind::fence || area_level_of(kind).has_value();
}

std::string const *LayerFeature::find_attribute(std::string_view key) const {
  auto const found = std::find_if(attributes.begin(), attributes.end(),
                                  [&](auto const &pair) { return pair.first == key; });
  return found == attributes.end() ? nullptr : &found->second;
}

} // namespace yuntu::model

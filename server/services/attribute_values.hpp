#pragma once

#include "server/model/layer.hpp"

#include <charconv>
#include <string_view>

namespace yuntu::services {

/// "" when the feature does not say.
[[nodiscard]] inline std::string_view attribute(model::LayerFeature const &feature,
                                                std::string_view key) {
  auto const *const value = feature.find_attribute(key);
  return value == nullptr ? std::string_view{} : std::string_view(*value);
}

/// 0 for what is no number.
template <typename Number>
[[nodiscard]] Number number_of(std::string_view text) {
  Number value{};
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

} // namespace yuntu::services

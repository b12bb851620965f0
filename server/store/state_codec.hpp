#pragma once

#include "server/model/city_state.hpp"

#include <string>
#include <string_view>

namespace yuntu::store {

/// The whole state as JSON text, for checkpoints. Reading gives an equal value again.
[[nodiscard]] std::string encode_state(model::CityState const &state);
/// Throws StorageFailed naming the field.
[[nodiscard]] model::CityState decode_state(std::string_view text);

} // namespace yuntu::store

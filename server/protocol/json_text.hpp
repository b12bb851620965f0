#pragma once

#include <nlohmann/json.hpp>

#include <string>

// Private to protocol/*.cpp.
namespace yuntu::protocol {

/// Compact; bytes that are not UTF-8 are replaced: they must not stop an answer.
[[nodiscard]] inline std::string text_of(nlohmann::json const &value) {
  return value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

} // namespace yuntu::protocol

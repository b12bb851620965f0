#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace yuntu::store {

[[nodiscard]] std::string to_base64(std::string_view bytes);
/// nullopt for anything but the standard alphabet with padding.
[[nodiscard]] std::optional<std::string> from_base64(std::string_view text);

} // namespace yuntu::store

#pragma once

#include <string>
#include <string_view>

namespace yuntu::store {

/// zlib at its quickest, with the length in front.
[[nodiscard]] std::string deflate(std::string_view text);
/// Throws StorageFailed for bytes that `deflate` cannot have written.
[[nodiscard]] std::string inflate(std::string_view bytes);

} // namespace yuntu::store

#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace yuntu::services {

/// Where tokens and sign-in codes come from: `random_token` but in a simulation that must come out
/// the same twice.
using TokenSource = std::function<std::string()>;

/// Hex BLAKE2b-256 (libsodium). Tokens are kept as their digest only.
[[nodiscard]] std::string digest(std::string_view bytes);
/// Keyed with a secret of at least 16 bytes.
[[nodiscard]] std::string keyed_digest(std::string_view key, std::string_view bytes);
/// The first 64 bits of the digest.
[[nodiscard]] std::uint64_t short_digest(std::string_view bytes);
/// nullopt when it is not padded base64.
[[nodiscard]] std::optional<std::string> base64_decoded(std::string_view text);
/// 32 random bytes as 64 hex digits.
[[nodiscard]] std::string random_token();

} // namespace yuntu::services

#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace yuntu::store {

/// 32 raw bytes of BLAKE2b-256.
using Digest = std::string;

[[nodiscard]] Digest blake2b(std::string_view bytes);
[[nodiscard]] std::string to_hex(std::string_view bytes);
/// From the system's source of randomness.
[[nodiscard]] std::string random_bytes(std::size_t count);

/// Where the 16 bytes of salt for a text or a position block come from. Random outside of tests.
using SaltSource = std::function<std::string()>;
inline constexpr std::size_t salt_bytes = 16;

/// Something that lies beside the chain, with its salt: once both are erased the digest in the
/// chain does not help to guess what it was.
struct Sealed {
  std::string salt;
  std::string body;

  [[nodiscard]] Digest digest() const;
  friend bool operator==(Sealed const &, Sealed const &) = default;
};

} // namespace yuntu::store

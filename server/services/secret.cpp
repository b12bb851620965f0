#include "server/services/secret.hpp"

#include "server/store/base64.hpp"

#include <sodium.h>

#include <array>
#include <cstring>
#include <stdexcept>

namespace yuntu::services {
namespace {

using Digest = std::array<unsigned char, crypto_generichash_BYTES>;

unsigned char const *bytes_of(std::string_view text) {
  return static_cast<unsigned char const *>(static_cast<void const *>(text.data()));
}

Digest hash(std::string_view bytes, std::string_view key) {
  Digest result{};
  crypto_generichash(result.data(), result.size(), bytes_of(bytes), bytes.size(),
                     key.empty() ? nullptr : bytes_of(key), key.size());
  return result;
}

template <std::size_t Size>
std::string hex(std::array<unsigned char, Size> const &bytes) {
  std::string text(Size * 2 + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), bytes.data(), bytes.size());
  text.pop_back();
  return text;
}

} // namespace

std::string digest(std::string_view bytes) {
  return hex(hash(bytes, {}));
}

std::string keyed_digest(std::string_view key, std::string_view bytes) {
  return hex(hash(bytes, key.substr(0, crypto_generichash_KEYBYTES_MAX)));
}

std::uint64_t short_digest(std::string_view bytes) {
  auto const full = hash(bytes, {});
  std::uint64_t value = 0;
  std::memcpy(&value, full.data(), sizeof value);
  return value;
}

std::optional<std::string> base64_decoded(std::string_view text) {
  return store::from_base64(text);
}

std::string random_token() {
  if (sodium_init() < 0) {
    throw std::runtime_error("libsodium cannot be initialised: no source of randomness");
  }
  std::array<unsigned char, 32> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  return hex(bytes);
}

} // namespace yuntu::services

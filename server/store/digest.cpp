#include "server/store/digest.hpp"

#include "server/store/byte_codec.hpp"
#include "server/store/event_log.hpp"

#include <sodium.h>

namespace yuntu::store {
namespace {

unsigned char *as_bytes(std::string &text) {
  return reinterpret_cast<unsigned char *>(text.data());
}

unsigned char const *as_bytes(std::string_view text) {
  return reinterpret_cast<unsigned char const *>(text.data());
}

} // namespace

Digest blake2b(std::string_view bytes) {
  Digest digest(32, '\0');
  crypto_generichash(as_bytes(digest), digest.size(), as_bytes(bytes), bytes.size(), nullptr, 0);
  return digest;
}

std::string to_hex(std::string_view bytes) {
  std::string hex(bytes.size() * 2 + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), as_bytes(bytes), bytes.size());
  hex.pop_back();
  return hex;
}

std::string random_bytes(std::size_t count) {
  if (sodium_init() < 0) {
    throw StorageFailed("the system gives no random bytes");
  }
  std::string bytes(count, '\0');
  randombytes_buf(bytes.data(), bytes.size());
  return bytes;
}

Digest Sealed::digest() const {
  ByteWriter bytes;
  bytes.put_sized("yuntu sealed");
  bytes.put_sized(salt);
  bytes.put_sized(body);
  return blake2b(bytes.bytes());
}

} // namespace yuntu::store

#pragma once

#include "server/store/byte_codec.hpp"

#include <cstdint>
#include <vector>

namespace yuntu::store {

/// A column of numbers that are mostly near zero, as Rice codes with a parameter for every 128 of
/// them: a run of zeros costs a byte, a walker's step about 11 bits. The count is the caller's to
/// know.
void put_packed(ByteWriter &out, std::vector<std::uint64_t> const &values);
/// Throws MalformedBytes.
[[nodiscard]] std::vector<std::uint64_t> take_packed(ByteReader &in, std::size_t count);

/// Signed differences as small unsigned numbers and back; differences wrap.
[[nodiscard]] constexpr std::uint64_t zigzag(std::uint64_t difference) {
  return (difference << 1) ^ ((difference >> 63) != 0 ? ~std::uint64_t{0} : 0);
}
[[nodiscard]] constexpr std::uint64_t unzigzag(std::uint64_t value) {
  return (value >> 1) ^ ((value & 1) != 0 ? ~std::uint64_t{0} : 0);
}

} // namespace yuntu::store

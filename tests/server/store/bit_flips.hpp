#pragma once

#include <cstdint>
#include <filesystem>

namespace yuntu::testing {

void flip_bit(std::filesystem::path const &file, std::uint64_t bit);

/// Who noticed what.
struct FlipNotices {
  std::uint64_t at_start = 0;
  std::uint64_t by_verify = 0;
  std::uint64_t nothing_differs = 0; ///< unused bytes, derived tables: all reads as before
  std::uint64_t unnoticed = 0;       ///< reads differently and nobody said so
  std::uint64_t crashes = 0;
};

/// A log of some commits and a checkpoint, closed in order; so many times one bit of its database,
/// anywhere, is flipped in a copy, which is then opened, verified and read by a process of its own.
[[nodiscard]] FlipNotices flip_database_bits(int flips, std::uint64_t seed);

} // namespace yuntu::testing

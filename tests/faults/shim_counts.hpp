#pragma once

#include <cstdint>

namespace yuntu::faults {

/// What the shim has seen, in a file that it maps: it outlives a kill. Only calls on files in the
/// shim's folder count.
struct ShimCounts {
  std::uint64_t calls = 0;  ///< of every kind that changes something
  std::uint64_t writes = 0; ///< write, pwrite
  std::uint64_t syncs = 0;  ///< fsync, fdatasync
  std::uint64_t faults = 0; ///< calls that were made to fail or fall short
};

} // namespace yuntu::faults

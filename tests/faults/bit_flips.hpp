#pragma once

#include "tests/faults/outcome.hpp"

#include <cstdint>

namespace yuntu::faults {

/// One bit of the write-ahead log flipped, or its end cut off, after kill -9: the real server
/// refuses to start with 70 and says what is missing, or nothing is missing. Never a silent loss.
[[nodiscard]] Outcome damage_write_ahead_log(int flips, int cuts, std::uint64_t seed);

/// One bit of a closed log's database flipped: the start or `verify` notices, or everything reads
/// as before; nothing crashes. A violation: anything that reads differently without being noticed.
[[nodiscard]] Outcome damage_database(int flips, std::uint64_t seed);

} // namespace yuntu::faults

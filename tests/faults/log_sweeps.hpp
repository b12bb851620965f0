#pragma once

#include "tests/faults/outcome.hpp"

#include <cstdint>

namespace yuntu::faults {

/// How a program is ended at its Nth call.
enum class End { killed, killed_in_half_a_write, power_cut };

/// A program that makes a log, writes `commits` into it and closes it, ended at the Nth call that
/// changes a file, for every N until none is left: the log opens, goes on and holds everything
/// acknowledged. `is_eager`: the program acknowledges before it commits; violations are expected.
[[nodiscard]] Outcome end_log_at_every_call(End end, std::uint64_t commits, bool is_eager = false);

/// The same program, with every Nth fsync failing (EIO, and the data gone) or the Nth write
/// finding no space: nothing acknowledged is lost in a power cut after that, exit code 70 for the
/// first; the second goes on.
[[nodiscard]] Outcome fail_log_at_every_sync(std::uint64_t commits);
[[nodiscard]] Outcome fill_log_at_every_write(std::uint64_t commits);
/// Every Nth write is half done or interrupted, for N from 1 to `rounds`: as if nothing were.
[[nodiscard]] Outcome shorten_writes(std::uint64_t commits, int rounds);

/// A migration over two schemas, killed at the Nth call, for every N: an old schema or the new one,
/// whole, and the next start completes it.
[[nodiscard]] Outcome end_migration_at_every_call(End end, int rows);

} // namespace yuntu::faults

#pragma once

#include "tests/faults/outcome.hpp"

#include <cstdint>
#include <vector>

namespace yuntu::faults {

/// The real server on a disk where the Nth fsync fails and its data are gone, then the power is
/// cut: it has ended with 70, and what it had acknowledged is there after the restart. SQLite goes
/// on when making a name durable fails (`went_on`): then nothing may be missing either.
[[nodiscard]] Outcome fail_server_syncs(std::vector<std::uint64_t> const &which);

/// The Nth write finds no space: told to the sender (507) or not felt; nothing acknowledged is
/// lost, the server goes on without a restart and stops in order.
[[nodiscard]] Outcome fill_server_writes(std::vector<std::uint64_t> const &which);

/// One scripted scenario (start, report, act, stop), killed at the Nth call that changes a file;
/// `last` 0: until there is no Nth.
[[nodiscard]] Outcome kill_server_at_calls(std::uint64_t first, std::uint64_t step,
                                           std::uint64_t last);

/// A disk of a few MB that fills up for real: 507, reads go on, and 5 s after space was made at
/// the latest it takes reports again. `skipped` when a file system cannot be mounted here.
[[nodiscard]] Outcome fill_real_disk();

} // namespace yuntu::faults

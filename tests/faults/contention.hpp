#pragma once

#include "tests/faults/outcome.hpp"

#include <chrono>
#include <cstdint>

namespace yuntu::faults {

/// Another process holds the log's lock for a while: 503 within 5.5 s, reading goes on, and once
/// the lock is gone everything goes on, nothing acknowledged lost.
[[nodiscard]] Outcome hold_foreign_lock(std::chrono::milliseconds how_long);

/// Another process reads the log as it was, for ever, while `commits` are written: the write-ahead
/// log grows as it must, is told of, and shrinks within `patience` once the reader has gone.
[[nodiscard]] Outcome read_for_ever(std::uint64_t commits, std::chrono::seconds patience);

/// So many requests whose answer is cut off, half of them after the commit, each sent again: one
/// row each. Then each once more with another content: named as a conflict.
[[nodiscard]] Outcome cut_answers(int requests);

} // namespace yuntu::faults

#pragma once

#include "tests/faults/outcome.hpp"

namespace yuntu::faults {

/// The server's wall clock is set forward and back under it (clock_shim): nothing is lost, facts
/// keep their order, the jump is told of, and nothing that only waits for its hour happens to
/// everybody because of a clock that is put right again.
[[nodiscard]] Outcome jump_clock(int scenarios);

} // namespace yuntu::faults

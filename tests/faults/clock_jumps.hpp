#pragma once

#include "tests/faults/outcome.hpp"

namespace yuntu::faults {

/// The server's wall clock is set forward and back under it (clock_shim): nothing is lost, facts
/// keep their order, the jump is told of, and nothing that only waits for its hour happens to
/// everybody because of a clock that is put right again.
/// No milestone is missed and nothing raised because of it.
[[nodiscard]] Outcome jump_clock(int scenarios);
/// It is set a day ahead, then a day back, for good: the jump is recorded twice, seen and adopted,
/// and raises nothing in the moment when the new time counts, nor at a start soon after.
[[nodiscard]] Outcome set_clock_for_good();

} // namespace yuntu::faults

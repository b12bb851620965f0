#pragma once

#include "tests/faults/outcome.hpp"

#include <cstdint>
#include <string>

namespace yuntu::faults {

/// kill -9 at random instants under write load, every fifth time while starting; each time the
/// server comes up again by itself with everything it had acknowledged, once. Requests that were
/// under way are sent again. Rounds after which it was stopped in order are among them.
[[nodiscard]] Outcome kill_rounds(int rounds, std::uint64_t seed);

/// The same, with the power cut: what was not synced is gone.
[[nodiscard]] Outcome power_cut_rounds(int rounds, std::uint64_t seed);

/// One county each round, with SQLite's other setting: how much of what was acknowledged a power
/// cut takes. Figures `lost` and `noticed` (the server refuses to start); no violations.
[[nodiscard]] Outcome power_cuts_with(std::string const &synchronous, int rounds,
                                      std::uint64_t seed);

/// SIGTERM under load: ends with 0 within 5 s (a violation otherwise), nothing lost.
[[nodiscard]] Outcome stop_rounds(int rounds, std::uint64_t seed);

} // namespace yuntu::faults

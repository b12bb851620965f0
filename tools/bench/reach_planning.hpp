#pragma once

#include "tools/bench/reach_bed.hpp"

namespace yuntu::bench {

/// Questions of a planner: what one edit would change, each kind of edit by itself, and where a
/// street is missing. From a seed.
void measure_planning(ReachBed const &bed);

} // namespace yuntu::bench

#pragma once

#include "tools/bench/reach_bed.hpp"

namespace yuntu::bench {

/// 2,000 candidates, 30 to open, by walks of 5 to 30 minutes: how long, how much is served, how far
/// from the best at most. Then 16 cases of 80 candidates, 8 to open, beside the best that cbc
/// proves.
void measure_siting(ReachBed const &bed);

} // namespace yuntu::bench

#pragma once

#include "tools/yuntu/demo/layout.hpp"

namespace yuntu::demo {

/// Low houses along narrow alleys, none quite straight. `scale` stretches lots and houses: 1 gives
/// a house some 12 m wide; a smaller scale gives more of them.
[[nodiscard]] Layout lay_old_quarter(PlanRing const &region, double scale, Random &random);

} // namespace yuntu::demo

#pragma once

#include "server/model/city_state.hpp"

namespace yuntu::services {

/// For folding many fixes of which only the last ones count: `postpone` stands in for locate() and
/// notes the place instead of the areas, `settle` finds the areas of what is left.
[[nodiscard]] model::AreaCodes postpone(geo::LonLat place);

enum class Settle : bool {
  all,
  inaccurate ///< fixes whose areas are those of the accurate one before: a new layer leaves them
};
void settle(model::CityState &state, Settle which, model::Locate const &locate);
/// Whether there is anything for it to do.
[[nodiscard]] bool is_unsettled(model::CityState const &state, Settle which);

} // namespace yuntu::services

#pragma once

#include "server/model/city_state.hpp"

namespace yuntu::model {

/// Whether a duty, a stay or a fix is dated later than that.
[[nodiscard]] bool is_dated_after(CityState const &state, Time time);

/// What is dated later than `to` was dated by a clock that was wrong, and counts as having happened
/// then: duty, stays in areas, newest fixes; of the paths it is left out. Workers whose fix it
/// changes get the tick.
void date_back(CityState &state, Time to, std::uint64_t tick);

} // namespace yuntu::model

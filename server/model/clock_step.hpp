#pragma once

#include "server/model/city_state.hpp"

#include <optional>

namespace yuntu::model {

/// Whether a duty, a stay or a fix is dated later than that.
[[nodiscard]] bool is_dated_after(CityState const &state, Time time);

/// What is dated later than `to` was dated by a clock that was wrong, and counts as having happened
/// then: duty, stays in areas, newest fixes; of the paths it is left out. Workers whose fix it
/// changes get the tick.
void date_back(CityState &state, Time to, std::uint64_t tick);

/// What holds after a jump that was adopted: of several in a row that went ahead, all of them.
[[nodiscard]] std::optional<ClockAhead> ahead_after(std::optional<ClockAhead> const &before,
                                                    ClockJumped const &jump);

} // namespace yuntu::model

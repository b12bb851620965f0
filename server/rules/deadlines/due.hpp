#pragma once

#include "server/model/deadline.hpp"
#include "server/rules/deadlines/work_calendar.hpp"

#include <optional>
#include <vector>

namespace yuntu::rules {

/// When a limit that begins at `start` is over: the first instant by which as much time has counted
/// as the limit allows. Working days count from the day after `start` to the end of work on the
/// last of them. A pause moves it on by what of the pause would have counted. nullopt while a pause
/// without an end keeps it from coming. `pauses` are in order and do not overlap; what of them
/// lies before `start` does not matter.
[[nodiscard]] std::optional<model::Time> due_at(model::Time start, model::Limit const &limit,
                                                std::vector<model::Pause> const &pauses,
                                                WorkCalendar const &calendar);

/// Why it is due at `due`, which `due_at` gave (or a later stage's rule raised): without the
/// profile's title. With nullopt, as far as it has counted before the pause that goes on.
[[nodiscard]] model::DueTrace trace_due(model::Time start, model::Limit const &limit,
                                        std::vector<model::Pause> const &pauses,
                                        WorkCalendar const &calendar,
                                        std::optional<model::Time> due);

} // namespace yuntu::rules

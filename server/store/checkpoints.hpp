#pragma once

#include "server/model/city_state.hpp"

#include <cstdint>
#include <optional>

namespace yuntu::store {

class Database;

// The derived tables of the log: states at some commits, each with a digest over itself and the
// commit it stands on, so that one that was changed is passed over.

/// Keeps the newest two; and, once in a while, what looking back starts from (a keyframe): the
/// first of every three hours of the county's day.
void save_checkpoint(Database &database, model::CityState const &state);
[[nodiscard]] std::optional<model::CityState> read_newest_checkpoint(Database &database);

/// What a keyframe has of a state: without devices, links, sessions and the recent fixes that the
/// rules keep, which nothing shows.
[[nodiscard]] model::CityState shown_part(model::CityState state);
/// The newest keyframe at or before `tick`; nullopt: from the beginning, then.
[[nodiscard]] std::optional<model::CityState> read_keyframe(Database &database, std::uint64_t tick);
/// Those of commits before `time`.
void drop_keyframes(Database &database, model::Time time);

} // namespace yuntu::store

#pragma once

#include "server/model/city_state.hpp"
#include "server/store/digest.hpp"
#include "server/store/event_log.hpp"

#include <random>
#include <vector>

namespace yuntu::testing {

using Random = std::mt19937_64;

inline constexpr std::int64_t sample_start_ms = 1'795'000'000'000;

/// The same salts in the same order, each time it is made.
[[nodiscard]] store::SaltSource counting_salts();
[[nodiscard]] geo::LonLat random_place(Random &random);
[[nodiscard]] model::PositionRecord random_position(Random &random);
/// Any kind, with any values.
[[nodiscard]] model::FactBody random_body(Random &random);
/// A group that continues `head`: up to 4 facts, up to 6 positions, never empty. None of the facts
/// says that positions were moved to a track.
[[nodiscard]] model::CommitGroup random_group(Random &random, store::LogHead const &head);
/// Appends `count` of them; gives back what was appended.
std::vector<model::CommitGroup> append_random(store::EventLog &log, Random &random,
                                              std::size_t count);
/// One duty fact that continues `head`.
[[nodiscard]] model::CommitGroup small_group(store::LogHead const &head);
/// A made-up but deterministic answer.
[[nodiscard]] model::AreaCodes sample_areas(geo::LonLat place);
[[nodiscard]] std::vector<model::CommitGroup> read_all(store::EventLog &log,
                                                       std::uint64_t after_tick = 0);

} // namespace yuntu::testing

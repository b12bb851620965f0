#pragma once

#include "server/model/position_report.hpp"
#include "server/protocol/live_values.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace yuntu::protocol {

/// What stood on the map at a time, as a snapshot of the live stream says it.
struct StateAnswer {
  model::Time at;                     ///< known then
  std::optional<model::Time> as_of{}; ///< true then; absent: what was shown at `at`
  std::uint64_t seq = 0;              ///< of the log, of what was known
  std::uint64_t tick = 0;
  model::Time time;        ///< of that commit
  bool is_expired = false; ///< positions are past retention: no workers
  Upserts upserts;
};
[[nodiscard]] std::string state_json(StateAnswer const &answer);

struct TrackFix {
  model::Time time;
  geo::LonLat position;
  std::uint32_t accuracy_dm = 0;
  model::PositionFlag flag = model::PositionFlag::none;
  friend bool operator==(TrackFix const &, TrackFix const &) = default;
};
struct TrackAnswer {
  std::string worker;
  model::Time from;
  model::Time to;
  std::vector<TrackFix> fixes; ///< by time
  std::string next{};          ///< cursor; empty: that was all
  bool is_expired = false;     ///< of part of the time positions are past retention
};
[[nodiscard]] std::string track_json(TrackAnswer const &answer);

} // namespace yuntu::protocol

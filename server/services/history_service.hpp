#pragma once

#include "server/live/incident_board.hpp"
#include "server/model/principal.hpp"
#include "server/protocol/errors.hpp"
#include "server/protocol/history_answers.hpp"
#include "server/services/known_incidents.hpp"
#include "server/services/look_back.hpp"
#include "server/store/log_history.hpp"

#include <tl/expected.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace yuntu::services {

struct StateQuestion {
  std::optional<model::Time> at;    ///< known then; absent: now
  std::optional<model::Time> as_of; ///< true then; absent: what was shown
};

struct TrackQuestion {
  std::string worker;
  model::Time from;
  model::Time to;
  std::string cursor{};
  std::size_t limit = 5'000;
};

/// Looking back, for whoever may: today's principal, the areas of that day. One thread (not the
/// city's or the live one: an answer takes up to seconds).
class HistoryService {
public:
  /// Deadlines are told by `signs`, which are today's.
  HistoryService(store::LogHistory history, MapOf map_of, live::IncidentSigns signs = {});

  [[nodiscard]] tl::expected<protocol::StateAnswer, protocol::Problem>
  state(model::Principal const &principal, StateQuestion const &question, model::Time now);
  [[nodiscard]] tl::expected<protocol::TrackAnswer, protocol::Problem>
  track(model::Principal const &principal, TrackQuestion const &question, model::Time now);

  /// All incidents as they were known at `time`; whose they are to see is not asked.
  [[nodiscard]] tl::expected<KnownIncidents, protocol::Problem> incidents_at(model::Time time);
  /// The areas that were in force at `time`, as far as they are known today.
  [[nodiscard]] tl::expected<std::shared_ptr<BaseMap const>, protocol::Problem>
  map_at(model::Time time);
  /// The areas as these layers have them.
  [[nodiscard]] tl::expected<std::shared_ptr<BaseMap const>, protocol::Problem>
  map_with(std::map<model::LayerKind, model::LayerPublished> const &layers);

private:
  tl::expected<protocol::StateAnswer, protocol::Problem>
  find_state(model::Principal const &principal, StateQuestion const &question, model::Time now);
  tl::expected<protocol::TrackAnswer, protocol::Problem>
  find_track(model::Principal const &principal, TrackQuestion const &question, model::Time now);
  /// Of one day, by time, from `from` on.
  std::vector<protocol::TrackFix> fixes_of_day(model::Principal const &principal,
                                               TrackQuestion const &question, model::Day day,
                                               model::Time from);

  store::LogHistory history_;
  MapOf map_of_;
  live::IncidentSigns signs_;
};

/// What a viewer of these rights would have been sent as a snapshot; a reach has no streets.
[[nodiscard]] protocol::Upserts shown_to(model::Principal const &principal,
                                         model::CityState const &state,
                                         live::IncidentSigns const &signs);

} // namespace yuntu::services

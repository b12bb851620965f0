#include "server/services/history_service.hpp"

#include "server/live/hub.hpp"
#include "server/rules/visibility.hpp"
#include "server/store/event_log.hpp"

#include <algorithm>
#include <charconv>
#include <tuple>
#include <utility>

namespace yuntu::services {
namespace {

using protocol::Problem;

constexpr std::chrono::days longest_span{31};

template <typename Value>
protocol::Shared<Value> shared(Value value) {
  return std::make_shared<protocol::Encoded<Value> const>(
      protocol::Encoded<Value>{std::move(value), {}});
}

/// Where a page begins: at this time, without the first `skip` fixes of it.
struct TrackCursor {
  model::Time time;
  std::size_t skip = 0;
};

std::string to_text(TrackCursor const &cursor) {
  return std::to_string(model::to_unix_ms(cursor.time)) + "-" + std::to_string(cursor.skip);
}

std::optional<TrackCursor> parse_cursor(std::string const &text) {
  std::int64_t ms = 0;
  std::size_t skip = 0;
  auto const *const end = text.data() + text.size();
  auto const time = std::from_chars(text.data(), end, ms);
  if (time.ec != std::errc{} || time.ptr == end || *time.ptr != '-') {
    return std::nullopt;
  }
  auto const rest = std::from_chars(time.ptr + 1, end, skip);
  if (rest.ec != std::errc{} || rest.ptr != end) {
    return std::nullopt;
  }
  return TrackCursor{model::from_unix_ms(ms), skip};
}

void add_workers(model::AudienceSet const &rights, model::CityState const &state,
                 protocol::Upserts &upserts) {
  protocol::WorkerBlock block;
  for (auto const &[id, worker] : state.workers) {
    if (worker.fix &&
        rights.admits(model::DataClass::worker, model::audience_of(worker.fix->areas))) {
      auto const &fix = *worker.fix;
      block.rows.push_back({id, fix.position, fix.accuracy_dm, fix.time, fix.areas});
    }
  }
  if (!block.rows.empty()) {
    upserts.workers.push_back(shared(std::move(block)));
  }
}

void add_incidents(model::AudienceSet const &rights, std::string const &user,
                   model::CityState const &state, live::IncidentSigns const &signs,
                   protocol::Upserts &upserts) {
  for (auto const &[id, incident] : state.incidents) {
    if (!signs.is_closed(incident) &&
        (rights.admits(model::DataClass::incident, model::audience_of(incident.areas)) ||
         model::is_own(user, incident.reporter, incident.assignee))) {
      upserts.incidents.push_back(shared(signs.upsert_of(incident)));
    }
  }
}

void drop_fixes(model::CityState &state) {
  for (auto &[id, worker] : state.workers) {
    worker.fix.reset();
  }
}

std::optional<Problem> fault_of(TrackQuestion const &question) {
  if (question.from > question.to) {
    return Problem{400, "Bad parameter", "\"from\" must not lie after \"to\"", {}};
  }
  if (question.to - question.from > longest_span) {
    return Problem{400, "Bad parameter", "\"from\" to \"to\" must span at most 31 days", {}};
  }
  if (!question.cursor.empty() && !parse_cursor(question.cursor)) {
    return Problem{400, "Bad parameter", "\"cursor\" must be the \"next\" of an answer", {}};
  }
  return std::nullopt;
}

std::optional<Problem> fault_of(StateQuestion const &question, model::Time now) {
  if (!question.at && !question.as_of) {
    return Problem{400, "Bad parameter", "give \"at\" or \"as_of\" or both", {}};
  }
  if (question.at.value_or(now) > now || question.as_of.value_or(now) > now) {
    return Problem{400, "Bad parameter", "a time to look back at must not lie in the future", {}};
  }
  if (question.at && question.as_of && *question.as_of > *question.at) {
    return Problem{
        400, "Bad parameter", "\"as_of\" must not lie after \"at\": nobody knew yet", {}};
  }
  return std::nullopt;
}

/// What storage throws, as an answer: the server itself goes on.
template <typename Value, typename Work>
tl::expected<Value, Problem> answered(Work work) {
  try {
    return work();
  } catch (store::StorageBusy const &) {
    return tl::unexpected(
        Problem{503, "Storage busy", "the log cannot be read just now; ask again in a second", {}});
  } catch (store::StorageFailed const &) {
    return tl::unexpected(Problem{500,
                                  "Track damaged",
                                  "what was kept of that time is missing or damaged; "
                                  "`yuntu verify` says what",
                                  {}});
  }
}

Problem not_recorded(std::optional<store::HistoryPoint> const &oldest) {
  return {404,
          "Not recorded",
          oldest ? "the log begins at " + model::format_rfc3339(oldest->time) : "the log is empty",
          {}};
}

} // namespace

protocol::Upserts shown_to(model::Principal const &principal, model::CityState const &state,
                           live::IncidentSigns const &signs) {
  auto const rights = rules::audiences_of(principal);
  protocol::Upserts upserts;
  add_workers(rights, state, upserts);
  add_incidents(rights, principal.user, state, signs, upserts);
  if (rights.sees_reach) {
    for (auto const &[station, reach] : state.reaches) {
      upserts.reaches.push_back(shared(
          protocol::ReachUpsert{station, reach.limit_s, reach.buildings, reach.households, {}}));
    }
  }
  return upserts;
}

HistoryService::HistoryService(store::LogHistory history, MapOf map_of, live::IncidentSigns signs)
    : history_(std::move(history)), map_of_(std::move(map_of)), signs_(std::move(signs)) {}

tl::expected<protocol::StateAnswer, Problem>
HistoryService::state(model::Principal const &principal, StateQuestion const &question,
                      model::Time now) {
  return answered<protocol::StateAnswer>([&] { return find_state(principal, question, now); });
}

tl::expected<protocol::TrackAnswer, Problem>
HistoryService::track(model::Principal const &principal, TrackQuestion const &question,
                      model::Time now) {
  return answered<protocol::TrackAnswer>([&] { return find_track(principal, question, now); });
}

tl::expected<std::shared_ptr<BaseMap const>, Problem> HistoryService::map_at(model::Time time) {
  using Map = std::shared_ptr<BaseMap const>;
  return answered<Map>(
      [&]() -> tl::expected<Map, Problem> { return map_of_(history_.layers_known_of(time)); });
}

tl::expected<std::shared_ptr<BaseMap const>, Problem>
HistoryService::map_with(std::map<model::LayerKind, model::LayerPublished> const &layers) {
  using Map = std::shared_ptr<BaseMap const>;
  return answered<Map>([&]() -> tl::expected<Map, Problem> { return map_of_(layers); });
}

tl::expected<KnownIncidents, Problem> HistoryService::incidents_at(model::Time time) {
  return answered<KnownIncidents>([&]() -> tl::expected<KnownIncidents, Problem> {
    auto const known = history_.point_at(time);
    if (!known) {
      return tl::unexpected(not_recorded(history_.oldest()));
    }
    auto state = history_.keyframe_before(known->tick);
    history_.for_each_fact(state.seq, known->seq, [&](model::Fact const &fact) {
      model::fold_fact(state, fact, fact.tick + 1);
    });
    return KnownIncidents{std::move(state.incidents), known->seq, known->tick,
                          history_.hash_at(*known), map_of_(state.layers)};
  });
}

tl::expected<protocol::StateAnswer, Problem>
HistoryService::find_state(model::Principal const &principal, StateQuestion const &question,
                           model::Time now) {
  if (auto const fault = fault_of(question, now)) {
    return tl::unexpected(*fault);
  }
  auto const at = question.at.value_or(now);
  auto const when = question.as_of.value_or(at);
  auto const known = history_.point_at(at);
  auto const oldest = history_.oldest();
  if (!known || when < oldest->time) {
    return tl::unexpected(not_recorded(oldest));
  }
  auto state = question.as_of ? true_at(history_, *question.as_of, *known, map_of_)
                              : known_at(history_, *known, map_of_);
  protocol::StateAnswer answer;
  answer.at = at;
  answer.as_of = question.as_of;
  answer.seq = known->seq;
  answer.tick = known->tick;
  answer.time = known->time;
  answer.is_expired = history_.is_expired(model::day_of(when));
  if (answer.is_expired) {
    drop_fixes(state); // of days that are gone only the last fix may be here, if any
  }
  answer.upserts = shown_to(principal, state, signs_);
  return answer;
}

tl::expected<protocol::TrackAnswer, Problem>
HistoryService::find_track(model::Principal const &principal, TrackQuestion const &question,
                           model::Time now) {
  if (auto const fault = fault_of(question)) {
    return tl::unexpected(*fault);
  }
  protocol::TrackAnswer answer{question.worker, question.from, question.to, {}, {}, false};
  answer.is_expired = history_.is_expired(model::day_of(question.from));
  auto const cursor = parse_cursor(question.cursor).value_or(TrackCursor{question.from, 0});
  auto const last = model::day_of(std::min(question.to, now));
  auto skip = cursor.skip;
  for (auto day = model::day_of(cursor.time); day <= last; day += std::chrono::days{1}) {
    for (auto const &fix : fixes_of_day(principal, question, day, cursor.time)) {
      if (skip > 0 && fix.time == cursor.time) {
        --skip;
      } else if (answer.fixes.size() < question.limit) {
        answer.fixes.push_back(fix);
      } else {
        auto const &end = answer.fixes.back();
        auto const same = std::count_if(answer.fixes.begin(), answer.fixes.end(),
                                        [&](auto const &given) { return given.time == end.time; });
        auto const before = end.time == cursor.time ? cursor.skip : 0;
        answer.next = to_text({end.time, static_cast<std::size_t>(same) + before});
        return answer;
      }
    }
  }
  return answer;
}

std::vector<protocol::TrackFix> HistoryService::fixes_of_day(model::Principal const &principal,
                                                             TrackQuestion const &question,
                                                             model::Day day, model::Time from) {
  auto const newest = history_.newest();
  if (history_.is_expired(day) || !newest) {
    return {};
  }
  auto const end = model::start_of(day + std::chrono::days{1}) - model::Duration{1};
  store::FixQuery const query{0, newest->tick, std::max(from, model::start_of(day)),
                              std::min(question.to, end), question.worker};
  auto const rights = rules::audiences_of(principal);
  bool const sees_all =
      principal.user == question.worker || (rights.sees_workers && rights.is_everywhere);
  auto const map = sees_all ? nullptr : map_of_(history_.layers_by(end));
  std::vector<store::TrackRecord> found;
  history_.for_each_fix(query, [&](store::TrackRecord const &item) {
    if (sees_all || rights.admits(model::DataClass::worker,
                                  model::audience_of(map->locate(item.record.position)))) {
      found.push_back(item);
    }
  });
  std::sort(found.begin(), found.end(), [](auto const &a, auto const &b) {
    return std::tie(a.record.time, a.record.device, a.record.boot, a.record.seq) <
           std::tie(b.record.time, b.record.device, b.record.boot, b.record.seq);
  });
  std::vector<protocol::TrackFix> fixes;
  for (auto const &item : found) {
    auto const &record = item.record;
    fixes.push_back({record.time, record.position, record.accuracy_dm, record.flag});
  }
  return fixes;
}

} // namespace yuntu::services

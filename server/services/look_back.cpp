#include "server/services/look_back.hpp"

#include "server/model/position_fold.hpp"
#include "server/services/late_areas.hpp"
#include "server/store/checkpoints.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <tuple>

namespace yuntu::services {
namespace {

/// Facts may be told ahead of their time by this much (the clock of a phone); a keyframe older by
/// it tells of nothing that lies behind.
constexpr std::chrono::minutes told_ahead{10};

bool publishes_areas(model::Fact const &fact) {
  auto const *const layer = std::get_if<model::LayerPublished>(&fact.body);
  return layer != nullptr && model::holds_areas(layer->layer);
}

void settle(model::CityState &state, Settle which, MapOf const &map_of) {
  if (is_unsettled(state, which)) {
    auto const map = map_of(state.layers);
    settle(state, which, [&](geo::LonLat place) { return map->locate(place); });
  }
}

/// As model::fold, but areas are found at the end.
void fold_commit(model::CityState &state, store::SeenCommit const &commit, MapOf const &map_of) {
  bool const moves_borders = std::any_of(commit.facts.begin(), commit.facts.end(), publishes_areas);
  if (moves_borders) {
    settle(state, Settle::inaccurate, map_of); // by the layers they were found in
  }
  for (auto const &fact : commit.facts) {
    model::fold_fact(state, fact, commit.tick);
  }
  model::Locate const later(postpone);
  model::PositionFold take(state, commit.tick, later);
  for (auto const *const record : commit.positions) {
    take.take_fix(*record);
  }
  state.tick = commit.tick;
  if (moves_borders) {
    model::relocate_workers(state, postpone);
  }
}

/// The fixes of one worker that its newest one depends on: an inaccurate one keeps the areas of the
/// accurate one before.
struct NewestFixes {
  std::optional<store::TrackRecord> accurate;
  std::optional<store::TrackRecord> newest;

  void take(store::TrackRecord const &item) {
    if (item.record.accuracy_dm <= model::inaccurate_dm) {
      keep_newer(accurate, item);
    }
    keep_newer(newest, item);
  }

private:
  static void keep_newer(std::optional<store::TrackRecord> &kept, store::TrackRecord const &item) {
    auto const order = [](store::TrackRecord const &fix) {
      return std::tuple(fix.record.time, fix.tick, fix.ordinal);
    };
    if (!kept || order(*kept) <= order(item)) {
      kept = item;
      kept->record.flag = model::PositionFlag::none; // late or not, there the worker was
    }
  }
};

void fold_newest_fixes(model::CityState &state, store::LogHistory &history,
                       std::uint64_t after_tick, model::Time time,
                       store::HistoryPoint const &known) {
  auto oldest = time;
  for (auto const &[id, worker] : state.workers) {
    if (worker.is_on_duty()) {
      oldest = std::min(oldest, worker.duty.back().since);
    }
  }
  std::map<std::string, NewestFixes> newest;
  history.for_each_fix({after_tick, known.tick, oldest, time}, [&](store::TrackRecord const &item) {
    auto const worker = state.workers.find(item.record.worker);
    if (worker != state.workers.end() && worker->second.is_on_duty() &&
        item.record.time >= worker->second.duty.back().since) {
      newest[item.record.worker].take(item);
    }
  });
  model::Locate const later(postpone);
  for (auto const &[id, fixes] : newest) {
    if (fixes.accurate) {
      model::PositionFold(state, fixes.accurate->tick, later).take_fix(fixes.accurate->record);
    }
    model::PositionFold(state, fixes.newest->tick, later).take_fix(fixes.newest->record);
  }
}

/// Where an erased or late-told fact left something without a beginning.
void drop_headless(model::CityState &state) {
  std::erase_if(state.incidents, [](auto const &entry) { return entry.second.id.empty(); });
}

} // namespace

model::CityState known_at(store::LogHistory &history, store::HistoryPoint const &point,
                          MapOf const &map_of) {
  auto state = history.keyframe_before(point.tick);
  history.for_each_commit(state.tick, state.seq, point, [&](store::SeenCommit const &commit) {
    fold_commit(state, commit, map_of);
  });
  state.tick = point.tick;
  settle(state, Settle::all, map_of);
  return store::shown_part(std::move(state)); // what the facts after the keyframe brought of it
}

model::CityState true_at(store::LogHistory &history, model::Time time,
                         store::HistoryPoint const &known, MapOf const &map_of) {
  auto const before = history.point_at(time - told_ahead);
  auto state =
      before ? history.keyframe_before(std::min(before->tick, known.tick)) : model::CityState{};
  auto const after_tick = state.tick;
  for (auto const &fact : history.facts_of_events(state.seq, known.seq, time)) {
    model::fold_fact(state, fact, fact.tick + 1);
  }
  fold_newest_fixes(state, history, after_tick, time, known);
  state.tick = known.tick;
  state.seq = known.seq;
  model::relocate_workers(state, postpone); // one set of layers for all
  settle(state, Settle::all, map_of);
  drop_headless(state);
  return store::shown_part(std::move(state));
}

} // namespace yuntu::services

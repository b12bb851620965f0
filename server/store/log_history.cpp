#include "server/store/log_history.hpp"

#include "server/store/checkpoints.hpp"
#include "server/store/digest.hpp"
#include "server/store/event_log.hpp"
#include "server/store/fact_codec.hpp"
#include "server/store/log_file.hpp"
#include "server/store/position_block.hpp"
#include "server/store/position_stream.hpp"
#include "server/store/sqlite.hpp"
#include "server/store/track_reader.hpp"

#include <algorithm>
#include <deque>
#include <utility>

namespace yuntu::store {
namespace {

constexpr std::uint64_t facts_a_read = 20'000;

constexpr auto select_facts =
    "SELECT f.seq, f.tick, f.event_ms, f.ingest_ms, f.actor, f.kind, f.body, t.body "
    "FROM facts f LEFT JOIN texts t ON t.seq = f.seq "
    "WHERE f.seq > ? AND f.seq <= ? AND f.event_ms <= ? ORDER BY f.seq";

model::Fact fact_of(Statement const &row) {
  auto const seq = row.unsigned_integer(0);
  return {seq,
          row.unsigned_integer(1),
          model::from_unix_ms(row.integer(2)),
          model::from_unix_ms(row.integer(3)),
          row.bytes(4),
          decode_body(seq, row.bytes(5), row.bytes(6)),
          row.bytes(7)};
}

std::optional<HistoryPoint> point_of(Statement &select) {
  if (!select.step()) {
    return std::nullopt;
  }
  return HistoryPoint{select.unsigned_integer(0), select.unsigned_integer(1),
                      model::from_unix_ms(select.integer(2))};
}

} // namespace

struct LogHistory::Impl {
  explicit Impl(std::filesystem::path const &log)
      : database(open_log_to_read(log)), files(tracks_of(log)) {}

  void refresh() { catalogue_seq = read_catalogue(*database, catalogue_seq, catalogue); }
  HistoryPoint commit_at(std::uint64_t tick);
  void read_facts(std::uint64_t after, std::uint64_t through, model::Time time,
                  std::function<void(model::Fact)> const &visit);
  std::vector<HotBlock> read_blocks(std::uint64_t after, std::uint64_t through);
  /// In order of their facts, with the time that each tells of.
  void for_each_layer(
      std::function<void(model::Time event, model::LayerPublished const &)> const &visit);

  std::unique_ptr<Database> database;
  TrackFiles files;
  TrackCatalogue catalogue;
  std::uint64_t catalogue_seq = 0;
};

void LogHistory::Impl::for_each_layer(
    std::function<void(model::Time event, model::LayerPublished const &)> const &visit) {
  Statement select(*database, "SELECT seq, kind, body, event_ms FROM facts WHERE kind = "
                              "'layer_published' ORDER BY seq");
  while (select.step()) {
    auto const body = decode_body(select.unsigned_integer(0), select.bytes(1), select.bytes(2));
    visit(model::from_unix_ms(select.integer(3)), std::get<model::LayerPublished>(body));
  }
}

HistoryPoint LogHistory::Impl::commit_at(std::uint64_t tick) {
  Statement select(*database, "SELECT tick, last_seq, time_ms FROM commits WHERE tick = ?");
  select.bind(1, tick);
  auto const point = point_of(select);
  if (!point) {
    throw StorageFailed("commit " + std::to_string(tick) + " is missing; run yuntu verify");
  }
  return *point;
}

/// In several reads.
void LogHistory::Impl::read_facts(std::uint64_t after, std::uint64_t through, model::Time time,
                                  std::function<void(model::Fact)> const &visit) {
  while (after < through) {
    auto const end = std::min(through, after + facts_a_read);
    Statement select(*database, select_facts);
    select.bind(1, after).bind(2, end).bind(3, model::to_unix_ms(time));
    while (select.step()) {
      visit(fact_of(select));
    }
    after = end;
  }
}

/// What no track holds yet, with the catalogue as of the same instant.
std::vector<HotBlock> LogHistory::Impl::read_blocks(std::uint64_t after, std::uint64_t through) {
  Transaction const snapshot(*database, Transaction::Kind::read);
  refresh();
  Statement select(*database, "SELECT tick, body FROM position_blocks WHERE tick > ? AND tick <= ? "
                              "ORDER BY tick");
  select.bind(1, std::max(after, catalogue.sealed_through())).bind(2, through);
  std::vector<HotBlock> blocks;
  while (select.step()) {
    blocks.push_back({select.unsigned_integer(0), select.bytes(1)});
  }
  return blocks;
}

LogHistory::LogHistory(std::filesystem::path const &log) : impl_(std::make_unique<Impl>(log)) {}

LogHistory::~LogHistory() = default;
LogHistory::LogHistory(LogHistory &&other) noexcept = default;

std::optional<HistoryPoint> LogHistory::oldest() {
  Statement select(*impl_->database,
                   "SELECT tick, last_seq, time_ms FROM commits ORDER BY tick LIMIT 1");
  return point_of(select);
}

std::optional<HistoryPoint> LogHistory::newest() {
  Statement select(*impl_->database,
                   "SELECT tick, last_seq, time_ms FROM commits ORDER BY tick DESC LIMIT 1");
  return point_of(select);
}

std::optional<HistoryPoint> LogHistory::point_at(model::Time time) {
  auto const first = oldest();
  auto const last = newest();
  if (!first || !last || first->time > time) {
    return std::nullopt;
  }
  if (last->time <= time) {
    return last;
  }
  auto low = *first;      // not later than `time`
  auto high = last->tick; // later
  while (high - low.tick > 1) {
    auto const middle = impl_->commit_at(low.tick + (high - low.tick) / 2);
    if (middle.time <= time) {
      low = middle;
    } else {
      high = middle.tick;
    }
  }
  return low;
}

model::CityState LogHistory::keyframe_before(std::uint64_t tick) {
  return read_keyframe(*impl_->database, tick).value_or(model::CityState{});
}

std::map<model::LayerKind, model::LayerPublished> LogHistory::layers_by(model::Time time) {
  std::map<model::LayerKind, model::LayerPublished> layers;
  impl_->for_each_layer([&](model::Time event, model::LayerPublished const &layer) {
    if (event <= time) {
      layers[layer.layer] = layer;
    }
  });
  return layers;
}

std::map<model::LayerKind, model::LayerPublished> LogHistory::layers_known_of(model::Time time) {
  std::map<model::LayerKind, model::LayerPublished> layers;
  impl_->for_each_layer([&](model::Time event, model::LayerPublished const &layer) {
    if (event <= time || !layers.contains(layer.layer)) {
      layers[layer.layer] = layer;
    }
  });
  return layers;
}

bool LogHistory::is_expired(model::Day day) {
  impl_->refresh();
  return impl_->catalogue.is_expired(day);
}

void LogHistory::for_each_commit(std::uint64_t after_tick, std::uint64_t after_seq,
                                 HistoryPoint const &through,
                                 std::function<void(SeenCommit const &)> const &visit) {
  auto blocks = impl_->read_blocks(after_tick, through.tick);
  PositionStream positions(impl_->files,
                           impl_->catalogue.segments_between(after_tick, through.tick),
                           std::move(blocks), after_tick, through.tick);
  SeenCommit commit;
  auto const flush = [&] {
    if (commit.tick != 0) {
      visit(commit);
    }
    commit = {};
  };
  // Positions of commits before the one that `tick` is.
  auto const catch_up = [&](std::uint64_t tick) {
    for (auto next = positions.next_tick(); next != 0 && next < tick;
         next = positions.next_tick()) {
      commit.tick = next;
      positions.take(commit.positions);
      flush();
    }
  };
  auto const finish = [&] {
    if (commit.tick != 0 && positions.next_tick() == commit.tick) {
      positions.take(commit.positions);
    }
    flush();
  };
  impl_->read_facts(after_seq, through.seq, model::Time::max(), [&](model::Fact fact) {
    auto const tick = fact.tick + 1; // a fact carries the tick before its commit's
    if (tick != commit.tick) {
      finish();
      catch_up(tick);
      commit.tick = tick;
    }
    commit.facts.push_back(std::move(fact));
  });
  finish();
  catch_up(through.tick + 1);
}

void LogHistory::for_each_fact(std::uint64_t after_seq, std::uint64_t through_seq,
                               std::function<void(model::Fact const &)> const &visit) {
  impl_->read_facts(after_seq, through_seq, model::Time::max(), visit);
}

std::string LogHistory::hash_at(HistoryPoint const &point) {
  Statement select(*impl_->database, "SELECT hash FROM commits WHERE tick = ?");
  select.bind(1, point.tick);
  if (!select.step()) {
    throw StorageFailed("commit " + std::to_string(point.tick) + " is missing; run yuntu verify");
  }
  return to_hex(select.bytes(0));
}

void LogHistory::for_each_fix(FixQuery const &query,
                              std::function<void(TrackRecord const &)> const &visit) {
  auto const offer = [&](TrackRecord const &item) {
    bool const is_wanted = item.record.verdict == model::PositionVerdict::accepted &&
                           item.tick > query.after_tick && item.tick <= query.through_tick &&
                           item.record.time >= query.from && item.record.time <= query.to &&
                           (query.worker.empty() || item.record.worker == query.worker);
    if (is_wanted) {
      visit(item);
    }
  };
  auto const blocks = impl_->read_blocks(query.after_tick, query.through_tick);
  for (auto const &segment :
       impl_->catalogue.segments_between(query.after_tick, query.through_tick)) {
    if (segment.last < query.from || segment.first > query.to) {
      continue;
    }
    auto const body = read_body(impl_->files, segment);
    if (!query.worker.empty() && !segment_names(body, query.worker)) {
      continue;
    }
    for (auto const &item : decode_segment(body)) {
      offer(item);
    }
  }
  for (auto const &block : blocks) {
    for (auto &record : decode_positions(block.body)) {
      offer({block.tick, 0, std::move(record)});
    }
  }
}

std::vector<model::Fact> LogHistory::facts_of_events(std::uint64_t after_seq,
                                                     std::uint64_t through_seq, model::Time time) {
  std::vector<model::Fact> facts;
  impl_->read_facts(after_seq, through_seq, time,
                    [&](model::Fact fact) { facts.push_back(std::move(fact)); });
  std::stable_sort(facts.begin(), facts.end(),
                   [](auto const &a, auto const &b) { return a.event_time < b.event_time; });
  return facts;
}

} // namespace yuntu::store

#pragma once

#include "server/model/city_state.hpp"
#include "server/model/day.hpp"
#include "server/store/track_segment.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace yuntu::store {

/// A place in the log: after a commit.
struct HistoryPoint {
  std::uint64_t tick = 0;
  std::uint64_t seq = 0;
  model::Time time; ///< of the commit
  friend bool operator==(HistoryPoint const &, HistoryPoint const &) = default;
};

/// A commit as looking back sees it. What it points to lives during the visit.
struct SeenCommit {
  std::uint64_t tick = 0;
  std::vector<model::Fact> facts;
  std::vector<model::PositionRecord const *> positions;
};

/// Which accepted fixes are wanted: of these commits, of this time.
struct FixQuery {
  std::uint64_t after_tick = 0;
  std::uint64_t through_tick = 0;
  model::Time from;     ///< inclusive
  model::Time to;       ///< inclusive
  std::string worker{}; ///< empty: everybody's
};

/// The log for looking back: reads facts, position blocks, track files and keyframes, beside a
/// running server too, and writes nothing. One thread; no read transaction lasts longer than a
/// block of rows, so that the write-ahead log does not grow behind it.
class LogHistory {
public:
  /// Throws StorageFailed when there is no log, or one of another version.
  explicit LogHistory(std::filesystem::path const &log);
  ~LogHistory();
  LogHistory(LogHistory &&other) noexcept;

  /// nullopt: nothing was ever committed.
  [[nodiscard]] std::optional<HistoryPoint> oldest();
  [[nodiscard]] std::optional<HistoryPoint> newest();
  /// After the newest commit that is not later than `time`; nullopt: all are. (Where the server's
  /// clock was set back, one of the commits it may have been.)
  [[nodiscard]] std::optional<HistoryPoint> point_at(model::Time time);
  /// What to begin with to get to `tick`; an empty state when there is no keyframe.
  [[nodiscard]] model::CityState keyframe_before(std::uint64_t tick);
  /// The layers that were in use at `time`, as they were published.
  [[nodiscard]] std::map<model::LayerKind, model::LayerPublished> layers_by(model::Time time);
  /// The same, and of a layer that came later its first version: what is known of the time before.
  [[nodiscard]] std::map<model::LayerKind, model::LayerPublished> layers_known_of(model::Time time);
  /// Its positions are gone, and so are those of all days before.
  [[nodiscard]] bool is_expired(model::Day day);

  /// Every commit behind (after_tick, after_seq) up to `through`, in order, as far as it holds
  /// facts or positions that are kept. Throws StorageFailed when a track is missing or damaged.
  void for_each_commit(std::uint64_t after_tick, std::uint64_t after_seq,
                       HistoryPoint const &through,
                       std::function<void(SeenCommit const &)> const &visit);
  /// The facts of (after_seq, through_seq], in order.
  void for_each_fact(std::uint64_t after_seq, std::uint64_t through_seq,
                     std::function<void(model::Fact const &)> const &visit);
  /// The chain's hash after this commit, hex: LogHead::hash as it was then.
  [[nodiscard]] std::string hash_at(HistoryPoint const &point);
  /// In no particular order.
  void for_each_fix(FixQuery const &query, std::function<void(TrackRecord const &)> const &visit);
  /// The facts of (after_seq, through_seq] that tell of something up to `time`, in order of that.
  [[nodiscard]] std::vector<model::Fact>
  facts_of_events(std::uint64_t after_seq, std::uint64_t through_seq, model::Time time);

private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

} // namespace yuntu::store

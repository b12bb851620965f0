#include "server/store/track_compactor.hpp"

#include "server/store/event_log.hpp"
#include "server/store/log_file.hpp"
#include "server/store/position_block.hpp"
#include "server/store/sealing.hpp"
#include "server/store/sqlite.hpp"
#include "server/store/track_catalogue.hpp"
#include "server/store/track_files.hpp"
#include "server/store/track_segment.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace yuntu::store {
namespace {

/// Positions of a range of commits, by the day they belong to.
struct Range {
  std::uint64_t from_tick = 0;
  std::uint64_t to_tick = 0;
  std::size_t positions = 0;
  std::map<model::Day, std::vector<TrackRecord>> days;
};

/// A fix belongs to the day of its own time, however late it came; one that was refused has none
/// and belongs to the day it came.
model::Day day_of(model::PositionRecord const &record, model::Time committed) {
  return model::day_of(record.time == model::Time{} ? committed : record.time);
}

void add_commit(Range &range, std::uint64_t tick, model::Time committed,
                std::vector<model::PositionRecord> records) {
  std::set<model::Day> days;
  for (auto const &record : records) {
    days.insert(day_of(record, committed));
  }
  for (std::size_t i = 0; i < records.size(); ++i) {
    auto const day = day_of(records[i], committed);
    range.days[day].push_back({tick, days.size() > 1 ? i : 0, std::move(records[i])});
  }
  range.positions += records.size();
  range.to_tick = tick;
}

model::TrackSegmentSealed describe(Range const &range, std::vector<TrackRecord> const &records) {
  model::TrackSegmentSealed fact;
  fact.positions = records.size();
  fact.from_tick = range.from_tick;
  fact.to_tick = range.to_tick;
  bool is_first = true;
  for (auto const &item : records) {
    if (item.record.verdict != model::PositionVerdict::accepted) {
      continue;
    }
    fact.first = is_first ? item.record.time : std::min(fact.first, item.record.time);
    fact.last = is_first ? item.record.time : std::max(fact.last, item.record.time);
    is_first = false;
  }
  return fact;
}

} // namespace

struct TrackCompactor::Impl {
  Impl(std::filesystem::path const &log, CompactorLimits given)
      : limits(std::move(given)), opened(open_log_to_read(log)), database(*opened),
        files(tracks_of(log)) {
    if (!limits.salt) {
      limits.salt = random_salts();
    }
  }

  /// What was given back last is not stored yet: it must be neither repeated nor written over.
  [[nodiscard]] bool is_waiting() const {
    return catalogue.sealed_through() < written_through ||
           std::any_of(expiring.begin(), expiring.end(), [&](auto const &fact) {
             auto const day = catalogue.days().find(model::parse_day(fact.day).value());
             return day != catalogue.days().end() && day->second.front().segment <= fact.segments;
           });
  }
  void refresh() { catalogue_seq = read_catalogue(database, catalogue_seq, catalogue); }
  Range read_range();
  model::TrackSegmentSealed write(model::Day day, Range const &range,
                                  std::vector<TrackRecord> const &records);

  CompactorLimits limits;
  std::unique_ptr<Database> opened;
  Database &database;
  TrackFiles files;
  TrackCatalogue catalogue;
  std::uint64_t catalogue_seq = 0;
  std::uint64_t written_through = 0;            ///< of the newest facts given back
  std::vector<model::TrackDayExpired> expiring; ///< given back last
};

Range TrackCompactor::Impl::read_range() {
  Range range;
  range.from_tick = catalogue.sealed_through() + 1;
  auto const checkpoint =
      static_cast<std::uint64_t>(database.integer("SELECT max(tick) FROM checkpoints"));
  Statement select(database, "SELECT b.tick, b.salt, b.body, c.positions_digest, c.time_ms "
                             "FROM position_blocks b JOIN commits c ON c.tick = b.tick "
                             "WHERE b.tick >= ? AND b.tick <= ? ORDER BY b.tick");
  select.bind(1, range.from_tick).bind(2, checkpoint);
  while (range.positions < limits.positions && select.step()) {
    auto const tick = select.unsigned_integer(0);
    Sealed const block{select.bytes(1), select.bytes(2)};
    if (block.digest() != select.bytes(3)) {
      throw StorageFailed("the position block of commit " + std::to_string(tick) +
                          " is not what was committed, it stays where it is; run yuntu verify");
    }
    add_commit(range, tick, model::from_unix_ms(select.integer(4)), decode_positions(block.body));
  }
  return range;
}

model::TrackSegmentSealed TrackCompactor::Impl::write(model::Day day, Range const &range,
                                                      std::vector<TrackRecord> const &records) {
  auto fact = describe(range, records);
  auto const sealed = seal_segment(encode_segment(records), limits.salt);
  fact.day = model::day_text(day);
  fact.segment = catalogue.next_segment(day);
  fact.offset = catalogue.next_offset(day);
  fact.bytes = sealed.bytes.size();
  fact.digest = sealed.digest;
  files.append(day, fact.offset, sealed.bytes);
  return fact;
}

TrackCompactor::TrackCompactor(std::filesystem::path const &log, CompactorLimits limits)
    : impl_(std::make_unique<Impl>(log, std::move(limits))) {}

TrackCompactor::~TrackCompactor() = default;

std::vector<model::TrackSegmentSealed> TrackCompactor::write_next() {
  impl_->refresh();
  std::vector<model::TrackSegmentSealed> facts;
  if (impl_->is_waiting()) {
    return facts;
  }
  auto const range = impl_->read_range();
  for (auto const &[day, records] : range.days) {
    facts.push_back(impl_->write(day, range, records));
  }
  impl_->written_through = std::max(impl_->written_through, range.to_tick);
  return facts;
}

std::vector<model::TrackDayExpired> TrackCompactor::expire(model::Day oldest_kept) {
  impl_->refresh();
  std::vector<model::TrackDayExpired> facts;
  if (impl_->is_waiting()) {
    return facts;
  }
  for (auto const &[day, segments] : impl_->catalogue.days()) {
    if (day >= oldest_kept) {
      break;
    }
    model::TrackDayExpired fact{model::day_text(day), segments.back().segment, 0, {}};
    std::string digests;
    for (auto const &segment : segments) {
      fact.positions += segment.positions;
      digests += segment.digest;
    }
    fact.digest = to_hex(blake2b(digests));
    facts.push_back(std::move(fact));
  }
  impl_->expiring = facts;
  return facts;
}

std::size_t TrackCompactor::remove_expired() {
  impl_->refresh();
  std::size_t removed = 0;
  if (impl_->is_waiting()) {
    return removed; // a file of an expired day may be a late fix's, whose fact is on its way
  }
  for (auto const day : impl_->files.days()) {
    if (impl_->catalogue.is_expired(day) && !impl_->catalogue.days().contains(day)) {
      impl_->files.remove(day);
      ++removed;
    }
  }
  return removed;
}

} // namespace yuntu::store

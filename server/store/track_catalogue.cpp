#include "server/store/track_catalogue.hpp"

#include "server/store/event_log.hpp"
#include "server/store/fact_codec.hpp"
#include "server/store/sqlite.hpp"

#include <algorithm>

namespace yuntu::store {
namespace {

model::Day read_day(std::string const &text) {
  auto const day = model::parse_day(text);
  if (!day) {
    throw StorageFailed("tracks: \"" + text + "\" is not a day; run yuntu verify");
  }
  return *day;
}

} // namespace

void TrackCatalogue::add(model::FactBody const &body) {
  if (auto const *const segment = std::get_if<Segment>(&body)) {
    take(*segment);
  } else if (auto const *const expired = std::get_if<model::TrackDayExpired>(&body)) {
    take(*expired);
  }
}

void TrackCatalogue::take(Segment const &segment) {
  auto const day = read_day(segment.day);
  bool const is_next = segment.from_tick == sealed_through_ + 1;
  bool const is_same = segment.from_tick == sealed_from_ && segment.to_tick == sealed_through_;
  if ((!is_next && !is_same) || segment.to_tick < segment.from_tick ||
      segment.segment != next_segment(day) || segment.offset != next_offset(day)) {
    throw StorageFailed("tracks: segment " + std::to_string(segment.segment) + " of " +
                        segment.day + " does not follow the one before; run yuntu verify");
  }
  sealed_from_ = segment.from_tick;
  sealed_through_ = segment.to_tick;
  days_[day].push_back(segment);
}

void TrackCatalogue::take(model::TrackDayExpired const &body) {
  auto const day = read_day(body.day);
  expired_ = std::max(expired_.value_or(day), day);
  auto &through = expired_segments_[day];
  through = std::max(through, body.segments);
  if (auto const found = days_.find(day); found != days_.end()) {
    std::erase_if(found->second,
                  [&](Segment const &segment) { return segment.segment <= body.segments; });
    if (found->second.empty()) {
      days_.erase(found);
    }
  }
}

std::uint64_t TrackCatalogue::next_segment(model::Day day) const {
  if (auto const found = days_.find(day); found != days_.end()) {
    return found->second.back().segment + 1;
  }
  auto const expired = expired_segments_.find(day);
  return expired == expired_segments_.end() ? 1 : expired->second + 1;
}

std::uint64_t TrackCatalogue::next_offset(model::Day day) const {
  auto const found = days_.find(day);
  return found == days_.end() ? 0 : found->second.back().offset + found->second.back().bytes;
}

bool TrackCatalogue::is_kept(Segment const &segment) const {
  auto const found = days_.find(read_day(segment.day));
  return found != days_.end() &&
         std::find(found->second.begin(), found->second.end(), segment) != found->second.end();
}

std::vector<TrackCatalogue::Segment> TrackCatalogue::segments_at(std::uint64_t tick) const {
  return tick == 0 ? std::vector<Segment>{} : segments_between(tick - 1, tick);
}

std::vector<TrackCatalogue::Segment> TrackCatalogue::segments_between(std::uint64_t after,
                                                                      std::uint64_t through) const {
  std::vector<Segment> found;
  for (auto const &[day, segments] : days_) {
    // In order of ticks within the day.
    auto at = std::partition_point(segments.begin(), segments.end(), [&](Segment const &segment) {
      return segment.to_tick <= after;
    });
    for (; at != segments.end() && at->from_tick <= through; ++at) {
      found.push_back(*at);
    }
  }
  return found;
}

std::uint64_t read_catalogue(Database &database, std::uint64_t after_seq,
                             TrackCatalogue &catalogue) {
  // As the index facts_of_tracks has it.
  Statement select(database,
                   "SELECT seq, kind, body FROM facts WHERE kind IN ('track_segment_sealed', "
                   "'track_day_expired') AND seq > ? ORDER BY seq");
  select.bind(1, after_seq);
  while (select.step()) {
    after_seq = select.unsigned_integer(0);
    catalogue.add(decode_body(after_seq, select.bytes(1), select.bytes(2)));
  }
  return after_seq;
}

} // namespace yuntu::store

#include "server/store/track_reader.hpp"

#include "server/store/event_log.hpp"

#include <algorithm>
#include <iterator>

namespace yuntu::store {
namespace {

model::Day day_of(model::TrackSegmentSealed const &segment) {
  return model::parse_day(segment.day).value(); // the catalogue has read it before
}

} // namespace

SegmentState state_of(TrackFiles const &files, model::TrackSegmentSealed const &segment) {
  auto const bytes = files.read(day_of(segment), segment.offset, segment.bytes);
  if (!bytes) {
    return SegmentState::missing;
  }
  return open_segment(*bytes, segment.digest) ? SegmentState::whole : SegmentState::damaged;
}

std::string read_body(TrackFiles const &files, model::TrackSegmentSealed const &segment) {
  auto const day = day_of(segment);
  auto const bytes = files.read(day, segment.offset, segment.bytes);
  auto body = bytes ? open_segment(*bytes, segment.digest) : std::nullopt;
  if (!body) {
    throw StorageFailed(files.file_of(day).string() + ": segment " +
                        std::to_string(segment.segment) +
                        (bytes ? " is not what was sealed" : " is missing") +
                        "; run yuntu verify, restore the file from a backup");
  }
  return std::move(*body);
}

std::vector<TrackRecord> read_segment(TrackFiles const &files,
                                      model::TrackSegmentSealed const &segment) {
  return decode_segment(read_body(files, segment));
}

void TrackReader::load(std::uint64_t tick) {
  records_.clear();
  order_.clear();
  from_ = tick;
  to_ = tick;
  auto const segments = catalogue_.segments_at(tick);
  for (auto const &segment : segments) {
    from_ = segment.from_tick;
    to_ = segment.to_tick;
    auto part = read_segment(files_, segment);
    records_.insert(records_.end(), std::make_move_iterator(part.begin()),
                    std::make_move_iterator(part.end()));
  }
  order_ = by_commit(records_);
}

std::vector<model::PositionRecord> TrackReader::positions_of(std::uint64_t tick) {
  if (tick < from_ || tick > to_) {
    load(tick);
  }
  auto const first = std::partition_point(order_.begin(), order_.end(),
                                          [&](auto *item) { return item->tick < tick; });
  std::vector<model::PositionRecord> found;
  for (auto at = first; at != order_.end() && (*at)->tick == tick; ++at) {
    found.push_back((*at)->record);
  }
  return found;
}

} // namespace yuntu::store

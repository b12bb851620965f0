#include "server/store/position_stream.hpp"

#include "server/store/position_block.hpp"
#include "server/store/track_reader.hpp"

#include <algorithm>
#include <iterator>

namespace yuntu::store {

PositionStream::PositionStream(TrackFiles const &files,
                               std::vector<model::TrackSegmentSealed> segments,
                               std::vector<HotBlock> blocks, std::uint64_t after,
                               std::uint64_t through)
    : files_(files), segments_(std::move(segments)), blocks_(std::move(blocks)), after_(after),
      through_(through) {
  std::stable_sort(segments_.begin(), segments_.end(),
                   [](auto const &a, auto const &b) { return a.from_tick < b.from_tick; });
}

/// The segments of the next range of commits: one a day.
bool PositionStream::load_segments() {
  if (next_segment_ == segments_.size()) {
    return false;
  }
  records_.clear();
  auto const from = segments_[next_segment_].from_tick;
  for (; next_segment_ < segments_.size() && segments_[next_segment_].from_tick == from;
       ++next_segment_) {
    auto part = read_segment(files_, segments_[next_segment_]);
    records_.insert(records_.end(), std::make_move_iterator(part.begin()),
                    std::make_move_iterator(part.end()));
  }
  return true;
}

bool PositionStream::load_block() {
  if (next_block_ == blocks_.size()) {
    return false;
  }
  records_.clear();
  auto const &block = blocks_[next_block_++];
  for (auto &record : decode_positions(block.body)) {
    records_.push_back({block.tick, 0, std::move(record)});
  }
  return true;
}

std::uint64_t PositionStream::next_tick() {
  for (;;) {
    for (; at_ < order_.size() && order_[at_]->tick <= after_; ++at_) {
    }
    if (at_ < order_.size()) {
      return order_[at_]->tick <= through_ ? order_[at_]->tick : 0;
    }
    if (!load_segments() && !load_block()) {
      return 0;
    }
    order_ = by_commit(records_);
    at_ = 0;
  }
}

void PositionStream::take(std::vector<model::PositionRecord const *> &into) {
  auto const tick = order_[at_]->tick;
  for (; at_ < order_.size() && order_[at_]->tick == tick; ++at_) {
    into.push_back(&order_[at_]->record);
  }
}

} // namespace yuntu::store

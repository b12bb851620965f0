#include "server/live/flush_batch.hpp"

#include <algorithm>

namespace yuntu::live {

void FlushBatch::make(BlockIndex &blocks, std::uint64_t tick) {
  since_ = blocks.interval_start();
  entries_.clear();
  gone_.clear();
  bytes_.clear();
  auto ids = blocks.dirty();
  std::sort(ids.begin(), ids.end(), [&](BlockId a, BlockId b) {
    auto const &one = blocks[a].cell;
    auto const &other = blocks[b].cell;
    return one.y != other.y ? one.y < other.y : one.x < other.x;
  });
  for (auto const id : ids) {
    add(blocks, id, tick);
  }
}

void FlushBatch::add(BlockIndex &blocks, BlockId id, std::uint64_t tick) {
  auto const &block = blocks[id];
  auto const index = static_cast<std::uint32_t>(entries_.size());
  bool const is_first = entries_.empty() || blocks[entries_.back().block].cell != block.cell;
  if (is_first) {
    blocks.grid().set_entry(block.spot, index);
  } else {
    entries_.back().next = index;
  }
  // The history reaches back to the last flush, so what anybody was told does not matter.
  auto const &encoded = blocks.encoded(id, since_, 0, tick);
  Entry entry;
  entry.audience = block.audience;
  entry.block = id;
  entry.rows = static_cast<std::uint32_t>(encoded.rows);
  entry.reports = encoded.reports;
  entry.previous = encoded.previous;
  entry.first_byte = bytes_.size();
  entry.bytes = encoded.bytes.size();
  entry.first_gone = static_cast<std::uint32_t>(gone_.size());
  entry.is_known = block.forgotten <= since_;
  bytes_ += encoded.bytes;
  for (auto it = block.departed.rbegin(); it != block.departed.rend() && it->second > since_;
       ++it) {
    auto const now = blocks.workers()[it->first].block;
    gone_.push_back(now == no_block ? Gone{it->first, no_block, {}, 0}
                                    : Gone{it->first, now, blocks[now].cell, blocks[now].audience});
  }
  entry.gone = static_cast<std::uint32_t>(gone_.size()) - entry.first_gone;
  entries_.push_back(entry);
}

} // namespace yuntu::live

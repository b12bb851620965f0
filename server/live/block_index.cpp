#include "server/live/block_index.hpp"

#include <algorithm>

namespace yuntu::live {

BlockId BlockIndex::block_of(Cell cell, model::AreaCodes const &areas) {
  auto const audience = audiences_.of(areas);
  // 14 bits each of x and y; audiences are counted from 0.
  auto const key = std::uint64_t{audience} << 28U | std::uint64_t{cell.x} << 14U | cell.y;
  auto const [entry, is_new] = ids_.try_emplace(key, static_cast<BlockId>(blocks_.size()));
  if (is_new) {
    auto &block = blocks_.emplace_back();
    block.cell = cell;
    block.audience = audience;
    block.spot = grid_.add(cell, entry->second);
  }
  return entry->second;
}

bool BlockIndex::update(model::Worker const &worker, std::uint64_t tick, std::uint32_t records) {
  auto const id = slots_.of(worker.id);
  auto &slot = slots_[id];
  slot.tick = tick;
  if (!worker.fix) {
    bool const was_shown = slot.block != no_block;
    leave(id, tick);
    return was_shown;
  }
  auto const &fix = *worker.fix;
  auto const cell = cell_at(fix.position);
  bool const has_same_areas = slot.row.areas == fix.areas;
  bool const stays = slot.block != no_block && blocks_[slot.block].cell == cell &&
                     (has_same_areas || audiences_.is(blocks_[slot.block].audience, fix.areas));
  if (!stays) {
    leave(id, tick);
    enter(id, block_of(cell, fix.areas), tick);
  }
  slot.row.position = fix.position;
  slot.row.accuracy_dm = fix.accuracy_dm;
  slot.row.time = fix.time;
  if (!has_same_areas) {
    slot.row.areas = fix.areas;
    slot.areas_tick = tick;
  }
  records_ += records;
  touch(slot.block, tick, records);
  return !stays;
}

void BlockIndex::enter(SlotId id, BlockId block, std::uint64_t tick) {
  auto &members = blocks_[block].members;
  slots_[id].areas_tick = tick;
  slots_[id].block = block;
  slots_[id].place = static_cast<std::uint32_t>(members.size());
  members.push_back(id);
}

void BlockIndex::leave(SlotId id, std::uint64_t tick) {
  auto &slot = slots_[id];
  if (slot.block == no_block) {
    return;
  }
  auto &block = blocks_[slot.block];
  auto const last = block.members.back();
  block.members[slot.place] = last;
  slots_[last].place = slot.place;
  block.members.pop_back();
  auto const horizon = tick > remembered_ticks ? tick - remembered_ticks : 0;
  std::erase_if(block.departed, [&](auto const &departure) {
    return departure.first == id || departure.second < horizon;
  });
  if (block.departed.size() == Block::most_departures) {
    auto const oldest_kept = block.departed.begin() + Block::most_departures / 2;
    block.forgotten = std::prev(oldest_kept)->second;
    block.departed.erase(block.departed.begin(), oldest_kept);
  }
  block.departed.emplace_back(id, tick);
  touch(std::exchange(slot.block, no_block), tick, 0);
}

void BlockIndex::touch(BlockId id, std::uint64_t tick, std::uint32_t records) {
  auto &block = blocks_[id];
  if (block.changed <= interval_start_) {
    dirty_.push_back(id);
  }
  block.changed = tick;
  block.history.forget_before(interval_start_);
  block.history.add(tick, records);
  changed_ = std::max(changed_, tick);
  CellGrid::touch(block.spot, tick);
}

void BlockIndex::start_interval(std::uint64_t tick) {
  interval_start_ = tick;
  dirty_.clear();
}

std::vector<protocol::WorkerRow const *> BlockIndex::rows_since(BlockId id,
                                                                std::uint64_t since) const {
  std::vector<protocol::WorkerRow const *> rows;
  for (auto const member : blocks_[id].members) {
    if (slots_[member].tick > since) {
      rows.push_back(&slots_[member].row);
    }
  }
  return rows;
}

EncodedBlock const &BlockIndex::encoded(BlockId id, std::uint64_t since, std::uint64_t told,
                                        std::uint64_t version) {
  auto &block = blocks_[id];
  if (block.encoded_at == block.changed) {
    for (auto const &one : block.encoded) {
      if (one.since == since && (one.is_for_all || one.previous == told)) {
        return one;
      }
    }
  } else {
    block.encoded.clear();
    block.encoded_at = block.changed;
  }
  if (block.encoded.size() == Block::most_encoded) {
    block.encoded.erase(block.encoded.begin());
  }
  return block.encoded.emplace_back(encode(block, since, told, version));
}

EncodedBlock BlockIndex::encode(Block const &block, std::uint64_t since, std::uint64_t told,
                                std::uint64_t version) {
  auto const known = since == 0 ? std::optional(since) : block.history.last_change_up_to(since);
  EncodedBlock made;
  made.since = since;
  made.previous = known.value_or(told);
  made.is_for_all = known.has_value();
  made.reports = since >= interval_start_ ? block.history.records_after(since) : 0;
  rows_.clear();
  for (auto const member : block.members) {
    if (auto const &slot = slots_[member]; slot.tick > since) {
      rows_.push_back({&slot.row, slot.areas_tick > since});
    }
  }
  made.rows = rows_.size();
  if (!rows_.empty()) {
    made.bytes = encoder_.encode(
        {block.cell.packed(), audiences_[block.audience].finest(), version, made.previous}, rows_);
  }
  return made;
}

} // namespace yuntu::live

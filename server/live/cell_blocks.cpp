#include "server/live/cell_blocks.hpp"

#include <algorithm>

namespace yuntu::live {

std::vector<BlockKey> CellBlocks::update(model::Worker const &worker, std::uint64_t tick) {
  std::vector<BlockKey> changed;
  auto const before = where_.find(worker.id);
  if (!worker.fix) {
    if (before != where_.end()) {
      changed.push_back(before->second);
      depart(before->second, worker.id, tick);
      where_.erase(before);
    }
    return changed;
  }
  BlockKey const now{cell_at(worker.fix->position), model::audience_of(worker.fix->areas)};
  if (before != where_.end() && before->second != now) {
    changed.push_back(before->second);
    depart(before->second, worker.id, tick);
  }
  blocks_[now].members.insert(worker.id);
  where_[worker.id] = now;
  changed.push_back(now);
  return changed;
}

void CellBlocks::depart(BlockKey const &key, std::string const &worker, std::uint64_t tick) {
  auto &block = blocks_[key];
  block.members.erase(worker);
  auto const horizon = tick > remembered_ticks ? tick - remembered_ticks : 0;
  std::erase_if(block.departed, [&](auto const &departure) {
    return departure.first == worker || departure.second < horizon;
  });
  block.departed.emplace_back(worker, tick);
}

BlockKey const *CellBlocks::block_of(std::string const &worker) const {
  auto const found = where_.find(worker);
  return found == where_.end() ? nullptr : &found->second;
}

CellBlocks::Block const *CellBlocks::find(BlockKey const &key) const {
  auto const found = blocks_.find(key);
  return found == blocks_.end() ? nullptr : &found->second;
}

protocol::WorkerBlock changed_since(CellBlocks const &blocks, BlockKey const &key,
                                    model::CityState const &state, std::uint64_t since) {
  protocol::WorkerBlock block;
  block.cell = key.cell.packed();
  block.audience = key.audience.finest();
  block.version = state.tick;
  block.previous = since;
  auto const *const found = blocks.find(key);
  if (found == nullptr) {
    return block;
  }
  for (auto const &id : found->members) {
    auto const worker = state.workers.find(id);
    if (worker == state.workers.end() || !worker->second.fix || worker->second.tick <= since) {
      continue;
    }
    auto const &fix = *worker->second.fix;
    block.rows.push_back({id, fix.position, fix.accuracy_dm, fix.time, fix.areas});
  }
  return block;
}

} // namespace yuntu::live

#pragma once

#include "server/model/worker.hpp"
#include "server/protocol/live_values.hpp"

#include <cstdint>
#include <limits>
#include <string>
#include <unordered_map>
#include <vector>

namespace yuntu::live {

using SlotId = std::uint32_t;
using BlockId = std::uint32_t;
inline constexpr BlockId no_block = std::numeric_limits<BlockId>::max();

/// What the stream says of one worker, and where it stands.
struct WorkerSlot {
  protocol::WorkerRow row;
  std::string remove;     ///< the bytes that take it away
  std::uint64_t tick = 0; ///< of its last change, going off duty included
  /// Since when it has been in its block with these areas: whoever knows the block of then holds
  /// them.
  std::uint64_t areas_tick = 0;
  BlockId block = no_block; ///< no_block: not shown
  std::uint32_t place = 0;  ///< among the members of its block
  /// In the published state, which keeps every worker for ever and in its place; nullptr: not
  /// looked for yet.
  model::Worker const *source = nullptr;
  // Scratch while a group is taken in.
  std::uint32_t records = 0;
  bool is_moving = false;
};

/// Workers by dense numbers; a worker once known stays. Live thread only.
class WorkerSlots {
public:
  /// Known or new.
  SlotId of(std::string const &worker) {
    auto const [entry, is_new] = ids_.try_emplace(worker, static_cast<SlotId>(all_.size()));
    if (is_new) {
      auto &slot = all_.emplace_back();
      slot.row.id = worker;
      slot.remove = protocol::encode_remove({protocol::LiveLayer::worker, worker});
    }
    return entry->second;
  }

  [[nodiscard]] WorkerSlot const &operator[](SlotId id) const { return all_[id]; }
  [[nodiscard]] WorkerSlot &operator[](SlotId id) { return all_[id]; }
  [[nodiscard]] std::size_t size() const { return all_.size(); }

private:
  std::vector<WorkerSlot> all_;
  std::unordered_map<std::string, SlotId> ids_;
};

} // namespace yuntu::live

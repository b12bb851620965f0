#pragma once

#include "server/live/audience_ids.hpp"
#include "server/live/cell.hpp"
#include "server/live/cell_grid.hpp"
#include "server/live/worker_slots.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace yuntu::live {

/// A block as bytes, encoded once and shared by everybody who lacks the same of it.
struct EncodedBlock {
  std::uint64_t since = 0;
  std::uint64_t previous = 0;
  bool is_for_all = false; ///< `previous` is the block's own; else it is what one viewer was told
  std::size_t rows = 0;
  std::uint64_t reports = 0; ///< since then, where the history reaches back so far
  std::string bytes;
};

/// When a block changed of late, and how many reports it took. Reaches back to the last change
/// before the flush before.
class BlockHistory {
public:
  void add(std::uint64_t tick, std::uint32_t records);
  /// Nobody asks about what lies before `tick` any more, but for the last change up to it.
  void forget_before(std::uint64_t tick);

  /// The newest change up to `tick`, 0 when there was none; nullopt: further back than is known.
  [[nodiscard]] std::optional<std::uint64_t> last_change_up_to(std::uint64_t tick) const;
  /// Reports taken after `tick`.
  [[nodiscard]] std::uint64_t records_after(std::uint64_t tick) const;
  [[nodiscard]] std::size_t size() const { return changes_.size(); }

private:
  struct Change {
    std::uint64_t tick = 0;
    std::uint64_t records = 0; ///< from the beginning up to and with this one
  };
  std::vector<Change> changes_; ///< ascending
  bool is_cut_ = false;
};

/// What is encoded once and shared: the workers of one cell that the same people may see.
struct Block {
  /// Of more departures than this only the newest are remembered; who was away longer starts anew.
  static constexpr std::size_t most_departures = 256;
  static constexpr std::size_t most_encoded = 8;

  std::uint64_t changed = 0; ///< tick
  AudienceId audience = 0;
  Cell cell;
  CellGrid::Spot spot;
  std::vector<EncodedBlock> encoded; ///< as of `encoded_at`
  std::uint64_t encoded_at = 0;
  std::vector<std::pair<SlotId, std::uint64_t>> departed; ///< (worker, tick), ascending, each once
  std::uint64_t forgotten = 0; ///< departures up to this tick may be missing
  std::vector<SlotId> members;
  BlockHistory history;
};

} // namespace yuntu::live

#pragma once

#include "server/live/block.hpp"
#include "server/live/cell_grid.hpp"
#include "server/model/worker.hpp"
#include "server/protocol/worker_block.hpp"

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace yuntu::live {

/// Which worker is in which block, and who left one when: what a viewer that was away, busy or slow
/// needs to be brought up to date. Live thread only.
class BlockIndex {
public:
  /// Departures are remembered for this many ticks; who was away longer gets a snapshot.
  static constexpr std::uint64_t remembered_ticks = 100'000;

  /// `audiences` is kept by reference.
  explicit BlockIndex(AudienceIds &audiences) : audiences_(audiences) {}

  /// The worker has changed at `tick` by so many reports; moves it to its block, or out when it has
  /// no fix. Answers whether that is another block than before, or none.
  bool update(model::Worker const &worker, std::uint64_t tick, std::uint32_t records);
  /// Everybody knows what happened up to `tick`, or will be told from there on.
  void start_interval(std::uint64_t tick);
  [[nodiscard]] std::uint64_t interval_start() const { return interval_start_; }

  [[nodiscard]] WorkerSlots &workers() { return slots_; }
  [[nodiscard]] WorkerSlots const &workers() const { return slots_; }
  [[nodiscard]] CellGrid const &grid() const { return grid_; }
  [[nodiscard]] Block const &operator[](BlockId id) const { return blocks_[id]; }
  [[nodiscard]] std::size_t size() const { return blocks_.size(); }
  /// Changed since the interval began.
  [[nodiscard]] std::vector<BlockId> const &dirty() const { return dirty_; }
  /// Tick of the newest change of any block.
  [[nodiscard]] std::uint64_t changed() const { return changed_; }
  /// Reports taken so far.
  [[nodiscard]] std::uint64_t records() const { return records_; }

  /// The workers of the block that changed after `since` (0: all), with the areas of those of whom
  /// a viewer at `since` does not hold them. `told` is the tick that the viewer was last told; it
  /// stands as `previous` where the block's own is not known any more.
  /// Valid until the next call for this block.
  EncodedBlock const &encoded(BlockId id, std::uint64_t since, std::uint64_t told,
                              std::uint64_t version);
  [[nodiscard]] std::vector<protocol::WorkerRow const *> rows_since(BlockId id,
                                                                    std::uint64_t since) const;

private:
  EncodedBlock encode(Block const &block, std::uint64_t since, std::uint64_t told,
                      std::uint64_t version);
  BlockId block_of(Cell cell, model::AreaCodes const &areas);
  void enter(SlotId id, BlockId block, std::uint64_t tick);
  void leave(SlotId id, std::uint64_t tick);
  void touch(BlockId id, std::uint64_t tick, std::uint32_t records);

  AudienceIds &audiences_;
  WorkerSlots slots_;
  CellGrid grid_;
  std::vector<Block> blocks_;
  std::unordered_map<std::uint64_t, BlockId> ids_; ///< by cell and audience
  std::uint64_t interval_start_ = 0;
  std::uint64_t changed_ = 0;
  std::uint64_t records_ = 0;
  std::vector<BlockId> dirty_;
  protocol::WorkerBlockEncoder encoder_;
  std::vector<protocol::BlockRow> rows_; ///< scratch
};

} // namespace yuntu::live

#pragma once

#include "server/live/cell.hpp"
#include "server/model/city_state.hpp"
#include "server/protocol/live_values.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace yuntu::live {

/// Which worker is in which (cell, audience), and who left a block when: what a viewer that was
/// away, busy or slow needs to be brought up to date. Live thread only.
class CellBlocks {
public:
  /// Departures are remembered for this many ticks; who was away longer gets a snapshot.
  static constexpr std::uint64_t remembered_ticks = 100'000;

  struct Block {
    std::set<std::string> members;
    std::vector<std::pair<std::string, std::uint64_t>> departed; ///< (worker, tick), ascending tick
  };

  /// The worker has changed at `tick`; moves it to its block, or out when it has no fix.
  /// Returns the blocks that changed: the old and the new one.
  std::vector<BlockKey> update(model::Worker const &worker, std::uint64_t tick);

  [[nodiscard]] std::map<BlockKey, Block> const &blocks() const { return blocks_; }
  /// nullptr: in none.
  [[nodiscard]] BlockKey const *block_of(std::string const &worker) const;
  /// nullptr: nobody is or was there.
  [[nodiscard]] Block const *find(BlockKey const &key) const;

private:
  void depart(BlockKey const &key, std::string const &worker, std::uint64_t tick);

  std::map<BlockKey, Block> blocks_;
  std::map<std::string, BlockKey> where_;
};

/// The workers of a block that changed after `since` (0: all), ready to send.
[[nodiscard]] protocol::WorkerBlock changed_since(CellBlocks const &blocks, BlockKey const &key,
                                                  model::CityState const &state,
                                                  std::uint64_t since);

} // namespace yuntu::live

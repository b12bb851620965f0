#pragma once

#include "server/live/block_index.hpp"

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace yuntu::live {

/// What has changed since the last flush, encoded once and laid out in the order in which viewers
/// read it: nearly all of them lack just this. Live thread only.
class FlushBatch {
public:
  static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

  /// A worker that left the block, and where it is shown now.
  struct Gone {
    SlotId worker = 0;
    BlockId block = no_block;
    Cell cell;
    AudienceId audience = 0;
  };
  struct Entry {
    AudienceId audience = 0;
    std::uint32_t next = none; ///< another block of the same cell
    BlockId block = 0;
    std::uint32_t rows = 0;
    std::uint64_t reports = 0;
    std::uint64_t previous = 0;
    std::size_t first_byte = 0;
    std::size_t bytes = 0;
    std::uint32_t first_gone = 0;
    std::uint32_t gone = 0;
    bool is_known = true; ///< it is known who left
  };

  /// Replaces what it held; `tick` is that of the newest commit.
  void make(BlockIndex &blocks, std::uint64_t tick);

  [[nodiscard]] std::uint64_t since() const { return since_; }
  [[nodiscard]] std::size_t size() const { return entries_.size(); }
  [[nodiscard]] std::string_view bytes_of(Entry const &entry) const {
    return std::string_view(bytes_).substr(entry.first_byte, entry.bytes);
  }
  [[nodiscard]] Gone const *gone_of(Entry const &entry) const {
    return gone_.data() + entry.first_gone;
  }
  /// Calls `visit(entry)` for every changed block in the range.
  template <typename Visit>
  void visit(CellGrid const &grid, CellRange const &range, Visit const &visit) const {
    grid.visit_cells(range, since_, [&](std::uint32_t first) {
      for (auto i = first; i != none; i = entries_[i].next) {
        visit(entries_[i]);
      }
    });
  }

private:
  void add(BlockIndex &blocks, BlockId id, std::uint64_t tick);

  std::uint64_t since_ = 0;
  std::vector<Entry> entries_;
  std::vector<Gone> gone_;
  std::string bytes_;
};

} // namespace yuntu::live

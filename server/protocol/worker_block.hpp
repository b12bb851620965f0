#pragma once

#include "server/protocol/live_values.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace yuntu::protocol {

/// What stands before the rows of a block; live.proto explains the fields.
struct WorkerBlockHead {
  std::uint64_t cell = 0;
  std::string_view audience;
  std::uint64_t version = 0;
  std::uint64_t previous = 0;
};

/// A worker as those are told of it who lack the same of the block.
struct BlockRow {
  WorkerRow const *row = nullptr;
  bool has_news_of_areas = true; ///< else they hold its areas, which stay out
};

/// Writes blocks of workers straight from rows that lie elsewhere; keeps its working space from one
/// block to the next.
class WorkerBlockEncoder {
public:
  /// As a field of Changes and of Snapshot.
  [[nodiscard]] std::string encode(WorkerBlockHead const &head, std::vector<BlockRow> const &rows);

private:
  void write(WorkerBlockHead const &head, std::vector<BlockRow> const &rows);
  void collect_areas(std::vector<BlockRow> const &rows);

  std::string body_;
  std::string set_;
  std::vector<model::AreaCodes const *> sets_; ///< different ones
  std::vector<std::uint32_t> places_;          ///< in `sets_`, by row; beyond it: unchanged
};

} // namespace yuntu::protocol

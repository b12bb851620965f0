#pragma once

#include "server/live/flush_batch.hpp"
#include "server/live/picture.hpp"
#include "server/protocol/server_messages.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yuntu::live {

/// Puts together what one viewer lacks, from parts that are encoded once for all. One instance is
/// used again and again: first one of the questions, then `as_changes` or `as_snapshot` at once.
/// Live thread only.
class Composer {
public:
  /// `picture` is kept by reference.
  explicit Composer(Picture &picture) : picture_(picture) {}

  /// How far a viewer is: `tick` is the newest change that it has or need not have, `told` the
  /// newest of which it was told that it has everything up to it, `counted` the newest whose
  /// reports were counted, not before the last flush.
  struct Mark {
    std::uint64_t tick = 0;
    std::uint64_t told = 0;
    std::uint64_t counted = 0;
  };

  /// Everything in view.
  void everything(View const &view);
  /// Workers and counts that changed after the mark. False: it is not known any more who left.
  [[nodiscard]] bool changes_since(Mark const &mark, View const &view);
  /// As above for a viewer who is at the last flush in every respect.
  [[nodiscard]] bool changes_of(FlushBatch const &batch, View const &view);
  /// From one view to another of the same layers and zoom: what came into view, what changed since
  /// the mark where both look, and what went out of view. False as above.
  [[nodiscard]] bool pan(View const &before, View const &now, Mark const &mark);
  /// For who comes back after `tick`: as `changes_since`, and who left before this server started.
  [[nodiscard]] bool gap(std::uint64_t tick, View const &view);
  /// What a viewer at the mark holds by the rights `before` and may not see by those of `now`.
  [[nodiscard]] std::vector<protocol::Remove> lost(View const &before, View const &now,
                                                   Mark const &mark);

  [[nodiscard]] bool is_empty() const;
  /// Workers that had changed, without those that only came into view.
  [[nodiscard]] std::size_t records() const { return records_; }
  /// Reports of workers in view since `counted`, of `changes_since`.
  [[nodiscard]] std::uint64_t reports() const { return reports_; }
  /// Workers sent whole.
  [[nodiscard]] std::size_t whole_records() const { return whole_records_; }

  [[nodiscard]] std::string as_changes(std::optional<std::uint64_t> seq, std::uint64_t tick,
                                       protocol::WireFormat format);
  [[nodiscard]] std::string as_snapshot(protocol::WireFormat format);

private:
  struct BlockPart {
    BlockId id = 0;
    std::uint64_t since = 0;
    std::uint64_t previous = 0;
    std::string_view bytes;
  };

  void clear();
  void add_block(BlockId id, Mark const &mark);
  [[nodiscard]] bool add_workers(CellRange const &cells, Mark const &mark, View const &view);
  void add_gone(BlockId id, std::uint64_t since);
  void drop_shown(View const &view);
  void drop_repeated();
  void add_counts(std::uint64_t since, View const &view);
  void pan_workers_out(CellRange const &cells, Mark const &mark, View const &before);
  void pan_things(View const &before, View const &now);
  void pan_counts(View const &before, View const &now, std::uint64_t since);
  void lose_workers(View const &before, View const &now, Mark const &mark);
  void lose_counts(View const &before, View const &now);
  [[nodiscard]] bool is_in_view(std::size_t area, Interest const &interest) const;
  void remove(protocol::LiveLayer layer, std::string const &id) { removes_.push_back({layer, id}); }
  std::vector<std::string_view> const &fields();
  [[nodiscard]] protocol::Upserts upserts() const;

  Picture &picture_;
  std::vector<BlockPart> blocks_;
  std::vector<SlotId> gone_;
  protocol::Upserts others_; ///< incidents, reaches, counts, plans
  std::vector<protocol::Remove> removes_;
  std::size_t records_ = 0;
  std::uint64_t reports_ = 0;
  std::size_t whole_records_ = 0;
  std::vector<std::string_view> fields_; ///< scratch
  std::vector<std::string> removed_;     ///< scratch
};

} // namespace yuntu::live

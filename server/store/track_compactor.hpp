#pragma once

#include "server/model/day.hpp"
#include "server/model/fact.hpp"
#include "server/store/digest.hpp"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <vector>

namespace yuntu::store {

struct CompactorLimits {
  std::size_t positions = 200'000; ///< a step; about 30 MB while it runs
  SaltSource salt = nullptr;       ///< null = random
};

/// Moves positions from the log's blocks into track files and lets days expire. One thread, beside
/// the journal's: it reads the log by a connection of its own and never writes into it; whoever
/// calls commits the facts it gives back.
///
/// A kill at any instant is harmless: a segment that no fact names is written over the next time.
class TrackCompactor {
public:
  explicit TrackCompactor(std::filesystem::path const &log, CompactorLimits limits = {});
  ~TrackCompactor();

  /// The next positions that a start does not need, that is up to the newest checkpoint, are in
  /// their files when it returns. The facts, one a day, belong into one transaction, in this order.
  /// Empty: nothing to do, or the facts of the call before are not stored yet. Throws StorageBusy
  /// without space, StorageFailed also for a block that is not what was committed.
  [[nodiscard]] std::vector<model::TrackSegmentSealed> write_next();
  /// One a day before `oldest_kept` that still has segments.
  [[nodiscard]] std::vector<model::TrackDayExpired> expire(model::Day oldest_kept);
  /// Unlinks the files of days that have expired as stored facts say; gives back how many.
  std::size_t remove_expired();

private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

} // namespace yuntu::store

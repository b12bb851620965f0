#pragma once

#include "server/store/digest.hpp"
#include "server/store/event_log.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace yuntu::store {

enum class LogUse {
  serve,   ///< reads and appends; creates the log when there is none
  inspect, ///< reads only, beside a running server too; a cut-off end is verify()'s to report
};

enum class Integrity : bool {
  checked_first,  ///< the whole file is looked through before anything is read
  checked_beside, ///< by a StartCheck, while the state is being loaded
};

struct LogOptions {
  LogUse use = LogUse::serve;
  std::string epoch;         ///< of a log to be created; empty = random
  SaltSource salt = nullptr; ///< null = random
  Integrity integrity = Integrity::checked_first;
};

/// The log in SQLite, with the mark of its newest commit in a second file beside it ("log.head")
/// and older positions in the folder beside it ("tracks"): see TrackCatalogue.
///
/// Opening throws StorageFailed, each with what to do, when the file cannot be read or is damaged,
/// when it was written by a newer version, when it is missing although log.head knows commits, and
/// when the commit named by log.head is not in it: acknowledged commits are missing. Deleting
/// log.head accepts the log as it is.
class LogStore final : public EventLog {
public:
  explicit LogStore(std::filesystem::path const &file, LogOptions options = {});
  ~LogStore() override;

  [[nodiscard]] LogHead head() const override;
  void append(model::CommitGroup const &group) override;
  void for_each_commit(std::uint64_t after_tick,
                       std::function<void(model::CommitGroup const &)> const &visit) override;
  [[nodiscard]] std::vector<model::LayerPublished>
  layers_published(std::uint64_t after_tick) override;
  std::optional<model::CityState> newest_checkpoint() override;
  void write_checkpoint(model::CityState const &state) override;
  /// Empties the write-ahead log unless a reader is in the way. Throws StorageBusy (no space).
  void shorten_write_ahead_log();
  /// Of its file; any thread.
  [[nodiscard]] std::uintmax_t write_ahead_bytes() const;
  using EventLog::verify;
  /// Also every segment of a track that is kept; one that is missing or changed is a fault of the
  /// newest commit's, one whose day has expired is none.
  VerifyReport verify(std::string const &known_head) override;

  /// Position blocks that a track holds by now, oldest first; gives back how many went.
  std::size_t delete_sealed_blocks(std::size_t most);
  /// Words for each day whose file is missing, cut off or damaged at its end. Cheap: at start.
  [[nodiscard]] std::vector<std::string> damaged_tracks() const;

private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

} // namespace yuntu::store

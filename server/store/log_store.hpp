#pragma once

#include "server/store/digest.hpp"
#include "server/store/event_log.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>

namespace yuntu::store {

enum class LogUse {
  serve,   ///< reads and appends; creates the log when there is none
  inspect, ///< reads only, beside a running server too; a cut-off end is verify()'s to report
};

struct LogOptions {
  LogUse use = LogUse::serve;
  std::string epoch;         ///< of a log to be created; empty = random
  SaltSource salt = nullptr; ///< null = random
  /// A larger file is not read through when it is opened to serve (it takes some 2 s a GiB):
  /// `was_checked` says so, check_log_file makes up for it.
  std::uintmax_t most_checked_bytes = 1024UL * 1024 * 1024;
};

/// The log in SQLite, with the mark of its newest commit in a second file beside it ("log.head").
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
  /// Whether SQLite has found the file sound while opening it.
  [[nodiscard]] bool was_checked() const;
  /// Empties the write-ahead log unless a reader is in the way. Throws StorageBusy (no space).
  void shorten_write_ahead_log();
  /// Of its file; any thread.
  [[nodiscard]] std::uintmax_t write_ahead_bytes() const;
  using EventLog::verify;
  VerifyReport verify(std::string const &known_head) override;

private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Reads a log's file through, beside whoever serves it. Any thread. Throws StorageFailed when it
/// is damaged.
void check_log_file(std::filesystem::path const &file);

} // namespace yuntu::store

#pragma once

#include "server/store/event_log.hpp"
#include "server/store/file_io.hpp"

#include <chrono>
#include <filesystem>
#include <optional>

namespace yuntu::store {

/// The newest commit known outside of the log's database. One damaged bit in SQLite's write-ahead
/// log silently drops every commit behind it, and integrity_check says ok; this file is how that
/// shows. Two slots, written in turn, each with its own checksum: one is always whole.
///
/// The mark is written after every commit, so a kill cannot leave it behind; it is flushed to the
/// disk at most once a second, so after a power cut it may be older than the log, never newer.
class HighWaterMark {
public:
  /// nullopt when there is no such file. Throws StorageFailed when no slot can be read.
  [[nodiscard]] static std::optional<LogHead> read(std::filesystem::path const &file);

  /// Opens or creates the file (0600) and writes both slots.
  HighWaterMark(std::filesystem::path const &file, LogHead const &head);
  ~HighWaterMark(); ///< flushes
  HighWaterMark(HighWaterMark const &) = delete;
  HighWaterMark &operator=(HighWaterMark const &) = delete;

  /// Throws StorageBusy (no space): then the mark is as it was before.
  void write(LogHead const &head);

private:
  void write_slot(std::size_t slot, LogHead const &head);
  void flush();

  std::size_t next_slot_ = 0;

  std::filesystem::path file_;
  FileDescriptor descriptor_;
  std::chrono::steady_clock::time_point flushed_;
};

} // namespace yuntu::store

#pragma once

#include "server/app/task_thread.hpp"
#include "server/model/fact.hpp"
#include "server/model/time.hpp"
#include "server/store/journal.hpp"
#include "server/store/log_store.hpp"
#include "server/store/track_compactor.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <vector>

namespace yuntu::app {

/// Moves positions into track files after each checkpoint and lets days past retention expire, on
/// a thread of its own: neither intake nor the live stream waits for it.
class TrackKeeper {
public:
  /// Makes facts of these bodies in one transaction (on the city thread).
  using Commit = std::function<void(std::vector<model::FactBody>, store::Ticket)>;

  /// `log` is touched on the journal's thread only, through `journal`.
  TrackKeeper(store::LogStore &log, std::filesystem::path const &log_file, store::Journal &journal,
              Commit commit, std::chrono::days retention, std::function<model::Time()> now,
              TaskThread::OnError on_error);

  /// Any thread. At start: deletes what a kill left of blocks and files that are not in force. Says
  /// nothing in the log.
  void tidy();
  /// Any thread. After each checkpoint.
  void work();
  /// Before the journal's: what is under way is left as a kill would leave it.
  void stop() { thread_.stop(); }

private:
  void step();
  void guarded(std::function<void()> const &task);
  bool submit(std::vector<model::FactBody> bodies);
  void delete_sealed_blocks();

  store::LogStore &log_;
  store::Journal &journal_;
  Commit commit_;
  std::chrono::days retention_;
  std::function<model::Time()> now_;
  store::TrackCompactor compactor_;
  bool has_failed_ = false; ///< its thread's
  TaskThread thread_;
};

} // namespace yuntu::app

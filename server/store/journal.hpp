#pragma once

#include "server/model/fact.hpp"
#include "server/store/event_log.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace yuntu::store {

enum class CommitOutcome : std::uint8_t { committed, storage_full, storage_busy, stopped };

/// Who waits for a commit. Called exactly once, on the journal thread (after stop() by submit).
/// Must not throw.
using Ticket = std::function<void(CommitOutcome)>;

/// What one use case decided: facts (seq given by the decided state) and judged fixes that go
/// into one transaction.
struct JournalEntry {
  std::vector<model::Fact> facts;
  std::vector<model::PositionRecord> positions;
  Ticket ticket;             ///< may be empty
  bool stands_alone = false; ///< in a commit without others, before or behind it
};

struct JournalLimits {
  std::size_t queued_reports = 65'536; ///< facts and positions not yet committed
  std::chrono::milliseconds queued_age{500};
  /// A group is closed after this much gathering.
  std::chrono::milliseconds group_time{10};
  /// Positions alone begin a commit no sooner than this after the one before, so that a fast disk
  /// does not make a transaction of every message. Entries with facts, or with nothing to store,
  /// never wait; nor does more than `hurry_reports`.
  std::chrono::milliseconds pace{5};
  std::size_t hurry_reports = 4096;
  /// Estimated; an entry that is larger alone makes a group of its own.
  std::size_t group_bytes = 256 * 1024;
  std::chrono::milliseconds retry_after{200}; ///< between attempts without space or lock
};

enum class Admission : std::uint8_t { open, full, storage_full, storage_busy, stopped };

/// Group commit on its own thread: commits at once when idle, otherwise what has gathered when the
/// running commit ends, positions alone at a pace. A group that fails for space or a lock stays at
/// the head and is tried again; its tickets, and those of the entries queued behind it, are told at
/// each attempt (their senders may repeat harmlessly), and the entries are committed all the same
/// once it goes on. On any other error: `on_failure` once, after which every ticket is told
/// `stopped`. `on_commit`, `on_failure` and `on_told` must not throw.
class Journal {
public:
  /// On the journal thread, after the commit and before the tickets: the group as stored.
  using OnCommit = std::function<void(std::shared_ptr<model::CommitGroup const>)>;
  using OnFailure = std::function<void(std::string const &reason)>;
  /// On the journal thread, when all tickets of a commit or of an attempt at one have been told.
  using OnTold = std::function<void()>;
  using Clock = std::function<model::Time()>;

  Journal(EventLog &log, JournalLimits limits, Clock clock, OnCommit on_commit,
          OnFailure on_failure, OnTold on_told = {});
  ~Journal(); ///< stop()

  /// Any thread. Whether intake may go on: ask before deciding anything.
  [[nodiscard]] Admission admission() const;
  /// City thread only, in the order of decision. Always takes the entry.
  void submit(JournalEntry entry);
  /// Runs `work` on the journal thread between two commits (checkpoints), never while a group
  /// waits for space or a lock. StorageBusy out of it is dropped: derived work comes round again.
  void run_between(std::function<void(EventLog &)> work);
  /// Commits what is queued, then ends the thread; what finds no space or lock now is told
  /// `stopped`. Idempotent.
  void stop();

private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

} // namespace yuntu::store

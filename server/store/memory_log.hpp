#pragma once

#include "server/store/chain.hpp"
#include "server/store/event_log.hpp"

#include <deque>
#include <mutex>

namespace yuntu::store {

/// The log in memory, for tests and simulation: same encoding, hashes and head as LogStore, and
/// faults on demand. Nothing outlives it.
class MemoryLog final : public EventLog {
public:
  enum class Fault { full, locked, failed };

  /// The same epoch, salts and groups give the same head.
  explicit MemoryLog(std::string epoch = "memory", SaltSource salt = nullptr);

  /// Any thread: the next `times` appends fail.
  void fail_next(Fault fault, int times = 1);
  /// Any thread: forgets the faults still to come.
  void heal();
  /// What is stored, to be tampered with.
  [[nodiscard]] std::vector<StoredCommit> &stored() { return commits_; }
  void delete_checkpoints() { checkpoints_.clear(); }

  [[nodiscard]] LogHead head() const override;
  void append(model::CommitGroup const &group) override;
  void for_each_commit(std::uint64_t after_tick,
                       std::function<void(model::CommitGroup const &)> const &visit) override;
  std::optional<model::CityState> newest_checkpoint() override;
  void write_checkpoint(model::CityState const &state) override;
  using EventLog::verify;
  VerifyReport verify(std::string const &known_head) override;

private:
  void throw_next_fault();

  std::string epoch_;
  SaltSource salt_;
  ChainEnd end_;
  std::vector<StoredCommit> commits_;
  std::deque<std::string> checkpoints_; ///< encoded, newest last
  std::mutex mutex_;
  std::deque<Fault> faults_;
};

} // namespace yuntu::store

#pragma once

#include "server/model/city_state.hpp"
#include "server/model/fact.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace yuntu::store {

/// Space or a lock is missing: nothing was written, the same group may be tried again.
class StorageBusy : public std::runtime_error {
public:
  enum class Cause { full, locked };
  StorageBusy(Cause cause, std::string const &what) : std::runtime_error(what), cause_(cause) {}
  [[nodiscard]] Cause cause() const { return cause_; }

private:
  Cause cause_;
};

/// I/O or fsync failed, or the file is damaged: stop acknowledging, exit 70, never retry. Whether
/// the group being written is stored shows after the restart.
class StorageFailed : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};

/// Where the log ends.
struct LogHead {
  std::string epoch; ///< random per log, new after a restore
  std::uint64_t seq = 0;
  std::uint64_t tick = 0;
  std::string hash; ///< hex BLAKE2b-256 of the newest commit, chained
};

struct VerifyReport {
  struct Bad {
    std::uint64_t seq = 0; ///< of the first fact at or after the fault
    std::string reason;
  };
  bool ok = true;
  std::uint64_t facts = 0;
  /// Personal texts and position blocks taken away by erasure or retention: no fault.
  std::uint64_t expired = 0;
  /// Segments of tracks that are kept, and the positions in them.
  std::uint64_t segments = 0;
  std::uint64_t sealed_positions = 0;
  std::string head;
  std::optional<Bad> first_bad;
};

/// The append-only log. Implementations: LogStore (SQLite), MemoryLog (tests, simulation).
/// One thread at a time (the journal's, once it runs). Reading and appending throw StorageFailed.
class EventLog {
public:
  EventLog() = default;
  EventLog(EventLog const &) = delete;
  EventLog &operator=(EventLog const &) = delete;
  virtual ~EventLog() = default;

  [[nodiscard]] virtual LogHead head() const = 0;
  /// Durable when it returns. `group.tick` is head().tick + 1, its facts carry head().tick and
  /// continue head().seq without a gap (std::logic_error otherwise). Throws StorageBusy,
  /// StorageFailed; then nothing of the group is stored.
  virtual void append(model::CommitGroup const &group) = 0;
  /// Every commit with tick > `after_tick`, in order.
  virtual void for_each_commit(std::uint64_t after_tick,
                               std::function<void(model::CommitGroup const &)> const &visit) = 0;
  /// The LayerPublished facts of the commits with tick > `after_tick`, in order. An index may
  /// answer; here every commit is read.
  [[nodiscard]] virtual std::vector<model::LayerPublished>
  layers_published(std::uint64_t after_tick);
  /// The newest checkpoint whose content hash is right; nullopt when there is none.
  virtual std::optional<model::CityState> newest_checkpoint() = 0;
  /// Derived: may be deleted at any time. Keeps the newest two.
  virtual void write_checkpoint(model::CityState const &state) = 0;
  /// Walks the whole chain. `known_head`: a LogHead::hash noted down earlier, which the chain must
  /// contain (a chain alone cannot show that its end is missing); empty = none.
  virtual VerifyReport verify(std::string const &known_head) = 0;
  [[nodiscard]] VerifyReport verify() { return verify({}); }
};

/// Checkpoint + tail: the only loader. `locate` must answer for the layers in use at the end.
/// `on_commit` sees the state after each commit of the tail. Throws StorageFailed when commits or
/// facts do not follow each other without a gap.
[[nodiscard]] model::CityState load_state(
    EventLog &log, model::Locate const &locate,
    std::function<void(model::CityState const &, model::CommitGroup const &)> const &on_commit =
        nullptr);
/// The newest LayerPublished of each layer, from checkpoint + tail (to build `locate` with).
[[nodiscard]] std::map<model::LayerKind, model::LayerPublished> layers_in_use(EventLog &log);

} // namespace yuntu::store

#pragma once

#include "server/model/time.hpp"

#include <atomic>
#include <chrono>
#include <functional>
#include <optional>

namespace yuntu::app {

/// What time it is for everything the server decides: the system's wall clock, as long as that goes
/// on as the steady clock does. When it was set by more than 5 s the time goes on as if it had not
/// been, until the new time has stood for 10 s; a clock that is put right again at once thus ends
/// no shift, closure or session of anybody, and what the new time does bring about never happens in
/// the moment of the jump. `watch` must be called every second or so, by one thread.
class WallClock {
public:
  using Steady = std::chrono::steady_clock;
  static constexpr model::Duration largest_drift{std::chrono::seconds{5}};
  static constexpr std::chrono::seconds settling{10};

  /// `system`: reads the machine's wall clock, on any thread.
  explicit WallClock(std::function<model::Time()> system);
  /// Of this machine.
  WallClock();

  /// Any thread.
  [[nodiscard]] model::Time now() const { return now(Steady::now()); }
  [[nodiscard]] model::Time now(Steady::time_point steady) const;

  struct Jump {
    model::Duration by{};
    bool is_adopted = false; ///< false: just seen; true: has lasted, and counts from now on
  };
  /// The news, each once.
  std::optional<Jump> watch(Steady::time_point steady = Steady::now());
  /// Of jumps seen so far; any thread.
  [[nodiscard]] std::uint64_t jumps() const { return jumps_; }

private:
  [[nodiscard]] model::Duration offset_at(Steady::time_point steady) const;

  std::function<model::Time()> system_;
  std::atomic<model::Duration::rep> offset_; ///< wall minus steady, as trusted
  std::atomic<std::uint64_t> jumps_{0};
  struct Pending {
    model::Duration offset;
    Steady::time_point since;
  };
  std::optional<Pending> pending_; ///< of the watching thread
};

} // namespace yuntu::app

#pragma once

#include "server/net/listener.hpp"
#include "server/net/origin_policy.hpp"

#include <array>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <utility>

namespace yuntu::net {

/// A number of places with a bound. Any thread.
class Places {
public:
  explicit Places(std::size_t bound) : bound_(bound) {}
  [[nodiscard]] std::size_t taken() const { return taken_.load(std::memory_order_relaxed); }

  /// One place, given back when destroyed.
  class Seat {
  public:
    Seat() = default;
    Seat(Seat &&other) noexcept : places_(std::exchange(other.places_, nullptr)) {}
    Seat &operator=(Seat &&other) noexcept {
      std::swap(places_, other.places_);
      return *this;
    }
    ~Seat() { release(); }
    void release();
    explicit operator bool() const { return places_ != nullptr; }

  private:
    friend class Places;
    explicit Seat(Places &places) : places_(&places) {}
    Places *places_ = nullptr;
  };

  /// A false Seat when all are taken.
  [[nodiscard]] Seat take();
  /// Waits until none is taken, at most `time`.
  void wait_until_empty(std::chrono::milliseconds time);

private:
  std::size_t bound_;
  std::atomic<std::size_t> taken_{0};
  std::mutex mutex_;
  std::condition_variable emptied_;
};

/// What every session of a listener shares. The tables are immutable while the threads run.
struct Site {
  ListenerOptions options;
  Router api;
  StaticFiles files;
  LiveEndpoint live;
  OriginPolicy origins;

  Places connections{options.limits.connections};
  Places live_sockets{options.limits.connections};
  Places unauthenticated{options.limits.unauthenticated_sockets};
  std::atomic<std::uint64_t> requests{0};
  std::atomic<std::uint64_t> refused_connections{0};
  std::atomic<std::uint64_t> answers{0};             ///< to what live sockets have sent
  std::atomic<std::uint64_t> queued_answer_bytes{0}; ///< of them, not being written yet
  std::array<std::atomic<std::uint64_t>, live_ends> live_ended{}; ///< by LiveEnd
};

} // namespace yuntu::net

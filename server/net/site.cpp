#include "server/net/site.hpp"

namespace yuntu::net {

Places::Seat Places::take() {
  auto taken = taken_.load(std::memory_order_relaxed);
  while (taken < bound_) {
    if (taken_.compare_exchange_weak(taken, taken + 1, std::memory_order_relaxed)) {
      return Seat(*this);
    }
  }
  return {};
}

void Places::Seat::release() {
  auto *const places = std::exchange(places_, nullptr);
  if (places != nullptr && places->taken_.fetch_sub(1) == 1) {
    std::lock_guard const lock(places->mutex_);
    places->emptied_.notify_all();
  }
}

void Places::wait_until_empty(std::chrono::milliseconds time) {
  std::unique_lock lock(mutex_);
  emptied_.wait_for(lock, time, [this] { return taken_.load() == 0; });
}

} // namespace yuntu::net

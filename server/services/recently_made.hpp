#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <utility>

namespace yuntu::services {

/// Keeps what is dear to make, for the keys asked for last. Each is made once, outside the lock:
/// who asks for the same meanwhile waits, who asks for another does not. What falls out lives on as
/// long as somebody holds it. Any thread.
template <typename Key, typename Value>
class RecentlyMade {
public:
  explicit RecentlyMade(std::size_t most_kept) : most_kept_(most_kept) {}

  /// `make()` answers a shared pointer to it.
  template <typename Make>
  [[nodiscard]] std::shared_ptr<Value const> get(Key const &key, Make const &make) {
    auto const slot = slot_of(key);
    std::call_once(slot->once, [&] { slot->value = make(); });
    return slot->value;
  }

private:
  struct Slot {
    std::once_flag once;
    std::shared_ptr<Value const> value;
  };

  std::shared_ptr<Slot> slot_of(Key const &key) {
    std::lock_guard const lock(mutex_);
    for (auto at = slots_.begin(); at != slots_.end(); ++at) {
      if (at->first == key) {
        auto found = std::move(*at);
        slots_.erase(at);
        slots_.push_front(std::move(found));
        return slots_.front().second;
      }
    }
    slots_.emplace_front(key, std::make_shared<Slot>());
    if (slots_.size() > most_kept_) {
      slots_.pop_back();
    }
    return slots_.front().second;
  }

  std::size_t const most_kept_;
  std::mutex mutex_;
  std::deque<std::pair<Key, std::shared_ptr<Slot>>> slots_; ///< asked for last in front
};

} // namespace yuntu::services

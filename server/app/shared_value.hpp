#pragma once

#include <memory>
#include <mutex>
#include <utility>

namespace yuntu::app {

/// An immutable value behind a pointer that is swapped whole: readers take a copy of the pointer
/// and keep what they read for as long as they need it. Any thread.
template <typename Value>
class SharedValue {
public:
  [[nodiscard]] std::shared_ptr<Value const> get() const {
    std::lock_guard const lock(mutex_);
    return value_;
  }
  void set(std::shared_ptr<Value const> value) {
    std::lock_guard const lock(mutex_);
    value_ = std::move(value);
  }

private:
  mutable std::mutex mutex_;
  std::shared_ptr<Value const> value_;
};

} // namespace yuntu::app

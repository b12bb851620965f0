#pragma once

#include <exception>
#include <stop_token>

namespace yuntu::geo {

/// Long work was asked to stop before it was done, and left nothing behind.
class Stopped : public std::exception {
public:
  [[nodiscard]] char const *what() const noexcept override { return "asked to stop"; }
};

/// Throws Stopped when it is asked for. A few nanoseconds: once a feature is fine.
inline void go_on_unless(std::stop_token const &stop) {
  if (stop.stop_requested()) {
    throw Stopped();
  }
}

} // namespace yuntu::geo

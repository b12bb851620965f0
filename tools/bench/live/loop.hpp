#pragma once

#include <cstdint>
#include <functional>

namespace yuntu::bench {

/// Something with a file descriptor that the loop watches.
class Watched {
public:
  Watched() = default;
  Watched(Watched const &) = delete;
  Watched &operator=(Watched const &) = delete;
  virtual ~Watched() = default;
  virtual void on_ready(std::uint32_t events) = 0;
};

/// epoll, level-triggered, one thread.
class Loop {
public:
  Loop();
  ~Loop();
  Loop(Loop const &) = delete;
  Loop &operator=(Loop const &) = delete;

  void add(int fd, Watched &watched, std::uint32_t events);
  void change(int fd, Watched &watched, std::uint32_t events);
  /// Waits until something is ready or `until_us` has come, then serves all that is ready.
  void turn(std::int64_t until_us);
  /// Turns until `is_done` or the time is over; whether it was done.
  bool turn_until(std::int64_t limit_us, std::function<bool()> const &is_done);

private:
  int fd_;
};

} // namespace yuntu::bench

#include "tools/bench/live/loop.hpp"

#include "tools/bench/live/clock.hpp"

#include <algorithm>
#include <cerrno>
#include <system_error>

#include <sys/epoll.h>
#include <unistd.h>

namespace yuntu::bench {
namespace {

void control(int loop, int operation, int fd, Watched &watched, std::uint32_t events) {
  epoll_event event{};
  event.events = events;
  event.data.ptr = &watched;
  if (::epoll_ctl(loop, operation, fd, &event) != 0) {
    throw std::system_error(errno, std::generic_category(), "epoll_ctl");
  }
}

} // namespace

Loop::Loop() : fd_(::epoll_create1(EPOLL_CLOEXEC)) {}

Loop::~Loop() {
  ::close(fd_);
}

void Loop::add(int fd, Watched &watched, std::uint32_t events) {
  control(fd_, EPOLL_CTL_ADD, fd, watched, events);
}

void Loop::change(int fd, Watched &watched, std::uint32_t events) {
  control(fd_, EPOLL_CTL_MOD, fd, watched, events);
}

void Loop::turn(std::int64_t until_us) {
  epoll_event events[256];
  auto const left = std::clamp<std::int64_t>(until_us - now_us(), 0, 100'000);
  timespec const wait{0, static_cast<long>(left * 1000)};
  int const ready = ::epoll_pwait2(fd_, events, 256, &wait, nullptr);
  for (int i = 0; i < ready; ++i) {
    static_cast<Watched *>(events[i].data.ptr)->on_ready(events[i].events);
  }
}

bool Loop::turn_until(std::int64_t limit_us, std::function<bool()> const &is_done) {
  auto const end = now_us() + limit_us;
  while (!is_done()) {
    auto const now = now_us();
    if (now >= end) {
      return false;
    }
    turn(std::min(end, now + 5000));
  }
  return true;
}

} // namespace yuntu::bench

#pragma once

#include <cstdint>

#include <ctime>

namespace yuntu::bench {

/// Microseconds of Unix time: what reports are stamped with, so that whoever receives one knows how
/// old it is. The client and the servers run on one machine.
[[nodiscard]] inline std::int64_t now_us() {
  timespec time{};
  ::clock_gettime(CLOCK_REALTIME, &time);
  return std::int64_t{time.tv_sec} * 1'000'000 + time.tv_nsec / 1000;
}

} // namespace yuntu::bench

// Preloaded into a program under test: a wall clock that is wrong by as many seconds as the eight
// bytes of the file YUNTU_SHIM_CLOCK say, read anew each time. The steady clock goes on as it is.
// Asks the kernel itself and allocates nothing: allocators ask for the time before main.
#include <cstdint>
#include <cstdlib>
#include <ctime>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

namespace {

std::int64_t const volatile *mapped() {
  char const *const file = std::getenv("YUNTU_SHIM_CLOCK");
  int const descriptor = file == nullptr ? -1 : ::open(file, O_RDONLY | O_CLOEXEC);
  void *const memory =
      descriptor < 0 ? MAP_FAILED
                     : ::mmap(nullptr, sizeof(std::int64_t), PROT_READ, MAP_SHARED, descriptor, 0);
  if (descriptor >= 0) {
    ::close(descriptor);
  }
  static std::int64_t const right = 0;
  return memory == MAP_FAILED ? &right : static_cast<std::int64_t const *>(memory);
}

std::int64_t wrong_by() {
  static std::int64_t const volatile *const seconds = mapped();
  return *seconds;
}

} // namespace

extern "C" {

int clock_gettime(clockid_t clock, timespec *time) noexcept {
  auto const result = ::syscall(SYS_clock_gettime, clock, time);
  if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
    time->tv_sec += wrong_by();
  }
  return static_cast<int>(result);
}

int gettimeofday(timeval *time, void * /*zone*/) noexcept {
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  time->tv_sec = now.tv_sec;
  time->tv_usec = now.tv_nsec / 1'000;
  return 0;
}

time_t time(time_t *into) noexcept {
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  if (into != nullptr) {
    *into = now.tv_sec;
  }
  return now.tv_sec;
}
}

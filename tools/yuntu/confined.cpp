#include "tools/yuntu/confined.hpp"

#include "tools/yuntu/command.hpp"
#include "tools/yuntu/exit_code.hpp"
#include "tools/yuntu/no_network.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <iostream>
#include <new>
#include <string_view>

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace yuntu::tools {
namespace {

using Clock = std::chrono::steady_clock;

/// Exit codes of the child that are none of `work`'s.
constexpr int exit_no_memory = 101;
constexpr int exit_no_limits = 102;

constexpr rlim_t most_open_files = 128;

bool limit(int what, rlim_t most) {
  ::rlimit const both{most, most};
  return ::setrlimit(static_cast<__rlimit_resource>(what), &both) == 0;
}

/// The soft limit of the CPU sends the signal that tells why, the hard one ends it for certain.
bool limit_cpu(std::chrono::seconds most) {
  auto const seconds = static_cast<rlim_t>(most.count());
  ::rlimit const both{seconds, seconds + 1};
  return ::setrlimit(RLIMIT_CPU, &both) == 0;
}

bool take_limits(ConfinedLimits const &limits) {
  return limit_cpu(limits.cpu) && limit(RLIMIT_CORE, 0) && limit(RLIMIT_NOFILE, most_open_files) &&
         limit(RLIMIT_FSIZE, limits.file_bytes) &&
         (limits.memory_bytes == 0 || limit(RLIMIT_AS, limits.memory_bytes));
}

int work_and_say(std::function<int()> const &work) {
  try {
    int const code = work();
    std::cout << std::flush;
    return code;
  } catch (std::bad_alloc const &) {
    return exit_no_memory;
  } catch (std::exception const &error) {
    std::cerr << "yuntu: " << error.what() << std::endl;
    return exit_error;
  }
}

[[noreturn]] void be_child(ConfinedLimits const &limits, std::function<int()> const &work,
                           pid_t parent, int out) {
  ::dup2(out, STDOUT_FILENO);
  if (!take_limits(limits)) {
    ::_exit(exit_no_limits);
  }
  if (!leave_network()) {
    std::cerr << "this system lets the network be reached while the file is read" << std::endl;
  }
  ::prctl(PR_SET_PDEATHSIG, SIGKILL); // after a change of namespaces, which may forget it
  if (::getppid() != parent) {
    ::_exit(exit_error); // it died before it could take us along
  }
  ::_exit(work_and_say(work));
}

/// The child, killed at the latest when the object goes.
class ChildProcess {
public:
  ChildProcess(ConfinedLimits const &limits, std::function<int()> const &work) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
      throw CommandError(std::string("cannot make a pipe: ") + std::strerror(errno));
    }
    std::cout << std::flush;
    auto const parent = ::getpid();
    pid_ = ::fork();
    if (pid_ == 0) {
      be_child(limits, work, parent, ends[1]);
    }
    ::close(ends[1]);
    out_ = ends[0];
    process_ = pid_ < 0 ? -1 : static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0));
    if (process_ < 0) {
      ::close(out_);
      throw CommandError(std::string("cannot start a process to read the file: ") +
                         std::strerror(errno));
    }
  }
  ~ChildProcess() {
    if (!is_over_) {
      ::kill(pid_, SIGKILL);
      ::wait4(pid_, &status_, 0, &usage_);
    }
    ::close(process_);
    ::close(out_);
  }
  ChildProcess(ChildProcess const &) = delete;
  ChildProcess &operator=(ChildProcess const &) = delete;

  /// Takes its output until it ends. False when `deadline` or `most` bytes are passed first.
  bool watch(Clock::time_point deadline, std::uint64_t most) {
    while (!is_over_ && Clock::now() < deadline && text_.size() <= most) {
      pump(deadline);
    }
    while (is_over_ && text_.size() <= most && take_output()) {
    }
    return is_over_ && text_.size() <= most;
  }

  [[nodiscard]] int status() const { return status_; }
  [[nodiscard]] std::uint64_t peak_bytes() const {
    return static_cast<std::uint64_t>(usage_.ru_maxrss) * 1024;
  }
  [[nodiscard]] std::string take_text() { return std::move(text_); }
  [[nodiscard]] bool has_said_too_much(std::uint64_t most) const { return text_.size() > most; }

private:
  void pump(Clock::time_point deadline) {
    std::array<::pollfd, 2> entries{{{out_, POLLIN, 0}, {process_, POLLIN, 0}}};
    auto const left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
    nfds_t const count = is_silent_ ? 1 : 2;
    auto *const first = entries.data() + (is_silent_ ? 1 : 0);
    if (::poll(first, count, static_cast<int>(std::max<std::int64_t>(left.count(), 0))) <= 0) {
      return;
    }
    if (entries[0].revents != 0) {
      is_silent_ = !take_output();
    } else if (entries[1].revents != 0) {
      is_over_ = ::wait4(pid_, &status_, 0, &usage_) == pid_;
    }
  }

  /// False at the end of it.
  bool take_output() {
    std::array<char, 65'536> buffer{};
    auto const got = ::read(out_, buffer.data(), buffer.size());
    if (got > 0) {
      text_.append(buffer.data(), static_cast<std::size_t>(got));
    }
    return got > 0 || (got < 0 && errno == EINTR);
  }

  pid_t pid_ = -1;
  int process_ = -1;
  int out_ = -1;
  std::string text_;
  int status_ = 0;
  ::rusage usage_{};
  bool is_over_ = false;
  bool is_silent_ = false;
};

std::string in_memory_words(std::uint64_t bytes) {
  constexpr std::uint64_t mebibyte = 1 << 20;
  return bytes % (1024 * mebibyte) == 0 ? std::to_string(bytes / (1024 * mebibyte)) + " GiB"
                                        : std::to_string(bytes / mebibyte) + " MiB";
}

CommandError too_much_memory(ConfinedLimits const &limits) {
  return CommandError("reading it needs more than " + in_memory_words(limits.memory_bytes) +
                      " of memory; cut the file into parts");
}

/// A library that finds no memory often aborts, or trips over the pointer that it did not get.
bool is_likely_memory(ConfinedLimits const &limits, int signal, std::uint64_t peak) {
  return limits.memory_bytes != 0 && (signal == SIGABRT || signal == SIGSEGV || signal == SIGBUS) &&
         peak >= limits.memory_bytes / 2;
}

CommandError death(ConfinedLimits const &limits, int signal, std::uint64_t peak) {
  if (signal == SIGXCPU) {
    return CommandError("reading it takes more than " + std::to_string(limits.cpu.count()) +
                        " s of processor time");
  }
  if (signal == SIGXFSZ) {
    return CommandError("what it holds takes more than " + in_memory_words(limits.file_bytes) +
                        " to store");
  }
  if (is_likely_memory(limits, signal, peak)) {
    return too_much_memory(limits);
  }
  return CommandError("the file made the process that read it fail (signal " +
                      std::to_string(signal) + ", " + ::strsignal(signal) +
                      "); nothing was imported");
}

} // namespace

ConfinedOutcome run_confined(ConfinedLimits const &limits, std::function<int()> const &work) {
  ChildProcess child(limits, work);
  if (!child.watch(Clock::now() + limits.wall, limits.output_bytes)) {
    throw CommandError(child.has_said_too_much(limits.output_bytes)
                           ? "there is more to report than " + in_memory_words(limits.output_bytes)
                           : "reading it takes longer than " + std::to_string(limits.wall.count()) +
                                 " s");
  }
  int const status = child.status();
  if (WIFSIGNALED(status)) {
    throw death(limits, WTERMSIG(status), child.peak_bytes());
  }
  int const code = WEXITSTATUS(status);
  if (code == exit_no_memory) {
    throw too_much_memory(limits);
  }
  if (code == exit_no_limits) {
    throw CommandError("this system does not let a process be limited; nothing was read");
  }
  return {code, child.take_text()};
}

ConfinedLimits usual_limits(std::uint64_t bytes) {
  constexpr std::uint64_t step = std::uint64_t{128} << 20;
  ConfinedLimits limits;
  limits.cpu *= static_cast<std::int64_t>(1 + bytes / step);
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  limits.memory_bytes = 0;
  limits.cpu *= 10;
#endif
  return limits;
}

} // namespace yuntu::tools

#include "tools/yuntu/confined.hpp"

#include "tools/yuntu/command.hpp"
#include "tools/yuntu/exit_code.hpp"

#include <cerrno>
#include <csignal>
#include <iostream>
#include <new>
#include <vector>

#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>

using namespace yuntu::tools;

namespace {

/// What is said when `work` cannot be brought to its end, "" when it can.
std::string refusal(ConfinedLimits const &limits, std::function<int()> const &work) {
  try {
    (void)run_confined(limits, work);
    return "";
  } catch (CommandError const &error) {
    return error.what();
  }
}

bool says(std::string const &text, std::string const &words) {
  return text.find(words) != std::string::npos;
}

/// The error of opening a socket, 0 when it opens.
int socket_error(int family) {
  int const fd = ::socket(family, SOCK_STREAM, 0);
  if (fd >= 0) {
    ::close(fd);
  }
  return fd >= 0 ? 0 : errno;
}

[[noreturn]] void wait_for_ever() {
  for (;;) {
    ::pause();
  }
}

/// A process that dies while its confined child works; gives the child's id, or -1 when the
/// child outlives it by more than ten seconds.
bool child_dies_with_its_parent() {
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  ::prctl(PR_SET_CHILD_SUBREAPER, 1); // orphans come to us
  auto const parent = ::fork();
  if (parent == 0) {
    (void)refusal(usual_limits(), [&] {
      auto const self = ::getpid();
      (void)!::write(ends[1], &self, sizeof self);
      wait_for_ever();
      return 0;
    });
    ::_exit(0);
  }
  pid_t child = -1;
  bool const is_told = ::read(ends[0], &child, sizeof child) == sizeof child;
  ::kill(parent, SIGKILL);
  int status = 0;
  bool const is_over = ::waitpid(parent, &status, 0) == parent &&
                       ::waitpid(child, &status, 0) == child && WIFSIGNALED(status);
  ::close(ends[0]);
  ::close(ends[1]);
  ::prctl(PR_SET_CHILD_SUBREAPER, 0);
  return is_told && is_over && WTERMSIG(status) == SIGKILL;
}

} // namespace

TEST_CASE("what a confined child returns and prints comes back") {
  auto const done = run_confined(usual_limits(), [] {
    std::cout << std::string(300'000, 'x') << "end";
    return 1;
  });
  CHECK(done.code == 1);
  CHECK(done.out.size() == 300'003);
  CHECK(done.out.substr(300'000) == "end");
}

TEST_CASE("a confined child changes nothing in its parent") {
  int value = 1;
  CHECK(run_confined(usual_limits(), [&] { return value = 7; }).code == 7);
  CHECK(value == 1);
}

TEST_CASE("what the child throws is an error and no crash") {
  CHECK(run_confined(usual_limits(), []() -> int { throw CommandError("a bad file"); }).code ==
        exit_error);
}

TEST_CASE("a child that computes too long is ended, and the limit is named") {
  auto limits = usual_limits();
  limits.cpu = std::chrono::seconds{1};
  auto const words = refusal(limits, []() -> int {
    while (::getpid() != 0) {
    }
    return 0;
  });
  CHECK(says(words, "more than 1 s of processor time"));
}

TEST_CASE("a child that waits too long is ended") {
  auto limits = usual_limits();
  limits.wall = std::chrono::seconds{1};
  CHECK(says(refusal(limits, []() -> int { wait_for_ever(); }), "longer than 1 s"));
}

TEST_CASE("a child that takes too much memory is refused by its limit") {
  auto limits = usual_limits();
  if (limits.memory_bytes == 0) {
    return; // sanitizers map terabytes
  }
  limits.memory_bytes = std::uint64_t{512} << 20;
  auto const words = refusal(limits, [] {
    std::vector<std::vector<char>> hoard;
    for (;;) {
      hoard.emplace_back(std::size_t{16} << 20, 'x');
    }
    return 0;
  });
  CHECK(says(words, "more than 512 MiB of memory"));
}

TEST_CASE("a library that aborts for want of memory is understood, one that crashes is reported") {
  auto limits = usual_limits();
  if (limits.memory_bytes != 0) {
    limits.memory_bytes = std::uint64_t{512} << 20;
    CHECK(says(refusal(limits,
                       []() -> int {
                         std::vector<char> const much(std::size_t{300} << 20, 'x');
                         std::signal(SIGABRT, SIG_DFL);
                         ::kill(::getpid(), much[0] == 'x' ? SIGABRT : 0);
                         wait_for_ever();
                       }),
               "of memory"));
  }
  CHECK(says(refusal(limits,
                     []() -> int {
                       std::signal(SIGSEGV, SIG_DFL);
                       ::kill(::getpid(), SIGSEGV);
                       wait_for_ever();
                     }),
             "signal 11"));
}

TEST_CASE("a child that talks without end is ended") {
  auto limits = usual_limits();
  limits.output_bytes = 1 << 20;
  auto const words = refusal(limits, []() -> int {
    for (;;) {
      std::cout << std::string(65'536, 'x');
    }
  });
  CHECK(says(words, "more to report than 1 MiB"));
}

TEST_CASE("a child opens no socket, local ones neither, and starts no program") {
  CHECK(run_confined(usual_limits(), [] { return socket_error(AF_INET); }).code == EACCES);
  CHECK(run_confined(usual_limits(), [] { return socket_error(AF_INET6); }).code == EACCES);
  CHECK(run_confined(usual_limits(), [] { return socket_error(AF_NETLINK); }).code == EACCES);
  CHECK(run_confined(usual_limits(), [] { return socket_error(AF_UNIX); }).code == EACCES);
  CHECK(run_confined(usual_limits(), [] {
          int ends[2];
          return ::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0 ? 0 : errno;
        }).code == EACCES);
  CHECK(run_confined(usual_limits(), [] {
          ::execl("/bin/true", "true", nullptr);
          return errno;
        }).code == EACCES);
  CHECK(socket_error(AF_INET) == 0);
}

TEST_CASE("a child leaves no core behind and writes no more than it may") {
  auto limits = usual_limits();
  limits.file_bytes = 4096;
  CHECK(run_confined(limits, [] {
          ::rlimit core{1, 1};
          ::getrlimit(RLIMIT_CORE, &core);
          return static_cast<int>(core.rlim_max);
        }).code == 0);
  CHECK(says(refusal(limits,
                     [] {
                       auto *const file = std::tmpfile();
                       std::signal(SIGXFSZ, SIG_DFL);
                       std::string const much(65'536, 'x');
                       std::fwrite(much.data(), 1, much.size(), file);
                       std::fflush(file);
                       return 0;
                     }),
             "to store"));
}

TEST_CASE("a confined child dies with its parent") {
  CHECK(child_dies_with_its_parent());
}

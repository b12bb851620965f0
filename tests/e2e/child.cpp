#include "tests/e2e/child.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <system_error>

#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

extern "C" {
#include <sys/pidfd.h> // glibc 2.36 forgets to say so itself
}

namespace yuntu::test {
namespace {

[[noreturn]] void fail(std::string const &what) {
  throw std::system_error(errno, std::generic_category(), what);
}

/// An unnamed file in memory: a program may write into it as much as it likes without waiting.
int memory_file(std::string const &content) {
  int const fd = ::memfd_create("yuntu-test", MFD_CLOEXEC);
  if (fd < 0 || ::write(fd, content.data(), content.size()) < 0 || ::lseek(fd, 0, SEEK_SET) != 0) {
    fail("memory file");
  }
  return fd;
}

std::vector<char *> pointers_to(std::vector<std::string> &texts) {
  std::vector<char *> pointers;
  for (auto &text : texts) {
    pointers.push_back(text.data());
  }
  pointers.push_back(nullptr);
  return pointers;
}

/// Ours without what `added` sets anew, and `added`.
std::vector<std::string> environment_with(std::vector<std::string> const &added) {
  auto lines = added;
  for (char **line = environ; *line != nullptr; ++line) {
    std::string const text = *line;
    auto const name = text.substr(0, text.find('=') + 1);
    if (std::none_of(added.begin(), added.end(),
                     [&](std::string const &set) { return set.rfind(name, 0) == 0; })) {
      lines.push_back(text);
    }
  }
  return lines;
}

[[noreturn]] void become(std::vector<std::string> &arguments, std::vector<std::string> &environment,
                         int in, int out, int error) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL); // nothing outlives a test that was killed
  ::dup2(in, STDIN_FILENO);
  ::dup2(out, STDOUT_FILENO);
  ::dup2(error, STDERR_FILENO);
  ::execve(arguments[0].c_str(), pointers_to(arguments).data(), pointers_to(environment).data());
  ::_exit(127);
}

int milliseconds_to(Deadline deadline) {
  auto const left =
      std::chrono::duration_cast<Millis>(deadline - std::chrono::steady_clock::now()).count();
  return left < 0 ? 0 : static_cast<int>(left);
}

} // namespace

Child::Child(std::filesystem::path const &program, std::vector<std::string> const &arguments,
             std::string const &input, std::vector<std::string> const &environment) {
  int pipe[2];
  if (::pipe2(pipe, O_CLOEXEC) != 0) {
    fail("pipe");
  }
  int const in_fd = memory_file(input);
  error_fd_ = memory_file({});
  std::vector<std::string> texts{program.string()};
  texts.insert(texts.end(), arguments.begin(), arguments.end());
  auto variables = environment_with(environment);
  pid_ = ::fork();
  if (pid_ == 0) {
    become(texts, variables, in_fd, pipe[1], error_fd_);
  }
  ::close(pipe[1]);
  ::close(in_fd);
  out_fd_ = pipe[0];
  pid_fd_ = pid_ < 0 ? -1 : ::pidfd_open(pid_, 0);
  if (pid_fd_ < 0) {
    fail("cannot start " + program.string());
  }
}

Child::~Child() {
  signal(SIGKILL);
  (void)wait(Millis{10'000});
  ::close(pid_fd_);
  ::close(out_fd_);
  ::close(error_fd_);
}

bool Child::pump(Deadline deadline) {
  ::pollfd entries[] = {{out_fd_, POLLIN, 0}, {pid_fd_, POLLIN, 0}};
  if (::poll(entries, 2, milliseconds_to(deadline)) <= 0) {
    return false;
  }
  if (entries[0].revents != 0) {
    char buffer[16384];
    auto const got = ::read(out_fd_, buffer, sizeof buffer);
    if (got > 0) {
      out_.append(buffer, static_cast<std::size_t>(got));
      return true;
    }
  }
  if (entries[1].revents != 0) {
    int status = 0;
    ::waitpid(pid_, &status, 0);
    exit_code_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
  return true;
}

std::string Child::read_line(Millis limit) {
  auto const deadline = in(limit);
  while (!exit_code_ && out_.find('\n') == std::string::npos && pump(deadline)) {
  }
  return out_.substr(0, out_.find('\n'));
}

std::optional<int> Child::wait(Millis limit) {
  auto const deadline = in(limit);
  while (!exit_code_ && pump(deadline)) {
  }
  return exit_code_;
}

void Child::signal(int number) {
  if (!exit_code_) {
    ::pidfd_send_signal(pid_fd_, number, nullptr, 0);
  }
}

std::string Child::errors() const {
  std::string text;
  char buffer[16384];
  ssize_t got = 0;
  while ((got = ::pread(error_fd_, buffer, sizeof buffer, static_cast<off_t>(text.size()))) > 0) {
    text.append(buffer, static_cast<std::size_t>(got));
  }
  return text;
}

std::filesystem::path binary(std::string const &name) {
  char const *const set = std::getenv("YUNTU_BIN");
  return std::filesystem::path(set != nullptr ? set : YUNTU_BIN_DIR) / name;
}

Finished yuntu(std::vector<std::string> const &arguments, std::string const &input, Millis limit) {
  Child child(binary("yuntu"), arguments, input);
  auto const code = child.wait(limit);
  return {code.value_or(-1), child.out(), child.errors()};
}

} // namespace yuntu::test

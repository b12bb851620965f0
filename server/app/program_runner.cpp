#include "server/app/program_runner.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <string_view>
#include <vector>

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace yuntu::app {
namespace {

constexpr int not_started = 127;

int open_for(std::filesystem::path const &file) {
  return ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW,
                S_IRUSR | S_IWUSR);
}

/// Between fork and exec: nothing here may take a lock or memory.
[[noreturn]] void become(std::vector<char *> const &arguments, int out, int errors, pid_t parent) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) {
    ::_exit(not_started);
  }
  ::sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  std::signal(SIGPIPE, SIG_DFL);
  int const nothing = ::open("/dev/null", O_RDONLY);
  ::dup2(nothing, STDIN_FILENO);
  ::dup2(out, STDOUT_FILENO);
  ::dup2(errors, STDERR_FILENO);
  ::rlimit const no_core{0, 0};
  ::setrlimit(RLIMIT_CORE, &no_core);
  ::syscall(SYS_close_range, 3U, ~0U, 0U);
  ::execv(arguments[0], arguments.data());
  constexpr std::string_view words = "the program that reads files is not beside the server\n";
  (void)!::write(STDERR_FILENO, words.data(), words.size());
  ::_exit(not_started);
}

} // namespace

ProgramRunner::ProgramRunner(std::filesystem::path program, std::chrono::seconds longest,
                             TaskThread::OnError on_error)
    : program_(std::move(program)), longest_(longest), thread_("reader", std::move(on_error)) {}

ProgramRunner::~ProgramRunner() {
  stop();
}

void ProgramRunner::run(services::ProgramRun program, services::ImportDoors::OnEnd on_end) {
  std::uint64_t number = 0;
  {
    std::lock_guard const guard(mutex_);
    number = ++asked_;
  }
  thread_.post([this, number, program = std::move(program), on_end = std::move(on_end)] {
    on_end(carry_out(program, number));
  });
}

void ProgramRunner::end_run() {
  std::lock_guard const guard(mutex_);
  ended_ = asked_;
  if (child_ > 0) {
    ::kill(child_, SIGKILL);
  }
}

void ProgramRunner::stop() {
  end_run();
  thread_.stop();
}

int ProgramRunner::carry_out(services::ProgramRun const &program, std::uint64_t number) {
  pid_t child = -1;
  {
    std::lock_guard const guard(mutex_);
    if (number <= ended_) {
      return -1;
    }
    child = child_ = start(program);
  }
  return child < 0 ? -1 : await(child);
}

pid_t ProgramRunner::start(services::ProgramRun const &program) {
  std::vector<std::string> texts{program_.string()};
  texts.insert(texts.end(), program.arguments.begin(), program.arguments.end());
  std::vector<char *> arguments;
  arguments.reserve(texts.size() + 1);
  for (auto &text : texts) {
    arguments.push_back(text.data());
  }
  arguments.push_back(nullptr);
  int const out = open_for(program.out);
  int const errors = open_for(program.errors);
  auto const parent = ::getpid();
  auto const child = out < 0 || errors < 0 ? -1 : ::fork();
  if (child == 0) {
    become(arguments, out, errors, parent);
  }
  ::close(out);
  ::close(errors);
  return child;
}

/// A killed child is waited for under the lock: its number may be another's afterwards.
int ProgramRunner::await(pid_t child) {
  int const process = static_cast<int>(::syscall(SYS_pidfd_open, child, 0));
  ::pollfd entry{process, POLLIN, 0};
  auto const most = std::chrono::duration_cast<std::chrono::milliseconds>(longest_);
  int ready = 0;
  do {
    ready = ::poll(&entry, process < 0 ? 0 : 1, static_cast<int>(most.count()));
  } while (ready < 0 && errno == EINTR);
  std::lock_guard const guard(mutex_);
  if (ready <= 0) {
    ::kill(child, SIGKILL);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  child_ = -1;
  ::close(process);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

std::filesystem::path yuntu_beside_this() {
  std::error_code ignored;
  return std::filesystem::canonical("/proc/self/exe", ignored).parent_path() / "yuntu";
}

} // namespace yuntu::app

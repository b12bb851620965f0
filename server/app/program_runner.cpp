#include "server/app/program_runner.hpp"

#include "server/services/child_program.hpp"

#include <cerrno>
#include <csignal>

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

namespace yuntu::app {

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
  services::ChildProgram child;
  child.arguments = program.arguments;
  child.arguments.insert(child.arguments.begin(), program_.string());
  child.out = program.out;
  child.errors = program.errors;
  child.words_if_absent = "the program that reads files is not beside the server\n";
  return services::start(child);
}

/// A killed child is waited for under the lock: its number may be another's afterwards.
int ProgramRunner::await(pid_t child) {
  int const process = services::watch(child);
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

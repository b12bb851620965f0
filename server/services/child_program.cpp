#include "server/services/child_program.hpp"

#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace yuntu::services {
namespace {

int open_for(std::filesystem::path const &file) {
  return ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW,
                S_IRUSR | S_IWUSR);
}

void limit(int what, rlim_t most) {
  ::rlimit const both{most, most};
  ::setrlimit(static_cast<__rlimit_resource>(what), &both);
}

/// Between fork and exec: nothing here may take a lock or memory.
[[noreturn]] void become(ChildProgram const &program, std::vector<char *> const &arguments, int out,
                         int errors, pid_t parent) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  bool const is_there = program.folder.empty() || ::chdir(program.folder.c_str()) == 0;
  if (::getppid() != parent || !is_there) {
    ::_exit(child_not_started);
  }
  ::sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  std::signal(SIGPIPE, SIG_DFL);
  ::dup2(::open("/dev/null", O_RDONLY), STDIN_FILENO);
  ::dup2(out, STDOUT_FILENO);
  ::dup2(errors, STDERR_FILENO);
  limit(RLIMIT_CORE, 0);
  if (program.memory_bytes > 0) {
    limit(RLIMIT_AS, program.memory_bytes);
  }
  if (program.file_bytes > 0) {
    limit(RLIMIT_FSIZE, program.file_bytes);
  }
  if (program.lower_priority > 0) {
    ::setpriority(PRIO_PROCESS, 0, program.lower_priority);
  }
  ::syscall(SYS_close_range, 3U, ~0U, 0U);
  ::execv(arguments[0], arguments.data());
  (void)!::write(STDERR_FILENO, program.words_if_absent.data(), program.words_if_absent.size());
  ::_exit(child_not_started);
}

} // namespace

pid_t start(ChildProgram const &program) {
  auto texts = program.arguments;
  std::vector<char *> arguments;
  arguments.reserve(texts.size() + 1);
  for (auto &text : texts) {
    arguments.push_back(text.data());
  }
  arguments.push_back(nullptr);
  bool const is_one_file = program.out == program.errors;
  int const out = open_for(program.out);
  int const errors = is_one_file ? out : open_for(program.errors);
  auto const parent = ::getpid();
  auto const child = out < 0 || errors < 0 ? -1 : ::fork();
  if (child == 0) {
    become(program, arguments, out, errors, parent);
  }
  int const why = errno;
  ::close(out);
  if (!is_one_file) {
    ::close(errors);
  }
  errno = why;
  return child;
}

int watch(pid_t child) {
  return static_cast<int>(::syscall(SYS_pidfd_open, child, 0));
}

} // namespace yuntu::services

#include "tools/bench/live/process.hpp"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <system_error>

#include <fcntl.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace yuntu::bench {
namespace {

struct Started {
  pid_t pid;
  int out;
};

/// `core` -1: any.
Started start(std::filesystem::path const &program, std::vector<std::string> const &arguments,
              int core) {
  int pipe[2];
  if (::pipe2(pipe, O_CLOEXEC) != 0) {
    throw std::system_error(errno, std::generic_category(), "pipe");
  }
  std::vector<std::string> texts{program.string()};
  texts.insert(texts.end(), arguments.begin(), arguments.end());
  std::vector<char *> pointers;
  for (auto &text : texts) {
    pointers.push_back(text.data());
  }
  pointers.push_back(nullptr);
  pid_t const pid = ::fork();
  if (pid == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (core >= 0) {
      pin_to_core(core);
    }
    ::dup2(pipe[1], STDOUT_FILENO);
    ::execv(pointers[0], pointers.data());
    ::_exit(127);
  }
  ::close(pipe[1]);
  if (pid < 0) {
    throw std::system_error(errno, std::generic_category(), "cannot start " + program.string());
  }
  return {pid, pipe[0]};
}

/// utime and stime of a stat file, in seconds.
double cpu_of(std::filesystem::path const &stat) {
  std::ifstream in(stat);
  std::string text((std::istreambuf_iterator<char>(in)), {});
  auto const after_name = text.rfind(')');
  if (after_name == std::string::npos) {
    return 0;
  }
  std::istringstream fields(text.substr(after_name + 2));
  std::string skipped;
  for (int i = 3; i < 14; ++i) {
    fields >> skipped;
  }
  double user = 0;
  double system = 0;
  fields >> user >> system;
  return (user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

} // namespace

void pin_to_core(int core) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(core, &set);
  ::sched_setaffinity(0, sizeof set, &set);
}

Process::Process(std::filesystem::path const &program, std::vector<std::string> const &arguments,
                 int core) {
  auto const started = start(program, arguments, core);
  pid_ = started.pid;
  std::string line;
  char letter = 0;
  while (::read(started.out, &letter, 1) == 1 && letter != '\n') {
    line += letter;
  }
  ::close(started.out); // it prints nothing more
  auto const colon = line.rfind(':');
  if (line.find("READY") == std::string::npos || colon == std::string::npos) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    throw std::runtime_error(program.string() + " did not come up: " + line);
  }
  port_ = std::stoi(line.substr(colon + 1));
}

Process::~Process() {
  ::kill(pid_, SIGTERM);
  for (int i = 0; i < 1000; ++i) {
    if (::waitpid(pid_, nullptr, WNOHANG) == pid_) {
      return;
    }
    ::usleep(10'000);
  }
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

double Process::cpu_s() const {
  return cpu_of("/proc/" + std::to_string(pid_) + "/stat");
}

std::map<std::string, double> Process::cpu_s_of_threads() const {
  std::map<std::string, double> seconds;
  auto const tasks = "/proc/" + std::to_string(pid_) + "/task";
  std::error_code gone;
  for (auto const &task : std::filesystem::directory_iterator(tasks, gone)) {
    std::ifstream in(task.path() / "comm");
    std::string name;
    std::getline(in, name);
    seconds[name] += cpu_of(task.path() / "stat");
  }
  return seconds;
}

long Process::rss_kb() const {
  std::ifstream in("/proc/" + std::to_string(pid_) + "/status");
  std::string line;
  while (std::getline(in, line)) {
    if (line.rfind("RssAnon:", 0) == 0) {
      return std::stol(line.substr(8));
    }
  }
  return 0;
}

std::string run_program(std::filesystem::path const &program,
                        std::vector<std::string> const &arguments) {
  auto const started = start(program, arguments, -1);
  std::string out;
  char buffer[4096];
  ssize_t got = 0;
  while ((got = ::read(started.out, buffer, sizeof buffer)) > 0) {
    out.append(buffer, static_cast<std::size_t>(got));
  }
  ::close(started.out);
  int status = 0;
  ::waitpid(started.pid, &status, 0);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    throw std::runtime_error(program.filename().string() + " " + arguments.at(0) +
                             " failed: " + out);
  }
  return out;
}

std::filesystem::path program_beside(std::string const &name) {
  return std::filesystem::read_symlink("/proc/self/exe").parent_path() / name;
}

std::filesystem::path yuntu_program(std::string const &name) {
  char const *const folder = std::getenv("YUNTU_BIN");
  return folder == nullptr ? program_beside(name) : std::filesystem::path(folder) / name;
}

std::string load_average() {
  std::ifstream in("/proc/loadavg");
  std::string one;
  in >> one;
  return one;
}

} // namespace yuntu::bench

#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <sys/types.h>

namespace yuntu::bench {

/// Keeps the calling process on one core from now on.
void pin_to_core(int core);

/// A server under test: started on a core of its own, watched through /proc, ended when the object
/// goes.
class Process {
public:
  /// Returns once it has printed a line with "READY"; throws std::runtime_error otherwise.
  Process(std::filesystem::path const &program, std::vector<std::string> const &arguments,
          int core);
  ~Process(); ///< SIGTERM, after 10 s SIGKILL
  Process(Process const &) = delete;
  Process &operator=(Process const &) = delete;

  [[nodiscard]] int port() const { return port_; }
  [[nodiscard]] pid_t pid() const { return pid_; }
  /// User and system time so far of all its threads.
  [[nodiscard]] double cpu_s() const;
  /// The same by name of thread; threads of one name are added up.
  [[nodiscard]] std::map<std::string, double> cpu_s_of_threads() const;
  /// Resident, without what is shared with files.
  [[nodiscard]] long rss_kb() const;

private:
  pid_t pid_ = -1;
  int port_ = 0;
};

/// Runs a program to its end and returns what it printed; throws when it fails.
std::string run_program(std::filesystem::path const &program,
                        std::vector<std::string> const &arguments);

/// Where the programs of this build lie.
[[nodiscard]] std::filesystem::path program_beside(std::string const &name);
/// yuntu and yuntu-server: in YUNTU_BIN when that is set (another build of them), else beside.
[[nodiscard]] std::filesystem::path yuntu_program(std::string const &name);

[[nodiscard]] std::string load_average();

} // namespace yuntu::bench

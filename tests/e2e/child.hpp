#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace yuntu::test {

using Millis = std::chrono::milliseconds;
using Deadline = std::chrono::steady_clock::time_point;

[[nodiscard]] inline Deadline in(Millis limit) {
  return std::chrono::steady_clock::now() + limit;
}

/// A program of ours that a test has started: killed at the latest when the object goes.
class Child {
public:
  /// `input` is its whole stdin; `environment` ("NAME=VALUE") is added to ours. Throws
  /// std::system_error when it cannot be started.
  Child(std::filesystem::path const &program, std::vector<std::string> const &arguments,
        std::string const &input = {}, std::vector<std::string> const &environment = {});
  ~Child();
  Child(Child const &) = delete;
  Child &operator=(Child const &) = delete;

  /// Waits for a whole line on stdout; what came so far when the program ends or time is up.
  std::string read_line(Millis limit);
  /// Its exit code (128 + signal when killed), or nullopt when it still runs at the deadline.
  std::optional<int> wait(Millis limit);
  /// To this process only. Nothing happens when it has ended.
  void signal(int number);

  [[nodiscard]] std::string const &out() const { return out_; } ///< complete after wait()
  [[nodiscard]] std::string errors() const;                     ///< stderr so far
  [[nodiscard]] pid_t pid() const { return pid_; }

private:
  /// Reads stdout and notes the end; false when the deadline is over.
  bool pump(Deadline deadline);

  pid_t pid_ = -1;
  int pid_fd_ = -1;
  int out_fd_ = -1;
  int error_fd_ = -1;
  std::string out_;
  std::optional<int> exit_code_;
};

/// What a command said. `code` is -1 when it did not end in time (it is killed then).
struct Finished {
  int code = -1;
  std::string out;
  std::string errors;
};

/// Where yuntu and yuntu-server lie: YUNTU_BIN, else the bin folder of this build.
[[nodiscard]] std::filesystem::path binary(std::string const &name);

/// Runs `yuntu` to its end.
[[nodiscard]] Finished yuntu(std::vector<std::string> const &arguments,
                             std::string const &input = {}, Millis limit = Millis{60'000});

} // namespace yuntu::test

#pragma once

#include "server/app/task_thread.hpp"
#include "server/services/import_service.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <mutex>

#include <sys/types.h>

namespace yuntu::app {

/// Runs the operator's program, one run after the other, each ended with this process, when it
/// takes too long, or by `end_run`. It reads what somebody has sent: nothing of it comes here but
/// the files it writes.
class ProgramRunner {
public:
  ProgramRunner(std::filesystem::path program, std::chrono::seconds longest,
                TaskThread::OnError on_error);
  ~ProgramRunner(); ///< stop()
  ProgramRunner(ProgramRunner const &) = delete;
  ProgramRunner &operator=(ProgramRunner const &) = delete;

  /// Any thread; `on_end` comes on this runner's own.
  void run(services::ProgramRun program, services::ImportDoors::OnEnd on_end);
  /// What was asked for last, whether it has begun or not. Any thread.
  void end_run();
  void stop();

private:
  int carry_out(services::ProgramRun const &program, std::uint64_t number);
  [[nodiscard]] pid_t start(services::ProgramRun const &program);
  int await(pid_t child);

  std::filesystem::path program_;
  std::chrono::seconds longest_;
  std::mutex mutex_;
  std::uint64_t asked_ = 0; ///< runs asked for
  std::uint64_t ended_ = 0; ///< those up to this are not wanted any more
  pid_t child_ = -1;        ///< running and not waited for yet
  TaskThread thread_;       ///< last: its tasks use the members above
};

/// `yuntu` in the folder of this program.
[[nodiscard]] std::filesystem::path yuntu_beside_this();

} // namespace yuntu::app

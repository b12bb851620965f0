#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace yuntu::app {

/// A thread that does what is posted to it, in order, and what is due every so often. Patient tasks
/// give way to all others.
/// A task that throws ends the process through `on_error`: state would be half changed.
class TaskThread {
public:
  using Task = std::function<void()>;
  using OnError = std::function<void(std::string const &thread, std::string const &what)>;

  TaskThread(std::string name, OnError on_error);
  ~TaskThread(); ///< stop()
  TaskThread(TaskThread const &) = delete;
  TaskThread &operator=(TaskThread const &) = delete;

  /// Any thread. After stop() the task is dropped. Wakes the thread only when it sleeps.
  void post(Task task);
  /// Behind everything that is posted by `post`, earlier or later, until it runs; in order among
  /// themselves. For what comes in masses: keep each short.
  void post_patient(Task task);
  /// Before or while running; the first time one period from now.
  void every(std::chrono::milliseconds period, Task task);
  /// Does what was posted before, then ends. Idempotent; not from its own tasks.
  void stop();

private:
  struct Periodic {
    std::chrono::milliseconds period;
    std::chrono::steady_clock::time_point due;
    Task task;
  };

  void post_to(std::deque<Task> &lane, Task task);
  [[nodiscard]] std::deque<Task> next_tasks();
  void run();
  void run_due();
  std::chrono::steady_clock::time_point next_due() const;

  std::string name_;
  OnError on_error_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Task> tasks_;
  std::deque<Task> patient_;
  std::deque<Periodic> periodic_;
  bool is_stopping_ = false;
  bool is_asleep_ = false; ///< nobody has been asked to wake it yet
  bool has_ended_ = false; ///< the thread's own
  std::thread thread_;
};

} // namespace yuntu::app

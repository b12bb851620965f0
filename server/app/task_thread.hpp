#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace yuntu::app {

/// A thread that does what is posted to it, in order, and what is due every so often. Patient tasks
/// give way to all others, and may be made to wait for each other's company.
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
  /// Likewise, behind everything that is posted by `post`, earlier or later, until it runs; in
  /// order among themselves. For what comes in masses: keep each short.
  void post_patient(Task task);
  /// Patient tasks are begun no sooner than this after those before: then all there are, one after
  /// the other. Before any is posted.
  void pace_patient(std::chrono::milliseconds pace) { pace_ = pace; }
  /// Before or while running; the first time one period from now.
  void every(std::chrono::milliseconds period, Task task);
  /// Does what was posted before, then ends. Idempotent; not from its own tasks.
  void stop();

private:
  using Clock = std::chrono::steady_clock;
  struct Periodic {
    std::chrono::milliseconds period;
    Clock::time_point due;
    Task task;
  };

  void run();
  [[nodiscard]] std::deque<Task> next_tasks();
  void post_to(std::deque<Task> &lane, Task task);
  [[nodiscard]] bool is_patients_turn() const;
  [[nodiscard]] bool has_work() const;
  void run_due();
  Clock::time_point next_due() const;

  std::string name_;
  OnError on_error_;
  std::chrono::milliseconds pace_{0};
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Task> tasks_;
  std::deque<Task> patient_;
  std::size_t of_this_turn_ = 0; ///< of the patient ones
  Clock::time_point next_turn_;
  std::deque<Periodic> periodic_;
  bool is_stopping_ = false;
  bool is_asleep_ = false; ///< nobody has been asked to wake it yet
  bool has_ended_ = false; ///< the thread's own
  std::thread thread_;
};

} // namespace yuntu::app

#include "server/app/task_thread.hpp"

#include <algorithm>
#include <exception>
#include <utility>

#include <pthread.h>

namespace yuntu::app {

TaskThread::TaskThread(std::string name, OnError on_error)
    : name_(std::move(name)), on_error_(std::move(on_error)), thread_([this] { run(); }) {}

TaskThread::~TaskThread() {
  stop();
}

void TaskThread::post(Task task) {
  post_to(tasks_, std::move(task));
}

void TaskThread::post_patient(Task task) {
  post_to(patient_, std::move(task));
}

void TaskThread::post_to(std::deque<Task> &lane, Task task) {
  bool must_wake = false;
  {
    std::lock_guard const lock(mutex_);
    if (is_stopping_) {
      return;
    }
    lane.push_back(std::move(task));
    // A sleeper wakes by itself at a turn that is still to come.
    must_wake = is_asleep_ && has_work();
    is_asleep_ = is_asleep_ && !must_wake;
  }
  if (must_wake) {
    wake_.notify_one();
  }
}

void TaskThread::every(std::chrono::milliseconds period, Task task) {
  post([this, period, task = std::move(task)]() mutable {
    periodic_.push_back({period, Clock::now() + period, std::move(task)});
  });
}

void TaskThread::stop() {
  {
    std::lock_guard const lock(mutex_);
    is_stopping_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) {
    thread_.join();
  }
}

TaskThread::Clock::time_point TaskThread::next_due() const {
  auto due = Clock::now() + std::chrono::hours{1};
  for (auto const &periodic : periodic_) {
    due = std::min(due, periodic.due);
  }
  return due;
}

void TaskThread::run_due() {
  for (auto &periodic : periodic_) {
    if (periodic.due <= Clock::now()) {
      periodic.due = Clock::now() + periodic.period;
      periodic.task();
    }
  }
}

/// Under `mutex_`.
bool TaskThread::is_patients_turn() const {
  return !patient_.empty() && (of_this_turn_ > 0 || is_stopping_ || Clock::now() >= next_turn_);
}

/// Under `mutex_`: or the end has come.
bool TaskThread::has_work() const {
  return is_stopping_ || !tasks_.empty() || is_patients_turn();
}

/// Everything that is not patient, else one patient task. Empty: it is time for what is due, or
/// for the end.
std::deque<TaskThread::Task> TaskThread::next_tasks() {
  std::deque<Task> tasks;
  std::unique_lock lock(mutex_);
  is_asleep_ = !has_work();
  auto const due = next_due();
  wake_.wait_until(lock, next_turn_ > Clock::now() ? std::min(due, next_turn_) : due,
                   [this] { return has_work(); });
  is_asleep_ = false;
  if (!tasks_.empty()) {
    tasks.swap(tasks_);
  } else if (is_patients_turn()) {
    if (of_this_turn_ == 0) {
      of_this_turn_ = patient_.size();
      next_turn_ = Clock::now() + pace_;
    }
    --of_this_turn_;
    tasks.push_back(std::move(patient_.front()));
    patient_.pop_front();
  }
  has_ended_ = tasks.empty() && is_stopping_;
  return tasks;
}

void TaskThread::run() {
  ::pthread_setname_np(::pthread_self(), name_.substr(0, 15).c_str()); // for those who watch /proc
  try {
    while (!has_ended_) {
      for (auto const &task : next_tasks()) {
        task();
      }
      if (!has_ended_) {
        run_due();
      }
    }
  } catch (std::exception const &error) {
    on_error_(name_, error.what());
  }
}

} // namespace yuntu::app

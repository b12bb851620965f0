#pragma once

#include "server/app/plan_desk.hpp"
#include "server/app/task_thread.hpp"
#include "server/net/api/api.hpp"
#include "server/services/barrier_service.hpp"
#include "server/services/siting_jobs.hpp"
#include "server/services/what_if_shelf.hpp"

#include <array>
#include <atomic>
#include <cstddef>
#include <functional>

namespace yuntu::app {

/// What answers questions about changes to the city, with threads of its own for those that take
/// seconds: one looks for barriers, and each siting that runs has one to itself.
class PlanningDesk {
public:
  PlanningDesk(PlanDesk::Doors const &plans, TaskThread::OnError const &on_error);
  void serve(net::Api &api);
  /// At the start, before anybody looks.
  void recall() { plans_.recall(); }
  /// Any thread: the walk city is another one by now.
  void town_changed() { plans_.town_changed(); }
  /// Sitings stop where they are; who waits for barriers is told nothing any more.
  void stop();

private:
  static constexpr std::size_t most_waiting = 4; ///< for barriers

  bool look(std::function<void()> task);

  PlanDesk plans_;
  services::WhatIfShelf what_ifs_;
  services::BarrierService barriers_;
  services::SitingJobs sitings_;
  std::atomic<std::size_t> waiting_{0};
  std::atomic<bool> is_stopping_{false};
  TaskThread barrier_thread_;
  std::array<TaskThread, services::SitingJobs::most_running> siting_threads_;
};

} // namespace yuntu::app

#pragma once

#include "server/app/published.hpp"
#include "server/app/shared_value.hpp"
#include "server/app/task_thread.hpp"
#include "server/app/walk_updater.hpp"
#include "server/net/api/api.hpp"
#include "server/services/plan_keeper.hpp"
#include "server/services/session_service.hpp"
#include "server/services/shared_plans.hpp"

#include <atomic>
#include <set>
#include <string>

namespace yuntu::app {

/// The plans that are open, with a thread of their own: a change is answered there and shown on the
/// live thread; when the town changes all plans are looked at again, one after the other, behind
/// whatever people do meanwhile.
class PlanDesk {
public:
  struct Doors {
    TaskThread &live_thread;
    Published &published;
    services::City &city;
    WalkUpdater const &walk;
    SharedValue<services::PrincipalDirectory> const &directory;
  };

  PlanDesk(Doors const &doors, TaskThread::OnError const &on_error);
  void serve(net::Api &api);
  /// At the start, before anybody looks: those that the log keeps.
  void recall();
  /// Any thread: the walk city is another one by now.
  void town_changed();
  void stop();

private:
  void look_at_all();

  Doors doors_;
  services::WhatIfShelf shelf_;
  services::SharedPlans plans_; ///< of the thread
  std::set<std::string> stale_; ///< likewise: those that are to be looked at
  services::PlanKeeper keeper_; ///< of the city thread
  std::atomic<bool> is_stopping_ = false;
  TaskThread thread_;
};

} // namespace yuntu::app

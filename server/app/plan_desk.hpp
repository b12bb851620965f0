#pragma once

#include "server/app/published.hpp"
#include "server/app/task_thread.hpp"
#include "server/net/api/api.hpp"
#include "server/services/plan_keeper.hpp"
#include "server/services/shared_plans.hpp"

#include <functional>
#include <map>
#include <memory>
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
    std::function<std::shared_ptr<services::WalkCity const>()> walk_city;
    std::function<std::string(std::string const &user)> name_of;
  };

  PlanDesk(Doors doors, TaskThread::OnError const &on_error);
  void serve(net::Api &api);
  /// At the start: those that the log keeps.
  void recall(std::map<std::string, model::Plan> plans);
  /// Any thread: `walk_city` is another one by now.
  void town_changed();
  void stop();

private:
  void look_at_all();

  services::WhatIfShelf shelf_;
  services::SharedPlans plans_; ///< of the thread
  std::set<std::string> stale_; ///< likewise: those that are to be looked at
  services::PlanKeeper keeper_; ///< of the city thread
  TaskThread thread_;
};

} // namespace yuntu::app

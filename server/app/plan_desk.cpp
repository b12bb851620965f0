#include "server/app/plan_desk.hpp"

#include <utility>

namespace yuntu::app {
namespace {

services::SharedPlans::Doors doors_of(PlanDesk::Doors const &doors) {
  auto &live = doors.live_thread;
  auto &published = doors.published;
  return {doors.walk_city, doors.name_of,
          [&live, &published](protocol::PlanUpsert plan) {
            live.post([&published, plan = std::move(plan)] { published.hub().show_plan(plan); });
          },
          [&live, &published](std::string const &id) {
            live.post([&published, id] { published.hub().remove_plan(id); });
          }};
}

} // namespace

PlanDesk::PlanDesk(Doors doors, TaskThread::OnError const &on_error)
    : plans_(shelf_, doors_of(doors)), keeper_(doors.city), thread_("plans", on_error) {}

void PlanDesk::serve(net::Api &api) {
  api.plans = &plans_;
  api.to_plans = [this](std::function<void()> task) { thread_.post(std::move(task)); };
  api.plan_keeper = &keeper_;
}

void PlanDesk::recall(std::map<std::string, model::Plan> plans) {
  thread_.post([this, plans = std::move(plans)] {
    for (auto const &plan : plans) {
      plans_.recall(plan.second);
      plans_.look_again(plan.first);
    }
  });
}

void PlanDesk::town_changed() {
  thread_.post([this] { look_at_all(); });
}

void PlanDesk::look_at_all() {
  for (auto const &id : plans_.ids()) {
    if (stale_.insert(id).second) {
      thread_.post_patient([this, id] {
        stale_.erase(id);
        plans_.look_again(id);
      });
    }
  }
}

void PlanDesk::stop() {
  thread_.stop();
}

} // namespace yuntu::app

#include "server/app/plan_desk.hpp"

#include <future>
#include <utility>

namespace yuntu::app {
namespace {

services::SharedPlans::Doors doors_of(PlanDesk::Doors const &doors) {
  auto &live = doors.live_thread;
  auto &published = doors.published;
  auto const &walk = doors.walk;
  auto const &directory = doors.directory;
  return {[&walk] { return walk.city(); },
          [&directory](std::string const &user) { return directory.get()->name_of(user); },
          [&live, &published](protocol::PlanUpsert plan) {
            live.post([&published, plan = std::move(plan)] { published.hub().show_plan(plan); });
          },
          [&live, &published](std::string const &id) {
            live.post([&published, id] { published.hub().remove_plan(id); });
          }};
}

} // namespace

PlanDesk::PlanDesk(Doors const &doors, TaskThread::OnError const &on_error)
    : doors_(doors), plans_(shelf_, doors_of(doors)), keeper_(doors.city),
      thread_("plans", on_error) {}

void PlanDesk::serve(net::Api &api) {
  api.plans = &plans_;
  api.to_plans = [this](std::function<void()> task) { thread_.post(std::move(task)); };
  api.plan_keeper = &keeper_;
}

void PlanDesk::recall() {
  std::promise<void> recalled;
  doors_.live_thread.post([this, &recalled] {
    thread_.post([this, &recalled, plans = doors_.published.state().plans] {
      for (auto const &plan : plans) {
        plans_.recall(plan.second);
        plans_.look_again(plan.first);
      }
      recalled.set_value();
    });
  });
  recalled.get_future().wait();
}

void PlanDesk::town_changed() {
  thread_.post([this] { look_at_all(); });
}

void PlanDesk::look_at_all() {
  for (auto const &id : plans_.ids()) {
    if (stale_.insert(id).second) {
      thread_.post_patient([this, id] {
        stale_.erase(id);
        if (!is_stopping_) {
          plans_.look_again(id);
        }
      });
    }
  }
}

void PlanDesk::stop() {
  is_stopping_ = true;
  thread_.stop();
}

} // namespace yuntu::app

#include "server/app/planning_desk.hpp"

#include <utility>

namespace yuntu::app {

PlanningDesk::PlanningDesk(PlanDesk::Doors const &plans, TaskThread::OnError const &on_error)
    : plans_(plans, on_error), barriers_(what_ifs_),
      barrier_thread_("barriers", on_error), siting_threads_{TaskThread("siting-1", on_error),
                                                             TaskThread("siting-2", on_error)} {}

void PlanningDesk::serve(net::Api &api) {
  plans_.serve(api);
  api.what_ifs = &what_ifs_;
  api.barriers = &barriers_;
  api.look_for_barriers = [this](std::function<void()> task) { return look(std::move(task)); };
  api.sitings = &sitings_;
  api.to_siting = [this](std::size_t lane, std::function<void()> task) {
    siting_threads_.at(lane).post(std::move(task));
  };
}

bool PlanningDesk::look(std::function<void()> task) {
  if (waiting_.fetch_add(1) >= most_waiting) {
    --waiting_;
    return false;
  }
  barrier_thread_.post([this, task = std::move(task)] {
    if (!is_stopping_) {
      task();
    }
    --waiting_;
  });
  return true;
}

void PlanningDesk::stop() {
  is_stopping_ = true;
  plans_.stop();
  sitings_.cancel_all();
  for (auto &thread : siting_threads_) {
    thread.stop();
  }
  barrier_thread_.stop();
}

} // namespace yuntu::app

#include "server/live/hub.hpp"

#include <map>
#include <utility>

// The hub's plans: sent at once to who is free, else as they are once it is.
namespace yuntu::live {

void Hub::show_plan(protocol::PlanUpsert plan) {
  picture_.plans.put(std::move(plan));
  tell_plans();
}

void Hub::remove_plan(std::string const &id) {
  picture_.plans.remove(id);
  tell_plans();
}

void Hub::tell_plans() {
  frames_.clear(); // snapshots hold plans
  std::map<std::pair<protocol::WireFormat, HeldPlans>, Frame> made;
  for (auto &[id, viewer] : viewers_) {
    if (!may_be_told_plans(viewer)) {
      continue;
    }
    auto &frame = made[{viewer.format, viewer.plans}];
    counts_.shared += frame ? 1 : 0;
    if (!frame) {
      frame = plan_news(viewer);
    }
    send_plans(viewer, frame);
  }
}

void Hub::tell_plans(Viewer &viewer) {
  if (may_be_told_plans(viewer) && viewer.plans != picture_.plans.all()) {
    send_plans(viewer, plan_news(viewer));
  }
}

/// A viewer whose snapshot is still to come is told by that.
bool Hub::may_be_told_plans(Viewer const &viewer) const {
  return viewer.is_current() && viewer.is_free() && !viewer.is_stale &&
         picture_.shows_plans(viewer.view());
}

/// What it lacks; nullptr: nothing.
Frame Hub::plan_news(Viewer const &viewer) const {
  auto difference = picture_.plans.since(viewer.plans);
  if (difference.is_empty()) {
    return nullptr;
  }
  protocol::Changes message;
  message.upserts.plans = std::move(difference.plans);
  message.removes = std::move(difference.removes);
  return frame_of(message, viewer.format);
}

void Hub::send_plans(Viewer &viewer, Frame const &frame) {
  viewer.plans = picture_.plans.all();
  if (frame) {
    offer(viewer, {frame}, Lane::facts);
  }
}

} // namespace yuntu::live

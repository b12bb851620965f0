#include "server/app/wall_clock.hpp"

#include <utility>

namespace yuntu::app {
namespace {

model::Time system_time() {
  return std::chrono::time_point_cast<model::Duration>(std::chrono::system_clock::now());
}

model::Duration since_boot(WallClock::Steady::time_point steady) {
  return std::chrono::duration_cast<model::Duration>(steady.time_since_epoch());
}

bool is_far(model::Duration from, model::Duration to) {
  return std::chrono::abs(from - to) > WallClock::largest_drift;
}

} // namespace

WallClock::WallClock(std::function<model::Time()> system)
    : system_(std::move(system)), offset_(offset_at(Steady::now()).count()) {}

WallClock::WallClock() : WallClock(system_time) {}

model::Duration WallClock::offset_at(Steady::time_point steady) const {
  return system_().time_since_epoch() - since_boot(steady);
}

model::Time WallClock::now(Steady::time_point steady) const {
  model::Duration const trusted{offset_};
  auto const offset = offset_at(steady);
  return model::Time{since_boot(steady) + (is_far(trusted, offset) ? trusted : offset)};
}

std::optional<WallClock::Jump> WallClock::watch(Steady::time_point steady) {
  model::Duration const trusted{offset_};
  auto const offset = offset_at(steady);
  if (!is_far(trusted, offset)) {
    offset_ = offset.count(); // slewed a little, as NTP does
    pending_.reset();
    return std::nullopt;
  }
  if (!pending_ || is_far(pending_->offset, offset)) {
    pending_ = Pending{offset, steady};
    ++jumps_;
    return Jump{offset - trusted, false};
  }
  if (steady - pending_->since < settling) {
    return std::nullopt;
  }
  offset_ = offset.count();
  pending_.reset();
  return Jump{offset - trusted, true};
}

} // namespace yuntu::app

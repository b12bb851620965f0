#include "tools/yuntu/simulate/patrol.hpp"

#include "tools/yuntu/simulate/seeds.hpp"

#include <algorithm>
#include <utility>

namespace yuntu::simulate {
namespace {

constexpr std::size_t most_waiting = 400; ///< a phone drops the oldest beyond

double seconds_of(model::Duration duration) {
  return static_cast<double>(duration.count()) / 1000;
}

} // namespace

Patrol::Patrol(PatrolOptions options, Beat const &beat, ShiftPlan plan)
    : options_(std::move(options)), plan_(plan), walk_(beat, seed_of(options_.seed, "walk", 0)),
      gps_(seed_of(options_.seed, "gps", 0)), random_(seed_of(options_.seed, "patrol", 0)) {
  plan_next_shift(options_.start);
}

void Patrol::plan_next_shift(model::Time after) {
  shift_ = plan_.shift_after(after);
  shift_.start = std::max(shift_.start, after);
  doing_ = Doing::off;
  next_ = shift_.start;
}

std::optional<Event> Patrol::step() {
  switch (doing_) {
  case Doing::off:
    return begin_shift();
  case Doing::starting:
  case Doing::walking:
    return next_ < shift_.end ? measure() : end_shift();
  case Doing::leaving:
    break;
  }
  auto event = send_waiting();
  plan_next_shift(next_);
  return event;
}

std::optional<Event> Patrol::duty_event(bool is_on) const {
  if (options_.duty == DutyPosts::left_out) {
    return std::nullopt;
  }
  return Event{next_, DutyEvent{options_.worker, is_on}};
}

std::optional<Event> Patrol::begin_shift() {
  auto event = duty_event(true);
  doing_ = Doing::starting;
  // Not everybody in the same instant.
  auto const interval = static_cast<std::size_t>(options_.interval.count());
  next_ += model::Duration{static_cast<std::int64_t>(random_.below(interval))};
  next_ = std::min(next_, shift_.end);
  return event;
}

void Patrol::record() {
  bool const is_first = doing_ == Doing::starting;
  double const seconds = is_first ? 0 : seconds_of(next_ - measured_);
  doing_ = Doing::walking;
  measured_ = next_;
  walk_.advance(seconds);
  if (next_ < gap_until_) {
    return;
  }
  constexpr double gaps_per_hour = 0.5;
  if (!is_first && random_.chance(gaps_per_hour * seconds / 3600)) {
    gap_until_ = next_ + std::chrono::seconds{random_.between(60, 300)};
    return;
  }
  auto const fix =
      gps_.measure(walk_.place(), seconds, walk_.is_in_alley() ? Sky::narrow : Sky::open);
  waiting_.push_back({++seq_, next_, fix.place.lon(), fix.place.lat(), fix.accuracy_m, "wgs84",
                      std::nullopt, std::nullopt, std::nullopt});
  if (waiting_.size() > most_waiting) {
    waiting_.erase(waiting_.begin());
  }
}

std::optional<Event> Patrol::measure() {
  record();
  auto event = walk_.is_silent() ? std::nullopt : send_waiting();
  next_ = std::min(next_ + options_.interval, shift_.end);
  return event;
}

std::optional<Event> Patrol::end_shift() {
  auto event = duty_event(false);
  if (waiting_.empty()) {
    plan_next_shift(next_);
    next_ = std::max(next_, shift_.start);
  } else { // the phone finds a network on the way home
    doing_ = Doing::leaving;
    next_ += std::chrono::seconds{random_.between(60, 600)};
  }
  return event;
}

std::optional<Event> Patrol::send_waiting() {
  if (waiting_.empty()) {
    return std::nullopt;
  }
  constexpr double shuffled_share = 0.3;
  if (waiting_.size() > 2 && random_.chance(shuffled_share)) {
    random_.shuffle(waiting_);
  }
  model::PositionBatch batch{options_.worker, options_.boot, std::exchange(waiting_, {}),
                             options_.worker};
  return Event{next_, PositionsEvent{std::move(batch)}};
}

} // namespace yuntu::simulate

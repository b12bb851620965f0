#include "server/app/clock_watch.hpp"

#include "server/app/log.hpp"
#include "server/model/clock_step.hpp"
#include "server/rules/position_filter.hpp"

#include <string>
#include <utility>

namespace yuntu::app {

void ClockWatch::look() {
  look_for_jump();
  look_once_at_log();
}

void ClockWatch::look_for_jump() {
  auto const before = clock_.now();
  auto const jump = clock_.watch();
  if (!jump) {
    return;
  }
  auto const seconds = std::chrono::duration_cast<std::chrono::seconds>(jump->by).count();
  log(LogLevel::warn, std::string("event=") + (jump->is_adopted ? "clock_adopted" : "clock_jump") +
                          " seconds=" + std::to_string(seconds));
  city_.clock_jumped({before, before + jump->by, jump->is_adopted});
  if (!jump->is_adopted) {
    return;
  }
  if (jump->by < model::Duration{0}) {
    date_back();
  }
  incidents_.clock_jumped();
}

/// The clock may have been put right while no server ran; a machine that starts may have a wrong
/// one for a moment. What devices are ahead by is no sign.
void ClockWatch::look_once_at_log() {
  bool const has_settled = std::chrono::steady_clock::now() - started_ > WallClock::settling;
  if (has_settled && !std::exchange(has_looked_at_log_, true) &&
      model::is_dated_after(city_.state(), clock_.now() + rules::PositionLimits{}.future)) {
    log(LogLevel::warn, "event=clock_was_set_back (while no server ran)");
    date_back();
  }
}

void ClockWatch::date_back() {
  if (!city_.clock_set_back(clock_.now())) {
    log(LogLevel::error, "event=clock_far_behind (the log holds what is dated more than a day "
                         "later; set this machine's clock right)");
  }
}

} // namespace yuntu::app

#pragma once

#include "tools/yuntu/simulate/event.hpp"
#include "tools/yuntu/simulate/gps.hpp"
#include "tools/yuntu/simulate/shifts.hpp"
#include "tools/yuntu/simulate/walk.hpp"

#include <optional>
#include <string>
#include <vector>

namespace yuntu::simulate {

enum class DutyPosts {
  sent,    ///< going on and off duty is told to the server
  left_out ///< the server knows from a roster
};

struct PatrolOptions {
  std::string worker;
  std::uint64_t seed = 1;
  std::uint64_t boot = 1; ///< of the phone
  model::Time start;
  model::Duration interval{std::chrono::seconds{5}};
  DutyPosts duty = DutyPosts::sent;
};

/// One worker's days: on duty by the plan, walking the beat, the phone measuring every interval.
/// Where there is no network fixes wait and come in one batch, in order or shuffled; now and then
/// the phone measures nothing. Between shifts nothing is measured. One thread.
///
///     while (patrol.next_time() < end) if (auto event = patrol.step()) send(*event);
class Patrol {
public:
  /// `beat` and what `plan` refers to must outlive it.
  Patrol(PatrolOptions options, Beat const &beat, ShiftPlan plan);

  /// When `step` has something to do; never goes back.
  [[nodiscard]] model::Time next_time() const { return next_; }
  /// Does it; what goes to the server, if anything does.
  [[nodiscard]] std::optional<Event> step();

private:
  enum class Doing { off, starting, walking, leaving };

  [[nodiscard]] std::optional<Event> begin_shift();
  [[nodiscard]] std::optional<Event> measure();
  [[nodiscard]] std::optional<Event> end_shift();
  [[nodiscard]] std::optional<Event> send_waiting();
  [[nodiscard]] std::optional<Event> duty_event(bool is_on) const;
  void plan_next_shift(model::Time after);
  void record();

  PatrolOptions options_;
  ShiftPlan plan_;
  Walk walk_;
  Gps gps_;
  demo::Random random_;
  Shift shift_;
  Doing doing_ = Doing::off;
  model::Time next_;
  model::Time measured_;  ///< the last time
  model::Time gap_until_; ///< nothing is measured before
  std::uint64_t seq_ = 0;
  std::vector<model::PositionReport> waiting_;
};

} // namespace yuntu::simulate

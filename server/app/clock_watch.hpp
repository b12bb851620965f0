#pragma once

#include "server/app/wall_clock.hpp"
#include "server/services/city.hpp"
#include "server/services/incident_service.hpp"

#include <chrono>

namespace yuntu::app {

/// Tells when the wall clock was set, and follows it once the new time counts: in the log, as a
/// fact, and for what lies later than it or would be overdue by it. City thread only.
class ClockWatch {
public:
  ClockWatch(WallClock &clock, services::City &city, services::IncidentService &incidents)
      : clock_(clock), city_(city), incidents_(incidents) {}

  /// Every second, before anything is reckoned from the time.
  void look();

private:
  void look_for_jump();
  void look_once_at_log();
  void date_back();

  WallClock &clock_;
  services::City &city_;
  services::IncidentService &incidents_;
  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
  bool has_looked_at_log_ = false;
};

} // namespace yuntu::app

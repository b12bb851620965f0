#pragma once

#include "tools/yuntu/simulate/calls.hpp"
#include "tools/yuntu/simulate/patrol.hpp"

#include <memory>
#include <optional>
#include <queue>
#include <vector>

namespace yuntu::simulate {

struct SimulationOptions {
  std::size_t workers = 0; ///< 0: the staff there is; more than there is: invented ones join
  std::uint64_t seed = 1;
  model::Time start;
  model::Duration interval{std::chrono::seconds{5}};
  DutyPlan plan = DutyPlan::shifts;
  DutyPosts duty = DutyPosts::sent;
  double incident_rate = 1; ///< times the day's own; 0: none
};

/// A county's days as a stream of events in order of time. Pure: no clock, no network; the same
/// world, day and options give the same stream, however it is asked for. One thread.
///
///     while (auto const event = simulation.next(end)) send(*event);
class Simulation {
public:
  /// Throws CommandError when there is no grid or no street to walk in.
  Simulation(World world, Day day, SimulationOptions const &options);
  Simulation(Simulation const &) = delete;
  Simulation &operator=(Simulation const &) = delete;

  /// The next event before `until`; nullopt: none. What comes later stays for another call.
  [[nodiscard]] std::optional<Event> next(model::Time until);
  /// No event comes before this time.
  [[nodiscard]] model::Time next_time() const;
  /// In order of their numbers.
  [[nodiscard]] std::vector<Walker> const &walkers() const { return walkers_; }

private:
  /// (time, number): equal times in order of number.
  using Due = std::pair<model::Time, std::size_t>;

  void choose_walkers(std::size_t wanted);
  void make_patrols(SimulationOptions const &options);

  World world_;
  Day day_;
  StreetNet net_;
  Calls calls_;
  std::vector<Walker> walkers_;
  std::vector<std::unique_ptr<Beat const>> beats_;
  std::vector<Patrol> patrols_;
  std::priority_queue<Due, std::vector<Due>, std::greater<>> due_;
};

} // namespace yuntu::simulate

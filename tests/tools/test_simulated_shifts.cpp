#include "tests/tools/simulated_town.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <set>

using namespace yuntu;
using namespace yuntu::test;
using namespace yuntu::simulate;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

SimulationOptions week(DutyPosts posts) {
  SimulationOptions options;
  options.workers = 30;
  options.start = local_time(0);
  options.interval = std::chrono::minutes{5};
  options.duty = posts;
  options.incident_rate = 0;
  return options;
}

} // namespace

TEST_CASE("everybody works five days of seven, one shift a day, about at the shift's hours") {
  auto const day = built_in_day();
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    ShiftPlan const plan(day, DutyPlan::shifts, seed);
    auto time = local_time(0);
    std::set<std::int64_t> starts;
    auto const end = time + hours{24} * 7;
    for (auto shift = plan.shift_after(time); shift.start < end;
         shift = plan.shift_after(shift.end)) {
      CHECK(shift.end - shift.start > hours{7});
      CHECK(shift.end - shift.start < hours{10});
      if (shift.start >= time) {
        starts.insert((shift.start - time) / hours{1});
      }
    }
    CHECK(starts.size() >= 5);
    CHECK(starts.size() <= 6); // a night shift may begin just before midnight of the week's end
  }
}

TEST_CASE("at every hour of a day somebody is on duty") {
  auto const day = built_in_day();
  std::map<int, int> on;
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    ShiftPlan const plan(day, DutyPlan::shifts, seed);
    for (int hour = 0; hour < 24; ++hour) {
      on[hour] += plan.shift_after(local_time(hour)).start <= local_time(hour) ? 1 : 0;
    }
  }
  for (auto const &[hour, count] : on) {
    CAPTURE(hour);
    CHECK(count >= 4);
  }
  CHECK(on[10] > 2 * on[3]);
}

TEST_CASE("positions are measured only between going on and going off duty") {
  Simulation simulation(simulated_town(), built_in_day(), week(DutyPosts::sent));
  std::map<std::string, std::vector<std::pair<model::Time, bool>>> duty;
  auto const events = play(simulation, local_time(24 * 4)).events;
  for (auto const &event : events) {
    if (auto const *const said = std::get_if<DutyEvent>(&event.body)) {
      auto &of = duty[said->worker];
      CHECK((of.empty() ? said->is_on : of.back().second != said->is_on));
      of.emplace_back(event.time, said->is_on);
    }
  }
  CHECK(duty.size() == 30);
  int late = 0;
  for (auto const &event : events) {
    auto const *const sent = std::get_if<PositionsEvent>(&event.body);
    if (sent == nullptr) {
      continue;
    }
    for (auto const &report : sent->batch.reports) {
      bool is_on = false;
      bool is_on_now = false;
      for (auto const &[time, on] : duty[sent->batch.worker]) {
        is_on = time <= report.time ? on : is_on;
        is_on_now = time <= event.time ? on : is_on_now;
      }
      REQUIRE(is_on);
      late += is_on_now ? 0 : 1;
    }
  }
  CHECK(late > 0); // some phones find a network only on the way home
}

TEST_CASE("with a roster on the server nobody says on or off") {
  Simulation simulation(simulated_town(), built_in_day(), week(DutyPosts::left_out));
  auto const events = play(simulation, local_time(24)).events;
  CHECK(only<DutyEvent>(events).empty());
  CHECK_FALSE(only<PositionsEvent>(events).empty());
}

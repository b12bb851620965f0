// A seeded day through the services: the log's head is a function of its seeds.
#include "server/rules/figures/figures.hpp"
#include "server/services/deadline_files.hpp"
#include "server/store/log_store.hpp"
#include "server/store/memory_log.hpp"
#include "tests/geo/temp_dir.hpp"
#include "tests/support/small_town.hpp"
#include "tests/tools/simulated_server.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace yuntu;
using namespace yuntu::test;
using namespace yuntu::simulate;

namespace {

struct DayOf {
  std::uint64_t seed = 1;
  int hours = 24;
  std::string epoch = "epoch";
  std::string salts = "salt-";
  double incident_rate = 30;
  model::Duration interval = std::chrono::seconds{60};
};

/// What the server has decided by the end of it.
model::CityState live_through(DayOf const &day, store::EventLog &log) {
  SimulationOptions options;
  options.workers = 12;
  options.seed = day.seed;
  options.start = local_time(6);
  options.interval = day.interval;
  options.incident_rate = day.incident_rate;
  Simulation simulation(simulated_town(), built_in_day(), options);
  SimulatedServer server(log, simulated_town());
  server.open_the_day(options.start);
  while (auto const event = simulation.next(local_time(6 + day.hours))) {
    server.take(*event);
  }
  server.stop();
  return server.state();
}

store::LogHead head_of(DayOf const &day) {
  store::MemoryLog log(day.epoch, counting(day.salts));
  static_cast<void>(live_through(day, log));
  CHECK(log.verify().ok);
  return log.head();
}

/// The simulated town has some 400 households: as many incidents as a county's day.
DayOf county_day() {
  DayOf day;
  day.incident_rate = 1'400;
  day.interval = std::chrono::seconds{600};
  return day;
}

model::Locate locate_in_town() {
  return {[base = base_of(simulated_town())](geo::LonLat place) { return base->locate(place); }};
}

/// The day's figures by category.
rules::Figures figures_of(model::CityState const &state) {
  auto const deadlines = services::shipped_deadline_policy();
  return rules::figures_of(state.incidents,
                           {local_time(6), local_time(30), {rules::Grouping::By::category, {}}},
                           {deadlines, rules::Counting{}, {}});
}

} // namespace

TEST_CASE("a seeded day lived through twice gives the same log head") {
  auto const first = head_of({});
  auto const second = head_of({});
  CHECK(first.tick > 1'000);
  CHECK(first.seq > 100);
  CHECK(first.hash == second.hash);
  CHECK(first.tick == second.tick);
  CHECK(first.seq == second.seq);
}

TEST_CASE(
    "a county's day of 2,000 incidents lived through twice gives one log, state and figures") {
  store::MemoryLog log("epoch", counting("salt-"));
  auto const decided = live_through(county_day(), log);
  CHECK(decided.incidents.size() > 2'000);
  store::MemoryLog other("epoch", counting("salt-"));
  CHECK(live_through(county_day(), other).incidents == decided.incidents);
  CHECK(other.head().hash == log.head().hash);
  CHECK(other.head().seq == log.head().seq);

  // The fold of the log is what was decided, and what is kept of it in tables.
  auto const folded = store::load_state(log, locate_in_town());
  CHECK(folded.incidents == decided.incidents);
  CHECK(folded.staff == decided.staff);
  CHECK(folded.users == decided.users);
  CHECK(folded.shifts == decided.shifts);
  CHECK(without_ticks(folded.workers) == without_ticks(decided.workers));
  log.write_checkpoint(folded);
  CHECK(log.newest_checkpoint() == folded);
  CHECK(store::load_state(log, locate_in_town()) == folded);

  auto const figures = figures_of(folded);
  CHECK(figures == figures_of(decided));
  CHECK(figures.total[rules::Count::received] ==
        static_cast<std::int64_t>(decided.incidents.size()));
  CHECK(figures.total[rules::Count::closed] > 1'000);
  CHECK(figures.total[rules::Count::same_day] > 1'000);
  CHECK(figures.total[rules::Count::reworked] > 0);
  CHECK(figures.total[rules::Count::filed] > figures.total[rules::Count::closed]);
  CHECK(figures.groups.size() > 5);
}

TEST_CASE("another seed, epoch or salt gives another head") {
  auto const usual = head_of({1, 2}).hash;
  CHECK(head_of({2, 2}).hash != usual);
  CHECK(head_of({1, 2, "another"}).hash != usual);
  CHECK(head_of({1, 2, "epoch", "pepper-"}).hash != usual);
}

TEST_CASE("a day on disk has the head it has in memory") {
  DayOf const hour{3, 1};
  TempDir const folder;
  store::LogStore log(folder.path() / "log.sqlite",
                      {store::LogUse::serve, hour.epoch, counting(hour.salts)});
  static_cast<void>(live_through(hour, log));
  CHECK(log.head().hash == head_of(hour).hash);
  CHECK(log.verify().ok);
}

TEST_CASE("a day holds facts of every kind that people cause") {
  store::MemoryLog log("epoch", counting("salt-"));
  static_cast<void>(live_through({}, log));
  std::set<std::size_t> kinds;
  std::set<std::string> causes;
  std::size_t positions = 0;
  log.for_each_commit(0, [&](model::CommitGroup const &group) {
    positions += group.positions.size();
    for (auto const &fact : group.facts) {
      kinds.insert(fact.body.index());
      if (auto const *const duty = std::get_if<model::DutyChanged>(&fact.body)) {
        causes.insert(duty->cause);
      }
    }
  });
  CHECK(positions > 1'000);
  CHECK(causes == std::set<std::string>{"gateway", "roster"});
  CHECK(kinds.size() >= 9);
}

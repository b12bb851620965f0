// A seeded day through the services: the log's head is a function of its seeds.
#include "server/store/log_store.hpp"
#include "server/store/memory_log.hpp"
#include "tests/geo/temp_dir.hpp"
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
};

void live_through(DayOf const &day, store::EventLog &log) {
  SimulationOptions options;
  options.workers = 12;
  options.seed = day.seed;
  options.start = local_time(6);
  options.interval = std::chrono::seconds{60};
  options.incident_rate = 30;
  Simulation simulation(simulated_town(), built_in_day(), options);
  SimulatedServer server(log, simulated_town());
  server.open_the_day(options.start);
  while (auto const event = simulation.next(local_time(6 + day.hours))) {
    server.take(*event);
  }
  server.stop();
}

store::LogHead head_of(DayOf const &day) {
  store::MemoryLog log(day.epoch, counting(day.salts));
  live_through(day, log);
  CHECK(log.verify().ok);
  return log.head();
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
  live_through(hour, log);
  CHECK(log.head().hash == head_of(hour).hash);
  CHECK(log.verify().ok);
}

TEST_CASE("a day holds facts of every kind that people cause") {
  store::MemoryLog log("epoch", counting("salt-"));
  live_through({}, log);
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

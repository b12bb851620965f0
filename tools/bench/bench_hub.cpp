// The hub's own work, without sockets: what a flush costs a viewer and a delivered record. Times
// are of the thread's processor, so that a busy machine does not disturb them.
#include "tools/bench/bench_report.hpp"
#include "tools/bench/hub_town.hpp"

#include <cstring>
#include <ctime>
#include <iostream>

namespace {

using namespace yuntu;
using bench::HubTown;

double thread_us() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

template <typename Work>
double us_of(Work const &work) {
  auto const before = thread_us();
  work();
  return thread_us() - before;
}

/// What so many flush intervals took.
struct Cost {
  double publish_us = 0;
  double flush_us = 0;
  double subscribe_us = 0;
  std::uint64_t positions = 0;
  std::uint64_t records = 0;
  std::uint64_t subscribes = 0;
  int flushes = 0;
};

struct Rhythm {
  int commits_a_flush = 1;
  int positions_a_commit = 0;
  int flushes = 0;
};

void tick(HubTown &town, Rhythm const &rhythm, Cost &cost) {
  for (int i = 0; i < rhythm.commits_a_flush; ++i) {
    auto const group = town.walk(rhythm.positions_a_commit);
    cost.publish_us += us_of([&] { town.hub().publish(group); });
    cost.positions += group.positions.size();
  }
  cost.flush_us += us_of([&] { town.hub().flush(); });
  cost.records += town.write_all();
  ++cost.flushes;
}

void report(std::string const &name, HubTown const &town, Cost const &cost) {
  auto const viewers = static_cast<double>(town.viewers());
  auto const total = cost.publish_us + cost.flush_us;
  auto const one = [&](std::string const &what, double value, std::string const &unit) {
    bench::report({name + "_" + what, value, unit});
  };
  one("flush", cost.flush_us / cost.flushes, "us");
  one("flush_a_viewer", cost.flush_us / cost.flushes / viewers, "us");
  one("publish_a_position", cost.publish_us * 1e3 / static_cast<double>(cost.positions), "ns");
  one("a_delivered_record", total * 1e3 / static_cast<double>(cost.records), "ns");
  one("records_a_flush", static_cast<double>(cost.records) / cost.flushes, "records");
}

/// Until everybody who has subscribed was answered.
void settle(HubTown &town) {
  do {
    town.hub().flush();
  } while (town.write_all() > 0);
}

void run(std::string const &name, HubTown &town, Rhythm const &rhythm) {
  settle(town);
  Cost warm;
  tick(town, rhythm, warm);
  Cost cost;
  for (int i = 0; i < rhythm.flushes; ++i) {
    tick(town, rhythm, cost);
  }
  report(name, town, cost);
}

/// Every viewer pans twice a second while 5,000 positions come in, at a flush of 100 ms.
void run_pans(std::string const &name, HubTown &town, HubTown::Pan how, int flushes) {
  Cost cost;
  double pan_us = 0;
  std::uint64_t pans = 0;
  std::uint64_t pan_records = 0;
  for (int flush = 0; flush < flushes; ++flush) {
    for (auto i = static_cast<std::size_t>(flush % 5); i < town.viewers(); i += 5) {
      pan_us += us_of([&] { town.pan(i, how); });
      ++pans;
    }
    pan_records += town.write_all();
    tick(town, {10, 50, 1}, cost);
  }
  bench::report({name + "_a_pan", pan_us / static_cast<double>(pans), "us"});
  bench::report({name + "_records_a_pan",
                 static_cast<double>(pan_records) / static_cast<double>(pans), "records"});
  bench::report({name + "_flush_a_viewer",
                 cost.flush_us / cost.flushes / static_cast<double>(town.viewers()), "us"});
}

/// All viewers ask for a snapshot at once; flushes go on until everybody has it.
void run_storm(std::string const &name, HubTown &town) {
  auto const before = town.bytes();
  std::uint64_t records = 0;
  int flushes = 0;
  double us = us_of([&] {
    for (std::size_t i = 0; i < town.viewers(); ++i) {
      town.subscribe_again(i);
    }
  });
  for (auto now = town.write_all(); now > 0; now = town.write_all()) {
    records += now;
    us += us_of([&] { town.hub().flush(); });
    ++flushes;
  }
  auto const viewers = static_cast<double>(town.viewers());
  bench::report({name + "_a_viewer", us / viewers, "us"});
  bench::report({name + "_flushes", static_cast<double>(flushes), "flushes"});
  bench::report({name + "_records", static_cast<double>(records), "records"});
  bench::report({name + "_bytes", static_cast<double>(town.bytes() - before), "bytes"});
}

} // namespace

int main(int argc, char **argv) {
  bool const is_quick = argc > 1 && std::strcmp(argv[1], "--quick") == 0;
  auto const flushes = is_quick ? 10 : 100;
  {
    HubTown town;
    town.add_mixed_viewers(2000);
    run("hub_wb_20ms", town, {2, 50, flushes});
    run("hub_wb_100ms", town, {10, 50, flushes});
    run("hub_wa_20ms", town, {2, 1000, flushes});
    run_pans("hub_pan_by_snapshot", town, HubTown::Pan::by_snapshot, flushes / 2);
    run_pans("hub_pan_by_resume", town, HubTown::Pan::by_resume, flushes / 2);
    run_storm("hub_storm", town);
  }
  HubTown town;
  for (int i = 0; i < 1000; ++i) {
    town.add_viewer(HubTown::cells, HubTown::cells);
  }
  run("hub_wc_20ms", town, {2, 50, flushes});
}

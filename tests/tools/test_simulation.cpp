#include "tests/tools/simulated_town.hpp"
#include "tools/yuntu/command.hpp"
#include "tools/yuntu/simulate/pace.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

using namespace yuntu;
using namespace yuntu::test;
using namespace yuntu::simulate;

namespace {

SimulationOptions options(std::uint64_t seed = 1) {
  SimulationOptions made;
  made.workers = 8;
  made.seed = seed;
  made.start = local_time(6);
  made.interval = std::chrono::seconds{30};
  made.incident_rate = 20;
  return made;
}

Played day(SimulationOptions const &made) {
  Simulation simulation(simulated_town(), built_in_day(), made);
  return play(simulation, local_time(24));
}

} // namespace

TEST_CASE("the same seed gives the same stream of events, another seed another") {
  auto const first = day(options());
  CHECK(first.events.size() > 1000);
  CHECK(first.digest == day(options()).digest);
  CHECK(first.digest != day(options(2)).digest);
}

TEST_CASE("the stream does not hang on how it is asked for, nor on the order of the streets") {
  auto world = simulated_town();
  std::reverse(world.streets.begin(), world.streets.end());
  Simulation simulation(std::move(world), built_in_day(), options());
  EventDigest digest;
  for (auto until = local_time(6); until <= local_time(24); until += std::chrono::seconds{97}) {
    while (auto const event = simulation.next(std::min(until, local_time(24)))) {
      CHECK(event->time < until);
      digest.add(event->time, wire_request_of(*event));
    }
  }
  while (auto const event = simulation.next(local_time(24))) {
    digest.add(event->time, wire_request_of(*event));
  }
  CHECK(digest.hex() == day(options()).digest);
}

TEST_CASE("events come in order of time and never before the start") {
  auto time = local_time(6);
  for (auto const &event : day(options()).events) {
    REQUIRE(event.time >= time);
    time = event.time;
  }
}

TEST_CASE("staff walk first, invented workers fill up the number asked for") {
  auto world = simulated_town();
  world.staff = {{"p0001", "371399001001002"}, {"p0002", "371399001001001"}};
  auto const codes = [&](std::size_t wanted) {
    auto made = options();
    made.workers = wanted;
    Simulation const simulation(world, built_in_day(), made);
    std::vector<std::string> names;
    for (auto const &walker : simulation.walkers()) {
      names.push_back(walker.code + "@" + walker.grid.substr(14));
    }
    return names;
  };
  CHECK(codes(0) == std::vector<std::string>{"p0001@2", "p0002@1"});
  CHECK(codes(1) == std::vector<std::string>{"p0001@2"});
  CHECK(codes(4) == std::vector<std::string>{"p0001@2", "p0002@1", "sim-001@1", "sim-002@2"});
}

TEST_CASE("without grids or streets there is nothing to simulate, and that is said") {
  auto world = simulated_town();
  world.grids.clear();
  CHECK_THROWS_WITH(Simulation(world, built_in_day(), options()), Catch::Contains("--layer grid"));
  world = simulated_town();
  world.streets.clear();
  CHECK_THROWS_WITH(Simulation(world, built_in_day(), options()), Catch::Contains("--layer walk"));
}

TEST_CASE("simulated time follows the clock at its speed and never runs ahead of it") {
  using std::chrono::minutes;
  auto const start = local_time(6);
  auto const wall = local_time(12);
  Pace const ten_times{start, wall, 10};
  CHECK(ten_times.simulated_at(wall) == start);
  CHECK(ten_times.simulated_at(wall + minutes{6}) == start + minutes{60});
  CHECK(ten_times.simulated_at(wall + minutes{600}) == wall + minutes{600});
  CHECK(ten_times.wall_for(start + minutes{60}) == wall + minutes{6});
  CHECK(ten_times.wall_for(wall + minutes{600}) == wall + minutes{600});
  Pace const at_once{start, wall, 0};
  CHECK(at_once.simulated_at(wall) == wall);
  CHECK(at_once.wall_for(start) == start);
  Pace const as_it_goes{wall, wall, 1};
  CHECK(as_it_goes.simulated_at(wall + minutes{5}) == wall + minutes{5});
  CHECK(as_it_goes.wall_for(wall + minutes{5}) == wall + minutes{5});
}

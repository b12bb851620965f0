#include "geo/local_frame.hpp"
#include "geo/predicates.hpp"
#include "tests/tools/simulated_town.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <set>

using namespace yuntu;
using namespace yuntu::test;
using namespace yuntu::simulate;

namespace {

struct Streets {
  World world = simulated_town();
  Day day = built_in_day();
  StreetNet net{world.streets};
  BeatMaker maker{world, net, day};
  Beat beat = maker.beat_of(world.grids[0], 1);
};

double beyond_m(Grid const &grid, geo::LonLat place) {
  auto const &part = grid.parts.front();
  return geo::covers(part, place) ? 0 : geo::boundary_distance_m(part, place);
}

/// Four hours of everybody on duty, without residents.
std::vector<Event> hours_of_patrol(std::size_t workers, std::uint64_t seed, int hours = 4) {
  SimulationOptions options;
  options.workers = workers;
  options.seed = seed;
  options.start = local_time(8);
  options.plan = DutyPlan::all;
  options.incident_rate = 0;
  Simulation simulation(simulated_town(), built_in_day(), options);
  return play(simulation, local_time(8 + hours)).events;
}

} // namespace

TEST_CASE("a beat is the streets of its grid and of its rim") {
  Streets const streets;
  CHECK(streets.beat.points.size() == 5 * 9); // the street that is the border belongs to both
  for (auto const &point : streets.beat.points) {
    CHECK(beyond_m(streets.world.grids[0], point.place) <= rim_m);
  }
}

TEST_CASE("a grid without a street has one place to stand at") {
  Streets const streets;
  Grid const far{"x", {square(1'000'000, 0, 40'000)}};
  auto const beat = streets.maker.beat_of(far, 1);
  REQUIRE(beat.points.size() == 1);
  CHECK(geo::covers(far.parts.front(), beat.points[0].place));
  Walk walk(beat, 1);
  walk.advance(3600);
  CHECK(walk.place() == beat.points[0].place);
}

TEST_CASE("a walker stays in the beat, at a walking pace, without jumps") {
  Streets const streets;
  auto const seed = GENERATE(range(1, 8));
  Walk walk(streets.beat, static_cast<std::uint64_t>(seed));
  auto before = walk.place();
  double far_m = 0;
  auto const start = before;
  for (int i = 0; i < 3600; ++i) {
    walk.advance(1);
    auto const now = walk.place();
    REQUIRE(geo::distance_m(before, now) <= 1.55);
    REQUIRE(beyond_m(streets.world.grids[0], now) <= rim_m);
    far_m = std::max(far_m, geo::distance_m(start, now));
    before = now;
  }
  CHECK(far_m > 100);
}

TEST_CASE("walkers stand at doors for a while") {
  Streets const streets;
  Walk walk(streets.beat, 3);
  int standing = 0;
  int walking = 0;
  auto before = walk.place();
  for (int i = 0; i < 7200; ++i) {
    walk.advance(1);
    ++(walk.place() == before ? standing : walking);
    before = walk.place();
  }
  CHECK(standing > 100);
  CHECK(walking > standing);
}

TEST_CASE("GPS errs by about what it says, and slowly") {
  auto const sky = GENERATE(Sky::open, Sky::narrow);
  Gps gps(5);
  auto const place = at(0, 0);
  int within = 0;
  double steps_m = 0;
  double sum_m = 0;
  auto before = place;
  constexpr int count = 4000;
  for (int i = 0; i < count; ++i) {
    auto const fix = gps.measure(place, 5, sky);
    REQUIRE(fix.accuracy_m >= 4);
    REQUIRE(fix.accuracy_m <= 30);
    within += geo::distance_m(place, fix.place) <= fix.accuracy_m ? 1 : 0;
    steps_m += geo::distance_m(before, fix.place);
    sum_m += fix.accuracy_m;
    before = fix.place;
  }
  CHECK(within > count * 0.55); // 68 % by definition; a walk of errors needs long to even out
  CHECK(within < count * 0.80);
  CHECK(steps_m / count < sum_m / count * 0.7); // the error of now is much that of before
  CHECK((sum_m / count > 12) == (sky == Sky::narrow));
}

TEST_CASE("each worker reports in its own grid, in order and with numbers of its own") {
  auto const town = simulated_town();
  std::map<std::string, std::uint64_t> seen;
  for (auto const &event : hours_of_patrol(2, 1)) {
    auto const *const positions = std::get_if<PositionsEvent>(&event.body);
    if (positions == nullptr) {
      continue;
    }
    auto const &batch = positions->batch;
    CHECK(batch.device == batch.worker);
    auto const &grid = town.grids[batch.worker == "sim-001" ? 0 : 1];
    std::set<std::uint64_t> numbers;
    for (auto const &report : batch.reports) {
      REQUIRE(report.time <= event.time);
      numbers.insert(report.seq);
      auto const place = geo::LonLat::from_degrees(report.lon, report.lat).value();
      REQUIRE(beyond_m(grid, place) < rim_m + 4 * report.accuracy_m);
    }
    REQUIRE(*numbers.begin() == seen[batch.worker] + 1); // nothing is left out or sent twice
    REQUIRE(numbers.size() == batch.reports.size());
    seen[batch.worker] = *numbers.rbegin();
  }
  CHECK(seen.size() == 2);
}

TEST_CASE("where there is no network reports wait and come late, in order or shuffled") {
  int late = 0;
  int shuffled = 0;
  for (auto const &positions : only<PositionsEvent>(hours_of_patrol(12, 3))) {
    auto const &reports = positions.batch.reports;
    REQUIRE(reports.size() <= 400);
    late += reports.size() > 1 ? 1 : 0;
    shuffled += std::is_sorted(reports.begin(), reports.end(),
                               [](auto const &a, auto const &b) { return a.seq < b.seq; })
                    ? 0
                    : 1;
  }
  CHECK(late > 5);
  CHECK(shuffled > 0);
  CHECK(shuffled < late);
}

TEST_CASE("now and then nothing is measured for minutes") {
  std::map<std::string, model::Time> before;
  int gaps = 0;
  for (auto const &positions : only<PositionsEvent>(hours_of_patrol(12, 4))) {
    auto const &batch = positions.batch;
    auto const [first, last] =
        std::minmax_element(batch.reports.begin(), batch.reports.end(),
                            [](auto const &a, auto const &b) { return a.time < b.time; });
    auto const known = before.find(batch.worker);
    gaps += known != before.end() && first->time - known->second > std::chrono::seconds{50} ? 1 : 0;
    before[batch.worker] = last->time;
  }
  CHECK(gaps > 3);
  CHECK(gaps < 100);
}

TEST_CASE("a worker walks the same way whoever else walks") {
  auto const of_first = [](std::size_t workers) {
    std::vector<std::string> bodies;
    for (auto const &event : hours_of_patrol(workers, 5, 1)) {
      if (lane_of(event) == "sim-001") {
        bodies.push_back(wire_request_of(event).body);
      }
    }
    return bodies;
  };
  CHECK(of_first(2) == of_first(9));
}

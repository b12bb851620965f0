#include "server/app/wall_clock.hpp"

#include <catch2/catch.hpp>

using namespace std::chrono_literals;
using namespace yuntu;
using app::WallClock;

namespace {

/// Two clocks that the test sets.
struct Clocks {
  WallClock::Steady::time_point steady = WallClock::Steady::now();
  model::Time wall = model::from_unix_ms(1'795'000'000'000);
  WallClock clock{[this] { return wall; }};

  Clocks() { REQUIRE_FALSE(clock.watch(steady)); }
  void pass(std::chrono::milliseconds time) {
    steady += time;
    wall += time;
  }
  [[nodiscard]] model::Time now() const { return clock.now(steady); }
};

} // namespace

TEST_CASE("time is the wall clock's, slewed by a little and a little more") {
  Clocks clocks;
  for (int second = 0; second < 100; ++second) {
    clocks.pass(1s);
    clocks.wall += 500ms;
    CHECK_FALSE(clocks.clock.watch(clocks.steady));
    CHECK(clocks.now() == clocks.wall);
  }
  CHECK(clocks.clock.jumps() == 0);
}

TEST_CASE("a clock that is set and put right again is told of and not believed") {
  auto const by = GENERATE(6s, -6s, 7'200s, -86'400s);
  Clocks clocks;
  auto expected = clocks.now();
  clocks.wall += by;
  CHECK(clocks.now() == expected); // before anybody has looked
  auto const jump = clocks.clock.watch(clocks.steady);
  REQUIRE(jump);
  CHECK(jump->by == by);
  CHECK_FALSE(jump->is_adopted);
  for (int second = 0; second < 9; ++second) {
    clocks.pass(1s);
    expected += 1s;
    CHECK_FALSE(clocks.clock.watch(clocks.steady));
    CHECK(clocks.now() == expected);
  }
  clocks.wall -= by;
  CHECK_FALSE(clocks.clock.watch(clocks.steady));
  CHECK(clocks.now() == expected);
  CHECK(clocks.clock.jumps() == 1);
}

TEST_CASE("a new time that has stood for ten seconds counts") {
  Clocks clocks;
  clocks.wall -= 24h;
  REQUIRE(clocks.clock.watch(clocks.steady));
  clocks.pass(9'999ms);
  CHECK_FALSE(clocks.clock.watch(clocks.steady));
  CHECK(clocks.now() == clocks.wall + 24h);
  clocks.pass(1ms);
  auto const jump = clocks.clock.watch(clocks.steady);
  REQUIRE(jump);
  CHECK(jump->is_adopted);
  CHECK(jump->by == -24h);
  CHECK(clocks.now() == clocks.wall);
  CHECK_FALSE(clocks.clock.watch(clocks.steady));
}

TEST_CASE("a clock that is set again while it settles begins anew") {
  Clocks clocks;
  clocks.wall += 1h;
  REQUIRE(clocks.clock.watch(clocks.steady));
  clocks.pass(8s);
  clocks.wall += 1h;
  auto const second = clocks.clock.watch(clocks.steady);
  REQUIRE(second);
  CHECK(second->by == 2h);
  clocks.pass(8s);
  CHECK_FALSE(clocks.clock.watch(clocks.steady));
  CHECK(clocks.now() == clocks.wall - 2h);
  clocks.pass(2s);
  CHECK(clocks.clock.watch(clocks.steady)->is_adopted);
  CHECK(clocks.clock.jumps() == 2);
}

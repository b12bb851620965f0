#include "server/model/clock_step.hpp"
#include "tests/support/samples.hpp"

#include <catch2/catch.hpp>

using namespace yuntu;
using namespace yuntu::model;
using test::areas_of;
using test::at_s;
using test::place;

namespace {

/// On duty, seen and inside areas since those seconds.
CityState seen_since(double duty, double stay, double fix) {
  CityState state;
  auto &worker = state.workers["w1"];
  worker.id = "w1";
  worker.tick = 3;
  worker.duty = {{at_s(-900), at_s(-800)}, {at_s(duty), std::nullopt}};
  worker.presence.enter({AreaLevel::grid, "G1"}, at_s(stay));
  worker.presence.enter_fence("F1", at_s(stay));
  worker.fix = WorkerFix{place(118.36, 35.05), 50, at_s(fix), areas_of("S1", "C1", "G1")};
  for (double const second : {fix - 20, fix}) {
    worker.path.add({at_s(second), place(118.36, 35.05), 50});
  }
  return state;
}

} // namespace

TEST_CASE("what is dated later than the clock is dated back, and nothing else") {
  auto state = seen_since(60, 70, 100);
  CHECK(is_dated_after(state, at_s(99)));
  CHECK_FALSE(is_dated_after(state, at_s(100)));
  date_back(state, at_s(80), 9);
  auto const &worker = state.workers.at("w1");
  CHECK(worker.duty == std::vector<DutySpell>{{at_s(-900), at_s(-800)}, {at_s(60), std::nullopt}});
  CHECK(worker.presence.since[3] == at_s(70));
  CHECK(worker.fix->time == at_s(80));
  CHECK(worker.tick == 9);
  REQUIRE(worker.path.size() == 1);
  CHECK(worker.path.begin()->time == at_s(80));
  CHECK_FALSE(is_dated_after(state, at_s(80)));
}

TEST_CASE("nobody stays on duty since a time to come") {
  auto state = seen_since(60, 70, 100);
  state.workers.at("w1").duty.front().until = at_s(50);
  date_back(state, at_s(0), 9);
  auto const &worker = state.workers.at("w1");
  CHECK(worker.duty == std::vector<DutySpell>{{at_s(-900), at_s(0)}, {at_s(0), std::nullopt}});
  CHECK(worker.was_on_duty(at_s(1)));
  CHECK(worker.presence.since[3] == at_s(0));
  CHECK(worker.presence.fences == std::vector<FenceStay>{{"F1", at_s(0)}});
  CHECK(worker.path.size() == 0);
  auto again = state;
  date_back(again, at_s(0), 10);
  CHECK(again == state);
}

TEST_CASE("what lies before the clock keeps its tick") {
  auto state = seen_since(60, 70, 100);
  auto const before = state;
  CHECK_FALSE(is_dated_after(state, at_s(100)));
  date_back(state, at_s(100), 9);
  CHECK(state == before);
}

TEST_CASE("jumps ahead in a row count as one, and a jump back ends them") {
  auto const first = ahead_after(std::nullopt, {at_s(0), at_s(3'600), true});
  CHECK(first == ClockAhead{at_s(0), at_s(3'600)});
  auto const soon = at_s(3'600) + ClockAhead::patience;
  CHECK(ahead_after(first, {soon - Duration{1}, at_s(9'000), true}) ==
        ClockAhead{at_s(0), at_s(9'000)});
  CHECK(ahead_after(first, {soon, at_s(9'000), true}) == ClockAhead{soon, at_s(9'000)});
  CHECK_FALSE(ahead_after(first, {at_s(3'700), at_s(100), true}));
}

TEST_CASE("a jump that is only seen changes nothing") {
  CityState state;
  Fact fact;
  fact.body = ClockJumped{at_s(0), at_s(3'600), false};
  fold_fact(state, fact, 1);
  CHECK_FALSE(state.clock_ahead);
  fact.body = ClockJumped{at_s(0), at_s(3'600), true};
  fold_fact(state, fact, 1);
  CHECK(state.clock_ahead == ClockAhead{at_s(0), at_s(3'600)});
}

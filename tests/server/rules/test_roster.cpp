#include "server/rules/roster.hpp"
#include "tests/support/samples.hpp"

#include <catch2/catch.hpp>

using namespace yuntu;
using yuntu::rules::due_steps;
using yuntu::rules::DutyStep;
using yuntu::test::at_s;
using Steps = std::vector<DutyStep>;
using Shifts = std::vector<model::Shift>;
using Duty = std::vector<model::DutySpell>;

namespace {

/// Hours after the moment tests count from.
model::Time at_h(double hours) {
  return at_s(hours * 3600);
}

Shifts const one{{at_h(8), at_h(16)}};

} // namespace

TEST_CASE("a shift puts on duty at its start and off at its end, however late one asks") {
  CHECK(due_steps({}, one, at_h(7.99)).empty());
  CHECK(due_steps({}, one, at_h(8)) == Steps{{true, at_h(8)}});
  CHECK(due_steps({}, one, at_h(12)) == Steps{{true, at_h(8)}});
  CHECK(due_steps({}, one, at_h(16)) == Steps{{true, at_h(8)}, {false, at_h(16)}});
  CHECK(due_steps({{at_h(8), std::nullopt}}, one, at_h(40)) == Steps{{false, at_h(16)}});
}

TEST_CASE("steps taken are not asked for again") {
  CHECK(due_steps({{at_h(8), std::nullopt}}, one, at_h(9)).empty());
  CHECK(due_steps({{at_h(8), at_h(16)}}, one, at_h(30)).empty());
}

TEST_CASE("who is on already stays on through the start and goes off at the end") {
  Duty const early{{at_h(7), std::nullopt}};
  CHECK(due_steps(early, one, at_h(9)).empty());
  CHECK(due_steps(early, one, at_h(17)) == Steps{{false, at_h(16)}});
}

TEST_CASE("who goes off during a shift stays off until the next one") {
  Shifts const two{{at_h(8), at_h(16)}, {at_h(32), at_h(40)}};
  Duty const went{{at_h(8), at_h(11)}};
  CHECK(due_steps(went, two, at_h(12)).empty());
  CHECK(due_steps(went, two, at_h(20)).empty());
  CHECK(due_steps(went, two, at_h(33)) == Steps{{true, at_h(32)}});
}

TEST_CASE("who comes back during the shift goes off at its end, who comes after it does not") {
  CHECK(due_steps({{at_h(8), at_h(11)}, {at_h(12), std::nullopt}}, one, at_h(17)) ==
        Steps{{false, at_h(16)}});
  CHECK(due_steps({{at_h(8), at_h(16)}, {at_h(17), std::nullopt}}, one, at_h(18)).empty());
}

TEST_CASE("a shift that follows at once, or overlaps, is one time on duty") {
  auto const second_start = GENERATE(11.0, 12.0);
  Shifts const shifts{{at_h(8), at_h(12)}, {at_h(second_start), at_h(16)}};
  CHECK(due_steps({}, shifts, at_h(20)) == Steps{{true, at_h(8)}, {false, at_h(16)}});
}

TEST_CASE("a shift within another changes nothing") {
  Shifts const shifts{{at_h(8), at_h(16)}, {at_h(10), at_h(12)}};
  CHECK(due_steps({}, shifts, at_h(13)) == Steps{{true, at_h(8)}});
  CHECK(due_steps({}, shifts, at_h(20)) == Steps{{true, at_h(8)}, {false, at_h(16)}});
}

TEST_CASE("shifts missed while nobody asked come one after the other with their own times") {
  Shifts const days{{at_h(8), at_h(16)}, {at_h(32), at_h(40)}, {at_h(56), at_h(64)}};
  CHECK(due_steps({}, days, at_h(60)) == Steps{{true, at_h(8)},
                                               {false, at_h(16)},
                                               {true, at_h(32)},
                                               {false, at_h(40)},
                                               {true, at_h(56)}});
}

TEST_CASE("a shift planned after the fact does not undo what was said since its start") {
  CHECK(due_steps({{at_h(9), at_h(10)}}, one, at_h(12)).empty());
  CHECK(due_steps({{at_h(17), std::nullopt}}, one, at_h(18)).empty());
}

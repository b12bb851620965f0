#include "server/rules/presence_tracker.hpp"
#include "tests/support/samples.hpp"

#include <catch2/catch.hpp>

using namespace yuntu;
using model::AreaLevel;
using model::AreaRef;
using rules::presence_change;
using test::areas_of;

TEST_CASE("staying in the same areas changes nothing") {
  CHECK(presence_change(areas_of("S1", "C1", "G1"), areas_of("S1", "C1", "G1")).is_empty());
  CHECK(presence_change({}, {}).is_empty());
}

TEST_CASE("coming from nowhere enters every area, outermost first") {
  auto const change = presence_change({}, areas_of("S1", "C1", "G1"));
  CHECK(change.left.empty());
  CHECK(change.entered == std::vector<AreaRef>{{AreaLevel::subdistrict, "S1"},
                                               {AreaLevel::community, "C1"},
                                               {AreaLevel::grid, "G1"}});
}

TEST_CASE("crossing into the neighbouring grid leaves one and enters the other") {
  auto const change = presence_change(areas_of("S1", "C1", "G1"), areas_of("S1", "C1", "G2"));
  CHECK(change.left == std::vector<AreaRef>{{AreaLevel::grid, "G1"}});
  CHECK(change.entered == std::vector<AreaRef>{{AreaLevel::grid, "G2"}});
}

TEST_CASE("leaving for where there is no grid leaves and enters nothing") {
  auto const change = presence_change(areas_of("S1", "C1", "G1"), areas_of("S1", "C1"));
  CHECK(change.left == std::vector<AreaRef>{{AreaLevel::grid, "G1"}});
  CHECK(change.entered.empty());
}

TEST_CASE("estates and micro-grids count, buildings do not") {
  auto before = areas_of("S1");
  before.set(AreaLevel::building, "B1");
  auto after = areas_of("S1");
  after.set(AreaLevel::estate, "E1");
  after.set(AreaLevel::microgrid, "M1");
  after.set(AreaLevel::building, "B2");
  auto const change = presence_change(before, after);
  CHECK(change.left.empty());
  CHECK(change.entered ==
        std::vector<AreaRef>{{AreaLevel::estate, "E1"}, {AreaLevel::microgrid, "M1"}});
}

#include "server/model/area.hpp"

#include <catch2/catch.hpp>

using yuntu::model::AreaCodes;
using yuntu::model::AreaLevel;

TEST_CASE("area codes begin in no area", "[area]") {
  AreaCodes const none;
  for (auto const &code : none.codes()) {
    CHECK(code.empty());
  }
  CHECK(none == AreaCodes(AreaCodes::Codes{}));
}

TEST_CASE("a copy of area codes shares them until one is changed", "[area]") {
  AreaCodes areas;
  areas.set(AreaLevel::grid, "G1");
  auto copy = areas;
  CHECK(&copy.codes() == &areas.codes());
  copy.set(AreaLevel::building, "B1");
  CHECK(copy[AreaLevel::grid] == "G1");
  CHECK(copy[AreaLevel::building] == "B1");
  CHECK(areas[AreaLevel::building].empty());
}

TEST_CASE("area codes are equal by what they say", "[area]") {
  AreaCodes one;
  AreaCodes other;
  one.set(AreaLevel::grid, "G1");
  other.set(AreaLevel::grid, "G1");
  CHECK(&one.codes() != &other.codes());
  CHECK(one == other);
  other.set(AreaLevel::grid, "G2");
  CHECK(!(one == other));
  other.set(AreaLevel::grid, "");
  CHECK(other == AreaCodes{});
}

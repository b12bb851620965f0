#include "geo/inner_point.hpp"

#include "geo/predicates.hpp"

#include "tests/geo/shapes.hpp"

#include <catch2/catch.hpp>

using namespace yuntu::geo;
using yuntu::test::at;
using yuntu::test::box;
using yuntu::test::ring;

TEST_CASE("the inner point of a box is near its middle") {
  CHECK(inner_point(box(0, 0, 800, 400)) == at(400, 200));
}

TEST_CASE("the inner point lies inside bent, pierced and very thin shapes") {
  Polygon pierced = box(0, 0, 1'000, 1'000);
  pierced.holes.push_back(ring({{100, 100}, {100, 900}, {900, 900}, {900, 100}}));
  auto const shape = GENERATE_COPY(
      Polygon{pierced},
      Polygon{ring({{0, 0}, {900, 0}, {900, 900}, {880, 900}, {880, 20}, {0, 20}}), {}},
      box(0, 0, 1'000'000, 2), box(0, 0, 2, 1'000'000),
      Polygon{ring({{0, 0}, {100'000, 99'997}, {100'000, 100'000}, {0, 3}}), {}},
      Polygon{ring({{0, 0}, {50'000, 90}, {100'000, 0}, {50'000, 94}}), {}});
  CHECK(locate(shape, inner_point(shape)) == Location::inside);
}

TEST_CASE("where the grid has no place inside, a corner stands for it") {
  Polygon const speck{ring({{0, 0}, {1, 0}, {1, 1}}), {}};
  CHECK(inner_point(speck) == at(0, 0));
}

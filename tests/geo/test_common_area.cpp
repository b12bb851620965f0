#include "geo/common_area.hpp"

#include "geo/local_frame.hpp"
#include "geo/predicates.hpp"
#include "geo/shape_size.hpp"
#include "tests/geo/shapes.hpp"
#include "tests/support/random_coverage.hpp"

#include <cmath>
#include <random>

#include <catch2/catch.hpp>

using namespace yuntu::geo;
using yuntu::test::at;
using yuntu::test::box;
using yuntu::test::ring;

namespace {

double size(Polygon const &polygon) {
  return size_of(polygon).area_m2;
}

Polygon shifted(Polygon polygon, int east, int north) {
  for (auto &p : polygon.outer) {
    p = LonLat::from_units(p.lon_e7() + east, p.lat_e7() + north).value();
  }
  return polygon;
}

} // namespace

TEST_CASE("two boxes have their common box in common, and apart or side by side nothing") {
  auto const one = box(0, 0, 10'000, 10'000);
  CHECK(common_area_m2(one, box(5'000, 2'000, 30'000, 9'000)) ==
        Approx(size(box(5'000, 2'000, 10'000, 9'000))).epsilon(1e-6));
  CHECK(common_area_m2(one, box(20'000, 0, 30'000, 10'000)) == 0);
  CHECK(common_area_m2(one, box(10'000, 0, 30'000, 10'000)) == Approx(0).margin(1e-3));
  CHECK(common_area_m2(one, box(-5'000, -5'000, 30'000, 30'000)) ==
        Approx(size(one)).epsilon(1e-6));
}

TEST_CASE("a hole is not in common, whichever way the rings run") {
  auto with_hole = box(0, 0, 10'000, 10'000);
  with_hole.holes.push_back(ring({{2'000, 2'000}, {2'000, 4'000}, {4'000, 4'000}, {4'000, 2'000}}));
  auto const hole = size(box(2'000, 2'000, 4'000, 4'000));
  auto const all = size(box(0, 0, 10'000, 10'000));
  CHECK(common_area_m2(with_hole, with_hole) == Approx(all - hole).epsilon(1e-6));
  CHECK(common_area_m2(box(0, 0, 10'000, 10'000), with_hole) == Approx(all - hole).epsilon(1e-6));
  CHECK(common_area_m2(with_hole, box(2'000, 2'000, 4'000, 4'000)) == Approx(0).margin(1e-3));
  auto reversed = with_hole;
  reversed.outer = {with_hole.outer.rbegin(), with_hole.outer.rend()};
  reversed.holes[0] = {with_hole.holes[0].rbegin(), with_hole.holes[0].rend()};
  CHECK(common_area_m2(reversed, with_hole) == Approx(all - hole).epsilon(1e-6));
}

TEST_CASE("of slanted shapes the common part is cut where their edges cross") {
  Polygon const diamond{ring({{0, -5'000}, {5'000, 0}, {0, 5'000}, {-5'000, 0}}), {}};
  CHECK(common_area_m2(diamond, box(-10'000, 0, 10'000, 10'000)) ==
        Approx(size(diamond) / 2).epsilon(1e-5));
  CHECK(common_area_m2(diamond, box(-2'500, -2'500, 2'500, 2'500)) ==
        Approx(size(box(-2'500, -2'500, 2'500, 2'500))).epsilon(1e-5));
}

TEST_CASE("the parts that a sheet of areas has of a shape add up to it, each as drawn at random") {
  auto const seed = GENERATE(1u, 2u, 3u);
  yuntu::test::RandomCoverage const coverage(seed);
  auto const cells = coverage.areas(1);
  auto const shape = shifted(coverage.areas(4)[0], 50'000, 70'000);
  auto const box = envelope_of(shape);
  double sum = 0;
  std::mt19937 random(seed);
  std::uniform_int_distribution<std::int32_t> east(box.west, box.east);
  std::uniform_int_distribution<std::int32_t> north(box.south, box.north);
  for (auto const &cell : cells) {
    double const common = common_area_m2(shape, cell);
    CHECK(common == Approx(common_area_m2(cell, shape)).margin(1e-3));
    sum += common;
    int hits = 0;
    constexpr int draws = 4'000;
    for (int i = 0; i < draws; ++i) {
      auto const p = LonLat::from_units(east(random), north(random)).value();
      hits += covers(shape, p) && covers(cell, p) ? 1 : 0;
    }
    LocalFrame const frame(LonLat::from_units(box.west, box.south).value());
    auto const far = frame.to_metric(LonLat::from_units(box.east, box.north).value());
    double const all = far.easting * far.northing;
    CHECK(common / all == Approx(hits / double{draws}).margin(0.03));
  }
  CHECK(sum == Approx(size(shape)).epsilon(1e-4));
}

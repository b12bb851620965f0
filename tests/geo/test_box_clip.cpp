#include "geo/box_clip.hpp"

#include "geo/face.hpp"
#include "geo/noding.hpp"
#include "geo/validity.hpp"

#include "tests/geo/shapes.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace yuntu::geo;
using yuntu::test::box;
using yuntu::test::ring;

namespace {

/// Twice the land that a polygon covers, parts joined along an edge counted once.
double covered2(Polygon const &polygon) {
  WindingSum sum;
  sum.add(polygon);
  double covered = 0;
  for (auto const &face : faces_between(noded(sum.take()))) {
    covered += face.cover[0] * std::abs(signed_area2(face.shape.outer));
  }
  return covered;
}

} // namespace

TEST_CASE("a polygon is cut to a box; what lies outside vanishes") {
  auto const window = envelope_of(box(50, 50, 200, 200));
  CHECK(covered2(clipped(box(0, 0, 100, 100), window)) == 2 * 50 * 50);
  CHECK(clipped(box(60, 60, 80, 80), window) == box(60, 60, 80, 80));
  CHECK(clipped(box(300, 0, 400, 100), window).outer.empty());
  CHECK(covered2(clipped(box(0, 0, 300, 300), window)) == 2 * 150 * 150);
}

TEST_CASE("a hole is cut with its polygon, and one outside the box is dropped") {
  auto pierced = box(0, 0, 300, 300);
  pierced.holes.push_back(ring({{40, 60}, {40, 80}, {60, 80}, {60, 60}}));
  pierced.holes.push_back(ring({{10, 10}, {10, 20}, {20, 20}, {20, 10}}));
  auto const cut = clipped(pierced, envelope_of(box(50, 50, 200, 200)));
  CHECK(cut.holes.size() == 1);
  CHECK(covered2(cut) == 2 * (150 * 150 - 10 * 20));
}

TEST_CASE("parts that the cut separates stay one ring and cover what they did") {
  //   a comb: two teeth reach into the box from below
  Polygon const comb{
      ring({{0, 0}, {100, 0}, {100, 80}, {80, 80}, {80, 20}, {20, 20}, {20, 80}, {0, 80}}), {}};
  CHECK(covered2(clipped(comb, envelope_of(box(-10, 40, 110, 100)))) == 2 * 2 * 20 * 40);
}

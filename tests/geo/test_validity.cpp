#include "geo/validity.hpp"

#include "tests/geo/shapes.hpp"

#include <catch2/catch.hpp>

using namespace yuntu::geo;
using yuntu::test::at;
using yuntu::test::box;
using yuntu::test::ring;

TEST_CASE("a box, with or without a hole, has no defect") {
  auto polygon = box(0, 0, 100, 100);
  CHECK_FALSE(find_defect(polygon));
  polygon.holes.push_back(ring({{40, 40}, {40, 60}, {60, 60}, {60, 40}}));
  CHECK_FALSE(find_defect(polygon));
}

TEST_CASE("a bow tie is refused where its edges cross") {
  auto const defect = find_defect({ring({{0, 0}, {100, 100}, {100, 0}, {0, 100}}), {}});
  REQUIRE(defect);
  CHECK(defect->reason.find("crosses") != std::string::npos);
  CHECK(defect->place == at(50, 50));
}

TEST_CASE("an unclosed ring is stated, not closed") {
  auto polygon = box(0, 0, 100, 100);
  polygon.outer.pop_back();
  auto const defect = find_defect(normalised(polygon));
  REQUIRE(defect);
  CHECK(defect->reason.find("not closed") != std::string::npos);
}

TEST_CASE("rings of no area or too few points are refused") {
  CHECK(find_defect({}));
  CHECK(find_defect({{at(0, 0), at(1, 1), at(0, 0)}, {}}));
  CHECK(find_defect(normalised({ring({{0, 0}, {50, 50}, {100, 100}}), {}})));
}

TEST_CASE("a ring that touches itself is refused where it does") {
  //   two boxes joined at one corner, drawn as one ring
  auto const defect = find_defect(
      {ring({{0, 0}, {50, 0}, {50, 50}, {100, 50}, {100, 100}, {50, 100}, {50, 50}, {0, 50}}), {}});
  REQUIRE(defect);
  CHECK(defect->place == at(50, 50));
}

TEST_CASE("a hole outside, across or equal to the outer ring is refused") {
  auto outside = box(0, 0, 100, 100);
  outside.holes.push_back(ring({{200, 200}, {200, 210}, {210, 210}, {210, 200}}));
  auto const defect = find_defect(outside);
  REQUIRE(defect);
  CHECK(defect->reason.find("outside") != std::string::npos);
  CHECK(defect->place == at(200, 200));

  auto across = box(0, 0, 100, 100);
  across.holes.push_back(ring({{90, 40}, {90, 60}, {110, 60}, {110, 40}}));
  CHECK(find_defect(across));

  auto equal = box(0, 0, 100, 100);
  equal.holes.push_back(equal.outer);
  CHECK(find_defect(equal));
}

TEST_CASE("a hole that touches the outer ring in one point is valid, in two it cuts the inside") {
  auto polygon = box(0, 0, 100, 100);
  polygon.holes.push_back(ring({{0, 50}, {50, 80}, {50, 20}}));
  CHECK_FALSE(find_defect(polygon));
  polygon.holes[0] = ring({{0, 50}, {50, 80}, {100, 50}, {50, 20}});
  CHECK(find_defect(polygon));
}

TEST_CASE("a hole in a hole is refused") {
  auto polygon = box(0, 0, 100, 100);
  polygon.holes.push_back(ring({{20, 20}, {20, 80}, {80, 80}, {80, 20}}));
  polygon.holes.push_back(ring({{40, 40}, {40, 60}, {60, 60}, {60, 40}}));
  CHECK(find_defect(polygon));
}

TEST_CASE("normalising drops repeats and spikes and orients the rings") {
  Polygon polygon;
  polygon.outer = ring({{0, 0}, {0, 100}, {0, 100}, {100, 100}, {150, 150}, {100, 100}, {100, 0}});
  polygon.holes.push_back(ring({{40, 40}, {60, 40}, {60, 60}, {40, 60}}));
  auto const clean = normalised(polygon);
  CHECK(signed_area2(clean.outer) == Approx(2 * 100 * 100));
  CHECK(signed_area2(clean.holes.at(0)) == Approx(-2 * 20 * 20));
  CHECK(clean.outer.size() == 5);
  CHECK_FALSE(find_defect(clean));
}

TEST_CASE("a spike on the start point is dropped too") {
  auto const clean =
      normalised({ring({{-50, -50}, {0, 0}, {100, 0}, {100, 100}, {0, 100}, {0, 0}}), {}});
  CHECK(clean.outer.size() == 5);
  CHECK_FALSE(find_defect(clean));
}

TEST_CASE("normalising twice changes nothing more") {
  auto const once = normalised(
      {ring({{0, 0}, {0, 100}, {30, 100}, {30, 160}, {30, 100}, {100, 100}, {100, 0}}), {}});
  CHECK(normalised(once) == once);
}

TEST_CASE("a hole without area vanishes") {
  auto polygon = box(0, 0, 100, 100);
  polygon.holes.push_back(ring({{40, 40}, {60, 60}}));
  CHECK(normalised(polygon).holes.empty());
}

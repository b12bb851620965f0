#include "geo/label_point.hpp"

#include "geo/predicates.hpp"
#include "tests/geo/shapes.hpp"

#include <cmath>
#include <random>

#include <catch2/catch.hpp>

using namespace yuntu::geo;
using yuntu::test::at;
using yuntu::test::box;
using yuntu::test::ring;

TEST_CASE("the label of a box stands in its middle") {
  auto const p = label_point(box(0, 0, 10'000, 10'000));
  CHECK(std::abs(p.lon_e7() - at(5'000, 0).lon_e7()) < 400);
  CHECK(std::abs(p.lat_e7() - at(0, 5'000).lat_e7()) < 400);
}

TEST_CASE("the label of a horseshoe stands on the iron") {
  Polygon const horseshoe{ring({{0, 0},
                                {30'000, 0},
                                {30'000, 30'000},
                                {20'000, 30'000},
                                {20'000, 8'000},
                                {10'000, 8'000},
                                {10'000, 30'000},
                                {0, 30'000}}),
                          {}};
  auto const p = label_point(horseshoe);
  CHECK(locate(horseshoe, p) == Location::inside);
  CHECK(boundary_distance_m(horseshoe, p) > 40);
}

TEST_CASE("the label avoids a hole in the middle") {
  auto polygon = box(0, 0, 30'000, 30'000);
  polygon.holes.push_back(
      ring({{5'000, 5'000}, {5'000, 20'000}, {20'000, 20'000}, {20'000, 5'000}}));
  auto const p = label_point(polygon);
  CHECK(locate(polygon, p) == Location::inside);
  CHECK(p.lon_e7() > at(20'000, 0).lon_e7());
}

TEST_CASE("even a long thin slanted strip gets its label inside") {
  Polygon const strip{ring({{0, 0}, {100'000, 90'001}, {100'000, 90'007}, {0, 6}}), {}};
  CHECK(covers(strip, label_point(strip)));
}

TEST_CASE("random stars get their label inside, and the same one every time") {
  std::mt19937 random(7);
  std::uniform_real_distribution<double> radius(200, 20'000);
  for (int star = 0; star < 60; ++star) {
    Polygon polygon;
    int const points = 5 + star % 20;
    for (int i = 0; i < points; ++i) {
      double const angle = 2 * 3.14159265358979 * i / points;
      double const r = radius(random);
      polygon.outer.push_back(
          at(static_cast<int>(r * std::cos(angle)), static_cast<int>(r * std::sin(angle))));
    }
    polygon.outer.push_back(polygon.outer.front());
    auto const p = label_point(polygon);
    CHECK(locate(polygon, p) == Location::inside);
    CHECK(label_point(polygon) == p);
  }
}

#include "geo/face.hpp"

#include "geo/inner_point.hpp"
#include "geo/noding.hpp"
#include "geo/predicates.hpp"
#include "geo/shape_size.hpp"
#include "geo/validity.hpp"

#include "tests/geo/shapes.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <random>

using namespace yuntu::geo;
using yuntu::test::at;
using yuntu::test::box;
using yuntu::test::ring;

namespace {

std::vector<Face> faces_of(std::vector<Polygon> const &shapes,
                           std::vector<Polygon> const &others = {}) {
  WindingSum sum;
  for (auto const &shape : shapes) {
    sum.add(shape);
  }
  for (auto const &other : others) {
    sum.add(other, 1);
  }
  return faces_between(noded(sum.take()));
}

double area2(Polygon const &shape) {
  double area = std::abs(signed_area2(shape.outer));
  for (auto const &hole : shape.holes) {
    area -= std::abs(signed_area2(hole));
  }
  return area;
}

/// The only face with this cover.
Polygon only(std::vector<Face> const &faces, Cover cover) {
  auto const is_it = [&](Face const &face) { return face.cover == cover; };
  REQUIRE(std::count_if(faces.begin(), faces.end(), is_it) == 1);
  return std::find_if(faces.begin(), faces.end(), is_it)->shape;
}

int covering(std::vector<Polygon> const &shapes, LonLat p) {
  return static_cast<int>(std::count_if(shapes.begin(), shapes.end(), [&](Polygon const &shape) {
    return locate(shape, p) == Location::inside;
  }));
}

/// A star with a few spikes: simple, crooked.
Polygon star(std::mt19937 &random, int reach) {
  std::uniform_int_distribution<int> middle(-reach, reach);
  std::uniform_int_distribution<int> corners(3, 9);
  std::uniform_real_distribution<double> radius(0.2 * reach, reach);
  int const count = corners(random);
  int const east = middle(random);
  int const north = middle(random);
  Ring result;
  for (int i = 0; i < count; ++i) {
    double const angle = 6.283185307179586 * i / count;
    double const far = radius(random);
    result.push_back(at(east + static_cast<int>(far * std::cos(angle)),
                        north + static_cast<int>(far * std::sin(angle))));
  }
  result.push_back(result.front());
  return {result, {}};
}

} // namespace

TEST_CASE("of two areas that share a border only the outline remains, drawn either way round") {
  auto right = box(100, 0, 200, 100);
  std::reverse(right.outer.begin(), right.outer.end());
  auto const faces = faces_of({box(0, 0, 100, 100), right});
  REQUIRE(faces.size() == 1);
  CHECK(faces[0].cover == Cover{1, 0});
  CHECK(area2(faces[0].shape) == 2 * 200 * 100);
}

TEST_CASE("areas that tile another leave its outline, to be crossed into both at once") {
  WindingSum sum;
  sum.add(box(0, 0, 100, 100));
  sum.add(box(100, 0, 200, 100));
  sum.add({ring({{0, 0}, {100, 0}, {200, 0}, {200, 100}, {100, 100}, {0, 100}}), {}}, 1);
  auto const edges = sum.take();
  CHECK(edges.size() == 6);
  for (auto const &edge : edges) {
    CHECK(edge.gain[0] == edge.gain[1]);
  }
}

TEST_CASE("where two areas overlap the face is covered twice") {
  //   +-----+
  //   |  +--+--+
  //   +--+--+  |
  //      +-----+
  auto const faces = faces_of({box(0, 0, 100, 100), box(60, -40, 160, 60)});
  CHECK(faces.size() == 3);
  CHECK(area2(only(faces, {2, 0})) == 2 * 40 * 60);
}

TEST_CASE("an area inside another, and a hole in it, are told apart") {
  auto island = box(40, 40, 60, 60);
  auto const faces = faces_of({box(0, 0, 100, 100), island});
  REQUIRE(faces.size() == 2);
  CHECK(area2(only(faces, {1, 0})) == 2 * (100 * 100 - 20 * 20));
  CHECK(area2(only(faces, {2, 0})) == 2 * 20 * 20);

  auto pierced = box(0, 0, 100, 100);
  pierced.holes.push_back(ring({{40, 40}, {40, 60}, {60, 60}, {60, 40}}));
  auto const gap = faces_of({pierced});
  CHECK(area2(only(gap, {0, 0})) == 2 * 20 * 20);
  CHECK(area2(only(gap, {1, 0})) == 2 * (100 * 100 - 20 * 20));
  CHECK(faces_of({pierced, island}).size() == 1);
}

TEST_CASE("land of the second set that the first leaves bare is a face of its own") {
  auto const faces = faces_of({box(0, 0, 100, 100), box(120, 0, 200, 100)}, {box(0, 0, 200, 100)});
  REQUIRE(faces.size() == 3);
  auto const bare = only(faces, {0, 1});
  CHECK(area2(bare) == 2 * 20 * 100);
  CHECK(covers(bare, at(110, 50)));
}

TEST_CASE("a vertex in the middle of a neighbour's edge opens no gap") {
  auto const faces = faces_of({box(0, 0, 100, 100), box(100, 0, 200, 37), box(100, 37, 200, 100)});
  REQUIRE(faces.size() == 1);
  CHECK(area2(faces[0].shape) == 2 * 200 * 100);
}

TEST_CASE("faces that touch at a corner stay two, and holes that touch their border stay holes") {
  CHECK(faces_of({box(0, 0, 50, 50), box(50, 50, 100, 100)}).size() == 2);
  auto pierced = box(0, 0, 100, 100);
  pierced.holes.push_back(ring({{0, 0}, {20, 60}, {60, 20}}));
  auto const faces = faces_of({pierced});
  auto const land = only(faces, {1, 0});
  CHECK(land.holes.size() == 1);
  CHECK(area2(land) == area2(pierced));
}

TEST_CASE("faces of crossing stars cover what counting says, and all their land once") {
  auto const seed = GENERATE(range(1U, 41U));
  std::mt19937 random(seed);
  int const reach = seed % 2 == 0 ? 40 : 100'000; // crowded to the unit, and roomy
  std::vector<Polygon> shapes;
  std::vector<Polygon> others;
  while (shapes.size() < 12) {
    auto shape = normalised(star(random, reach));
    if (!find_defect(shape)) {
      (shapes.size() < 7 || others.size() > 4 ? shapes : others).push_back(std::move(shape));
    }
  }
  auto const faces = faces_of(shapes, others);
  CAPTURE(seed, faces.size());
  double covered2 = 0;
  for (auto const &face : faces) {
    REQUIRE_FALSE(face.shape.outer.empty());
    covered2 += face.cover[0] * area2(face.shape);
    auto const place = inner_point(face.shape);
    bool const is_roomy = boundary_distance_m(face.shape, place) > 0.03;
    if (is_roomy && locate(face.shape, place) == Location::inside) {
      CHECK(face.cover == Cover{covering(shapes, place), covering(others, place)});
    }
  }
  double total2 = 0;
  double border = 0;
  for (auto const &shape : shapes) {
    total2 += area2(shape);
    border += size_of(shape).border_m;
  }
  // Rounding moves a border by less than a unit.
  CHECK(covered2 == Approx(total2).margin(2 * border / 0.009));
}

TEST_CASE("a strip's width is twice its area by its border") {
  auto const size = size_of(box(0, 0, 1'000'000, 100));
  CHECK(size.area_m2 == Approx(9129 * 1.1094).epsilon(0.01));
  CHECK(size.width_m() == Approx(1.1094).epsilon(0.001));
}

#include "geo/io/polygon_repair.hpp"

#include "geo/validity.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace yuntu::geo;

namespace {

LonLat at(int x, int y) {
  return LonLat::from_units(1'185'000'000 + x, 350'000'000 + y).value();
}
Polygon polygon_of(std::vector<std::pair<int, int>> const &corners) {
  Polygon polygon;
  for (auto const &[x, y] : corners) {
    polygon.outer.push_back(at(x, y));
  }
  return polygon;
}
double area2(std::vector<Polygon> const &parts) {
  double sum = 0;
  for (auto const &part : parts) {
    sum += signed_area2(part.outer);
    for (auto const &hole : part.holes) {
      sum += signed_area2(hole);
    }
  }
  return sum;
}

} // namespace

TEST_CASE("a bow tie becomes its two wings, the larger first") {
  auto const parts = io::repaired(polygon_of({{0, 0}, {3000, 3000}, {3000, 0}, {0, 1000}, {0, 0}}));
  REQUIRE(parts.size() == 2);
  CHECK(signed_area2(parts[0].outer) > signed_area2(parts[1].outer));
  for (auto const &part : parts) {
    CHECK_FALSE(find_defect(part));
  }
}

TEST_CASE("an open ring is closed, a hole that reaches out is cut off") {
  auto const open = io::repaired(polygon_of({{0, 0}, {1000, 0}, {1000, 1000}, {0, 1000}}));
  REQUIRE(open.size() == 1);
  CHECK(area2(open) == 2e6);

  auto reaching = polygon_of({{0, 0}, {1000, 0}, {1000, 1000}, {0, 1000}, {0, 0}});
  reaching.holes.push_back(
      polygon_of({{500, 250}, {500, 750}, {1500, 750}, {1500, 250}, {500, 250}}).outer);
  auto const cut = io::repaired(reaching);
  CHECK_FALSE(cut.empty());
  for (auto const &part : cut) {
    CHECK_FALSE(find_defect(part));
  }
}

TEST_CASE("what has no area cannot be repaired") {
  CHECK(io::repaired({}).empty());
  CHECK(io::repaired(polygon_of({{0, 0}, {1000, 1000}})).empty());
  CHECK(io::repaired(polygon_of({{0, 0}, {1000, 1000}, {2000, 2000}, {0, 0}})).empty());
}

TEST_CASE("whatever is given, what comes back is valid") {
  std::mt19937 random(GENERATE(range(1U, 201U)));
  std::uniform_int_distribution<int> where(0, 2000);
  Polygon polygon;
  for (int i = 0; i < 8; ++i) {
    polygon.outer.push_back(at(where(random), where(random)));
  }
  polygon.outer.push_back(polygon.outer.front());
  polygon = normalised(std::move(polygon));
  auto const parts = io::repaired(polygon);
  for (auto const &part : parts) {
    CHECK_FALSE(find_defect(part));
  }
  if (!find_defect(polygon)) {
    CHECK(area2(parts) == signed_area2(polygon.outer));
  }
}

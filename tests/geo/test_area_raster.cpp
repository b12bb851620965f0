#include "geo/area_raster.hpp"
#include "geo/predicates.hpp"
#include "tests/geo/shapes.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <numeric>
#include <random>

using namespace yuntu::geo;
using yuntu::test::at;
using yuntu::test::box;
using yuntu::test::ring;

namespace {

std::optional<std::uint32_t> by_looking_at_all(std::vector<AreaShape> const &shapes,
                                               std::vector<std::uint32_t> const &members,
                                               LonLat p) {
  auto const found = std::find_if(members.begin(), members.end(), [&](std::uint32_t member) {
    return covers(shapes[member].polygon, p);
  });
  return found == members.end() ? std::nullopt : std::optional(*found);
}

std::vector<std::uint32_t> shuffled_members(std::size_t count, std::mt19937 &random) {
  std::vector<std::uint32_t> members(count);
  std::iota(members.begin(), members.end(), 0);
  std::shuffle(members.begin(), members.end(), random);
  return members;
}

void check_every_point(std::vector<AreaShape> const &shapes,
                       std::vector<std::uint32_t> const &members, int side) {
  AreaRaster const raster(shapes, members);
  for (int x = -2; x <= side + 2; ++x) {
    for (int y = -2; y <= side + 2; ++y) {
      auto const p = at(x, y);
      if (raster.first_covering(p, shapes) != by_looking_at_all(shapes, members, p)) {
        FAIL("at " << x << ", " << y);
      }
    }
  }
}

} // namespace

TEST_CASE("a raster of nothing covers nothing") {
  CHECK_FALSE(AreaRaster().first_covering(at(0, 0), {}));
  CHECK_FALSE(AreaRaster({}, {}).first_covering(at(0, 0), {}));
}

TEST_CASE("every point of overlapping slivers and splinters is answered as by looking at all") {
  auto const seed = GENERATE(range(1U, 13U));
  std::mt19937 random(seed);
  constexpr int side = 150;
  std::uniform_int_distribution<int> anywhere(0, side);
  std::vector<AreaShape> shapes;
  while (shapes.size() < 40) {
    auto const a = at(anywhere(random), anywhere(random));
    auto const b = at(anywhere(random), anywhere(random));
    auto const c = at(anywhere(random), anywhere(random));
    if (orientation(a, b, c) != Turn::straight) {
      shapes.push_back({0, "", {{a, b, c, a}, {}}, 0});
    }
  }
  check_every_point(shapes, shuffled_members(shapes.size(), random), side);
}

TEST_CASE("every point beside and in holes is answered as by looking at all") {
  Polygon holed = box(0, 0, 120, 120);
  holed.holes.push_back(ring({{10, 10}, {12, 110}, {110, 112}, {108, 9}}));
  std::vector<AreaShape> const shapes{
      {0, "", holed, 0}, {0, "", box(60, 60, 61, 61), 0}, {0, "", box(0, 119, 120, 121), 0}};
  check_every_point(shapes, {0, 1, 2}, 121);
  check_every_point(shapes, {2, 1, 0}, 121);
}

TEST_CASE("areas of very different size share a raster") {
  std::mt19937 random(5);
  std::vector<AreaShape> shapes{{0, "", box(0, 0, 4'000'000, 3'000'000), 0}};
  std::uniform_int_distribution<int> anywhere(0, 2'999'000);
  for (int i = 0; i < 300; ++i) {
    int const x = anywhere(random);
    int const y = anywhere(random);
    shapes.push_back({0, "", {ring({{x, y}, {x + 900, y + 13}, {x + 7, y + 800}}), {}}, 0});
  }
  auto members = shuffled_members(shapes.size(), random);
  std::erase(members, 0U);
  members.push_back(0); // the large one last, or the others would never be met
  AreaRaster const raster(shapes, members);
  std::size_t in_small = 0;
  for (auto const &shape : shapes) {
    auto const corner = shape.polygon.outer.front();
    for (int i = 0; i < 20; ++i) {
      auto const p = LonLat::from_units(corner.lon_e7() + anywhere(random) % 1000 - 50,
                                        corner.lat_e7() + anywhere(random) % 1000 - 50);
      auto const expected = by_looking_at_all(shapes, members, p.value());
      in_small += expected && *expected != 0 ? 1 : 0;
      REQUIRE(raster.first_covering(*p, shapes) == expected);
    }
  }
  CHECK(in_small > 500);
}

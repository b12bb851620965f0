#include "geo/area_index.hpp"

#include "geo/predicates.hpp"
#include "tests/geo/shapes.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <optional>
#include <random>
#include <set>
#include <stdexcept>

#include <catch2/catch.hpp>

using namespace yuntu::geo;
using yuntu::test::at;
using yuntu::test::box;
using yuntu::test::ring;

namespace {

constexpr std::uint8_t grid = 3;

/// What the index must say, by looking at everything.
std::optional<std::uint32_t> brute_force(std::vector<AreaShape> const &shapes, std::uint8_t layer,
                                         LonLat p) {
  AreaShape const *best = nullptr;
  for (auto const &shape : shapes) {
    if (shape.layer == layer && covers(shape.polygon, p) &&
        (best == nullptr || shape.code < best->code)) {
      best = &shape;
    }
  }
  return best == nullptr ? std::nullopt : std::optional(best->payload);
}

/// A sheet of n x n quadrilaterals that share their (shaken) corners, so that borders are slanted
/// and exact; every fifth has a hole filled by an area of its own; every seventh, none beside
/// another, is a part of an area of three such; codes in random order.
std::vector<AreaShape> random_sheet(std::mt19937 &random, int n) {
  std::uniform_int_distribution<int> shake(-300, 300);
  std::vector<std::vector<LonLat>> corners;
  for (int i = 0; i <= n; ++i) {
    corners.emplace_back();
    for (int j = 0; j <= n; ++j) {
      corners.back().push_back(at(i * 1000 + shake(random), j * 1000 + shake(random)));
    }
  }
  std::vector<AreaShape> shapes;
  std::vector<int> codes(static_cast<std::size_t>(2 * n * n));
  std::iota(codes.begin(), codes.end(), 100);
  std::shuffle(codes.begin(), codes.end(), random);
  auto const add = [&](Polygon polygon) {
    auto const number = static_cast<std::uint32_t>(shapes.size());
    shapes.push_back({grid, std::to_string(codes[number]), std::move(polygon), number + 7});
  };
  std::vector<std::size_t> of_parts; ///< the shapes that are one
  for (std::size_t i = 0; i < static_cast<std::size_t>(n); ++i) {
    for (std::size_t j = 0; j < static_cast<std::size_t>(n); ++j) {
      auto const &c = corners;
      Polygon quad{{c[i][j], c[i + 1][j], c[i + 1][j + 1], c[i][j + 1], c[i][j]}, {}};
      if ((i * 7 + j) % 5 == 0) {
        int const x = static_cast<int>(i) * 1000 + 500;
        int const y = static_cast<int>(j) * 1000 + 500;
        auto const diamond = ring({{x - 90, y}, {x, y + 70}, {x + 80, y}, {x, y - 60}});
        quad.holes.push_back(diamond);
        add({{diamond.rbegin(), diamond.rend()}, {}});
      }
      add(std::move(quad));
      if ((i * 3 + j) % 7 == 0) {
        of_parts.push_back(shapes.size() - 1);
      }
    }
  }
  std::shuffle(of_parts.begin(), of_parts.end(), random);
  for (std::size_t k = 0; k < of_parts.size(); ++k) {
    auto const &first = shapes[of_parts[k - k % 3]];
    shapes[of_parts[k]].code = first.code;
    shapes[of_parts[k]].payload = first.payload;
  }
  return shapes;
}

/// Corners, points on edges, and points anywhere.
std::vector<LonLat> telling_points(std::vector<AreaShape> const &shapes, std::mt19937 &random) {
  std::vector<LonLat> points;
  for (auto const &shape : shapes) {
    auto const &outer = shape.polygon.outer;
    for (std::size_t i = 1; i < outer.size(); ++i) {
      points.push_back(outer[i]);
      auto const middle =
          LonLat::from_units(std::midpoint(outer[i - 1].lon_e7(), outer[i].lon_e7()),
                             std::midpoint(outer[i - 1].lat_e7(), outer[i].lat_e7()));
      points.push_back(middle.value());
    }
  }
  std::uniform_int_distribution<int> anywhere(-600, 8600);
  for (int i = 0; i < 3000; ++i) {
    points.push_back(at(anywhere(random), anywhere(random)));
  }
  return points;
}

} // namespace

TEST_CASE("an empty index finds nothing and is not in doubt") {
  CHECK(AreaIndex().find(at(0, 0), 50) == AreaAnswer{});
}

TEST_CASE("a point on a shared border belongs to the lower code") {
  AreaIndex const index(
      {{grid, "B", box(0, 0, 100, 100), 1}, {grid, "A", box(100, 0, 200, 100), 2}});
  CHECK(index.find(at(100, 50)).best[grid] == 2u);
  CHECK(index.find(at(99, 50)).best[grid] == 1u);
  CHECK_FALSE(index.find(at(100, 50)).ambiguous);
}

TEST_CASE("layers are independent and an absent one is empty") {
  AreaIndex const index({{0, "S", box(0, 0, 1000, 1000), 5}, {5, "H", box(10, 10, 20, 20), 6}});
  auto const answer = index.find(at(15, 15));
  CHECK(answer.best[0] == 5u);
  CHECK(answer.best[5] == 6u);
  CHECK_FALSE(answer.best[grid]);
  CHECK_FALSE(index.find(at(30, 30)).best[5]);
}

TEST_CASE("parts of one code are one area") {
  AreaIndex const index({{grid, "A", box(0, 0, 10, 10), 1},
                         {grid, "A", box(100, 100, 110, 110), 1},
                         {grid, "B", box(50, 50, 60, 60), 2}});
  CHECK(index.size() == 3);
  CHECK(index.find(at(5, 5)).best[grid] == 1u);
  CHECK(index.find(at(105, 105)).best[grid] == 1u);
  CHECK(index.find(at(55, 55)).best[grid] == 2u);
}

TEST_CASE("near a border the answer is ambiguous in that layer only") {
  // Boxes of about 9 x 11 m and 91 x 111 m: one unit is about 1 cm.
  AreaIndex const index(
      {{grid, "A", box(0, 0, 1000, 1000), 1}, {0, "S", box(-5000, -5000, 5000, 5000), 2}});
  auto const inside = index.find(at(500, 500), 3);
  CHECK_FALSE(inside.ambiguous);
  auto const near_edge = index.find(at(900, 500), 3);
  CHECK(near_edge.ambiguous);
  CHECK(near_edge.ambiguous_in[grid]);
  CHECK_FALSE(near_edge.ambiguous_in[0]);
  CHECK(near_edge.best[grid] == 1u);
  auto const outside = index.find(at(1100, 500), 3);
  CHECK(outside.ambiguous_in[grid]);
  CHECK_FALSE(outside.best[grid]);
  CHECK_FALSE(index.find(at(900, 500), std::nan("")).ambiguous);
}

TEST_CASE("a layer beyond the sixth is refused by name") {
  CHECK_THROWS_WITH(AreaIndex({{6, "X1", box(0, 0, 1, 1), 0}}), Catch::Contains("X1"));
}

TEST_CASE("the index agrees with brute force on borders, corners and holes") {
  auto const seed = GENERATE(1u, 2u, 3u);
  std::mt19937 random(seed);
  auto const shapes = random_sheet(random, 8);
  AreaIndex const index(shapes);
  std::size_t on_borders = 0;
  std::map<std::uint32_t, std::set<AreaShape const *>> parts_met; ///< by payload
  for (auto const p : telling_points(shapes, random)) {
    auto const answer = index.find(p);
    REQUIRE(answer.best[grid] == brute_force(shapes, grid, p));
    for (auto const &shape : shapes) {
      if (answer.best[grid] == shape.payload && locate(shape.polygon, p) == Location::inside) {
        parts_met[shape.payload].insert(&shape);
      }
    }
    double const radius = 2;
    bool near = false;
    for (auto const &shape : shapes) {
      near = near || boundary_distance_m(shape.polygon, p) <= radius;
      on_borders += locate(shape.polygon, p) == Location::boundary ? 1 : 0;
    }
    REQUIRE(index.find(p, radius).ambiguous_in[grid] == near);
  }
  CHECK(on_borders > 200);
  CHECK(std::count_if(parts_met.begin(), parts_met.end(),
                      [](auto const &area) { return area.second.size() == 3; }) >= 2);
}

TEST_CASE("many points at once are answered as one by one") {
  std::mt19937 random(4);
  auto shapes = random_sheet(random, 8);
  shapes.push_back({0, "S", box(-100, -100, 4000, 4000), 9999});
  AreaIndex const index(shapes);
  auto const points = telling_points(shapes, random);
  std::vector<AreaIndex::Owners> owners(points.size());
  index.find_owners(points, owners);
  for (std::size_t i = 0; i < points.size(); ++i) {
    REQUIRE(owners[i] == index.owners_of(points[i]));
  }
  CHECK(std::any_of(owners.begin(), owners.end(), [](auto const &o) { return o[0] == 9999; }));
  index.find_owners({}, {});
}

TEST_CASE("an index answers from its image as it does itself, and keeps the image's memory") {
  std::mt19937 random(5);
  auto shapes = random_sheet(random, 8);
  shapes.push_back({0, "S", box(-100, -100, 4000, 4000), 9999});
  AreaIndex const index(shapes);
  auto const image = index.image();
  std::vector<std::vector<std::uint32_t>> copy;
  for (auto const section : image.sections) {
    copy.emplace_back(section.begin(), section.end());
  }
  auto const memory = std::make_shared<std::vector<std::vector<std::uint32_t>>>(std::move(copy));
  IndexImage elsewhere{{memory->begin(), memory->end()}, memory};
  auto const other = AreaIndex::of_image(elsewhere);
  REQUIRE(other);
  elsewhere = {};
  CHECK(memory.use_count() > 1);
  CHECK(other->size() == index.size());
  for (auto const p : telling_points(shapes, random)) {
    REQUIRE(other->find(p, 2) == index.find(p, 2));
  }
  CHECK_FALSE(AreaIndex::of_image(elsewhere));
  CHECK_FALSE(AreaIndex::of_image({{(*memory)[0], (*memory)[0], (*memory)[2], (*memory)[3]}, {}}));
}

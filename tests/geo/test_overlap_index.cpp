#include "geo/overlap_index.hpp"
#include "geo/predicates.hpp"
#include "tests/geo/shapes.hpp"

#include <catch2/catch.hpp>

#include <random>
#include <set>

using namespace yuntu::geo;
using yuntu::test::at;
using yuntu::test::box;
using yuntu::test::ring;

namespace {

std::string name_of(std::uint32_t number) {
  return "F" + std::to_string(1'000 + number);
}

/// Codes of the areas that cover p, in order.
std::set<std::string> by_looking_at_all(std::vector<AreaShape> const &shapes, LonLat p) {
  std::set<std::string> codes;
  for (auto const &shape : shapes) {
    if (covers(shape.polygon, p)) {
      codes.insert(shape.code);
    }
  }
  return codes;
}

std::vector<std::string> codes_found(OverlapIndex const &index,
                                     std::vector<AreaShape> const &shapes, LonLat p) {
  std::vector<std::string> codes;
  for (auto const payload : index.find(p)) {
    codes.push_back(shapes.at(payload).code);
  }
  return codes;
}

void check_every_point(std::vector<AreaShape> const &shapes, int side) {
  OverlapIndex const index(shapes);
  for (int x = -2; x <= side + 2; ++x) {
    for (int y = -2; y <= side + 2; ++y) {
      auto const wanted = by_looking_at_all(shapes, at(x, y));
      if (codes_found(index, shapes, at(x, y)) !=
          std::vector<std::string>(wanted.begin(), wanted.end())) {
        FAIL("at " << x << ", " << y);
      }
    }
  }
}

} // namespace

TEST_CASE("an index of no areas finds none") {
  CHECK(OverlapIndex().find(at(0, 0)).empty());
  CHECK(OverlapIndex(std::vector<AreaShape>{}).find(at(0, 0)).empty());
  CHECK(OverlapIndex().parts_of("F1").empty());
  CHECK(OverlapIndex().size() == 0);
}

TEST_CASE("of areas that lie over each other every one is found, at every point") {
  auto const seed = GENERATE(range(1U, 9U));
  std::mt19937 random(seed);
  constexpr int side = 120;
  std::uniform_int_distribution<int> anywhere(0, side);
  std::vector<AreaShape> shapes;
  while (shapes.size() < 40) {
    auto const number = static_cast<std::uint32_t>(shapes.size());
    auto const a = at(anywhere(random), anywhere(random));
    auto const b = at(anywhere(random), anywhere(random));
    auto const c = at(anywhere(random), anywhere(random));
    if (orientation(a, b, c) != Turn::straight) { // every third is another part of the one before
      auto const area = number % 3 == 2 ? number - 1 : number;
      shapes.push_back({0, name_of(99 - area), {{a, b, c, a}, {}}, number});
    }
  }
  check_every_point(shapes, side);
}

TEST_CASE("an area that holds a whole cell hides nothing behind it, and a hole belongs to nobody") {
  Polygon holed = box(0, 0, 120, 120);
  holed.holes.push_back(ring({{10, 10}, {12, 110}, {110, 112}, {108, 9}}));
  check_every_point({{0, "A", box(0, 0, 121, 121), 0},
                     {0, "B", holed, 1},
                     {0, "C", box(60, 60, 61, 61), 2},
                     {0, "D", box(-2, 30, 120, 121), 3}},
                    121);
}

TEST_CASE("an area in several parts is found once, where they meet too") {
  std::vector<AreaShape> const shapes{{0, "A", box(0, 0, 10, 10), 0},
                                      {0, "B", box(5, 0, 8, 10), 1},
                                      {0, "A", box(10, 0, 20, 10), 2}};
  OverlapIndex const index(shapes);
  CHECK(index.find(at(10, 5)) == std::vector<std::uint32_t>{0});
  CHECK(index.find(at(6, 5)) == std::vector<std::uint32_t>{0, 1});
  CHECK(index.find(at(15, 5)) == std::vector<std::uint32_t>{2});
  CHECK(index.parts_of("A").size() == 2);
  CHECK(index.parts_of("B").size() == 1);
  CHECK(index.parts_of("AA").empty());
  CHECK(index.size() == 3);
}

TEST_CASE("hundreds of areas as large as the county stay exact in the larger cells they get") {
  constexpr int side = 1'000'000;
  std::vector<AreaShape> shapes;
  for (std::uint32_t i = 0; i < 400; ++i) {
    auto const inset = static_cast<int>(i) * 100;
    Polygon area;
    for (int step = 0; step <= 100; ++step) { // many corners: many cells are wanted
      area.outer.push_back(at(inset + (side - 2 * inset) / 100 * step, inset));
    }
    area.outer.push_back(at(side - inset, side - inset));
    area.outer.push_back(at(inset, side - inset));
    area.outer.push_back(area.outer.front());
    shapes.push_back({0, name_of(i), area, i});
  }
  OverlapIndex const index(shapes);
  std::mt19937 random(1);
  std::uniform_int_distribution<int> anywhere(0, side / 10);
  for (int i = 0; i < 200; ++i) {
    auto const p = at(anywhere(random), anywhere(random));
    auto const wanted = by_looking_at_all(shapes, p);
    REQUIRE(codes_found(index, shapes, p) ==
            std::vector<std::string>(wanted.begin(), wanted.end()));
  }
}

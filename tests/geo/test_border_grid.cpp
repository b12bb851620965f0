#include "geo/border_grid.hpp"

#include "geo/predicates.hpp"

#include "tests/geo/shapes.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace yuntu::geo;
using yuntu::test::at;
using yuntu::test::box;
using yuntu::test::ring;

namespace {

Envelope window(int west, int south, int east, int north) {
  Envelope result;
  result.expand(at(west, south));
  result.expand(at(east, north));
  return result;
}

/// By the window's own edges, and by what lies inside it.
bool meets(Polygon const &shape, Envelope const &where) {
  auto const corner = [](std::int32_t lon, std::int32_t lat) {
    return LonLat::from_units(lon, lat).value();
  };
  Ring const frame{corner(where.west, where.south), corner(where.east, where.south),
                   corner(where.east, where.north), corner(where.west, where.north),
                   corner(where.west, where.south)};
  for (std::size_t i = 1; i < shape.outer.size(); ++i) {
    if (where.covers(shape.outer[i])) {
      return true;
    }
    for (std::size_t j = 1; j < frame.size(); ++j) {
      if (segments_intersect(shape.outer[i - 1], shape.outer[i], frame[j - 1], frame[j])) {
        return true;
      }
    }
  }
  return false;
}

} // namespace

TEST_CASE("a border comes into a box that it crosses, touches or lies in, and no other") {
  auto const shape = box(0, 0, 1'000, 1'000);
  BorderGrid const borders({&shape});
  CHECK(borders.any_in(window(900, 400, 1'100, 600)));
  CHECK(borders.any_in(window(1'000, 400, 1'100, 600)));
  CHECK(borders.any_in(window(-100, -100, 1'100, 1'100)));
  CHECK_FALSE(borders.any_in(window(100, 100, 900, 900)));
  CHECK_FALSE(borders.any_in(window(1'001, 400, 1'100, 600)));
  CHECK_FALSE(BorderGrid({}).any_in(window(0, 0, 1, 1)));
}

TEST_CASE("a slanting border misses the box in the corner of its own box") {
  Polygon const shape{ring({{0, 0}, {1'000, 0}, {1'000, 1'000}}), {}};
  BorderGrid const borders({&shape});
  CHECK_FALSE(borders.any_in(window(100, 400, 300, 600)));
  CHECK(borders.any_in(window(100, 300, 300, 600)));
}

TEST_CASE("random borders and boxes meet as their edges say") {
  std::mt19937 random(5);
  std::uniform_int_distribution<int> place(0, 3'000);
  std::uniform_int_distribution<int> size(0, 400);
  std::vector<Polygon> shapes;
  std::vector<Polygon const *> pointers;
  for (int i = 0; i < 40; ++i) {
    shapes.push_back({ring({{place(random), place(random)},
                            {place(random), place(random)},
                            {place(random), place(random)}}),
                      {}});
  }
  for (auto const &shape : shapes) {
    pointers.push_back(&shape);
  }
  BorderGrid const borders(pointers);
  for (int i = 0; i < 2'000; ++i) {
    int const west = place(random);
    int const south = place(random);
    auto const where = window(west, south, west + size(random), south + size(random));
    bool is_met = false;
    for (auto const &shape : shapes) {
      is_met = is_met || meets(shape, where);
    }
    CHECK(borders.any_in(where) == is_met);
  }
}

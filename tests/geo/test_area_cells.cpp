#include "geo/area_cells.hpp"
#include "geo/predicates.hpp"
#include "tests/geo/shapes.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

using namespace yuntu::geo;
using yuntu::test::at;
using yuntu::test::box;
using yuntu::test::ring;

namespace {

using Members = std::vector<AreaCells::Member>;

/// The payload is the place in the list.
Members members_of(std::vector<Polygon> const &polygons) {
  Members members;
  for (auto const &polygon : polygons) {
    members.push_back({&polygon, static_cast<std::uint32_t>(members.size())});
  }
  return members;
}

std::uint32_t by_looking_at_all(Members const &members, LonLat p) {
  auto const found = std::find_if(members.begin(), members.end(),
                                  [&](auto const &member) { return covers(*member.polygon, p); });
  return found == members.end() ? AreaCells::nowhere : found->payload;
}

void check_point(AreaCells const &cells, Members const &members, LonLat p) {
  if (cells.find(p) != by_looking_at_all(members, p)) {
    FAIL("at " << p.lon_e7() << ", " << p.lat_e7());
  }
}

void check_every_point(Members const &members, int side) {
  AreaCells const cells(members);
  for (int x = -2; x <= side + 2; ++x) {
    for (int y = -2; y <= side + 2; ++y) {
      check_point(cells, members, at(x, y));
    }
  }
}

/// A closed star of `corners` corners around the middle, between the two radii, so its edges have
/// every slope; a smaller one of fewer corners is its hole.
Polygon star(std::mt19937 &random, int x, int y, int corners, double least, double most) {
  std::uniform_real_distribution<double> radius(least, most);
  std::vector<std::pair<int, int>> points;
  for (int i = 0; i < corners; ++i) {
    double const angle = 6.283185307179586 * i / corners;
    double const r = radius(random);
    points.emplace_back(x + static_cast<int>(r * std::cos(angle)),
                        y + static_cast<int>(r * std::sin(angle)));
  }
  Polygon polygon{ring(points), {}};
  auto hole = ring({{x - static_cast<int>(least / 3), y},
                    {x, y + static_cast<int>(least / 4)},
                    {x + static_cast<int>(least / 3), y}});
  polygon.holes.push_back(std::move(hole));
  return polygon;
}

/// Corners, middles of edges, their neighbours, and points anywhere.
std::vector<LonLat> telling_points(std::vector<Polygon> const &polygons, std::mt19937 &random) {
  std::vector<LonLat> points;
  Envelope extent;
  for (auto const &polygon : polygons) {
    extent.expand(envelope_of(polygon));
    for (std::size_t i = 1; i < polygon.outer.size(); ++i) {
      auto const a = polygon.outer[i - 1];
      auto const b = polygon.outer[i];
      auto const x = std::midpoint(a.lon_e7(), b.lon_e7());
      auto const y = std::midpoint(a.lat_e7(), b.lat_e7());
      points.push_back(a);
      for (int step = -1; step <= 1; ++step) {
        points.push_back(LonLat::from_units(x + step, y).value());
        points.push_back(LonLat::from_units(x, y + step).value());
      }
    }
  }
  std::uniform_int_distribution<int> lon(extent.west - 5, extent.east + 5);
  std::uniform_int_distribution<int> lat(extent.south - 5, extent.north + 5);
  for (int i = 0; i < 2000; ++i) {
    points.push_back(LonLat::from_units(lon(random), lat(random)).value());
  }
  return points;
}

} // namespace

TEST_CASE("cells of nothing cover nothing") {
  CHECK(AreaCells().find(at(0, 0)) == AreaCells::nowhere);
  CHECK(AreaCells(Members{}).find(at(0, 0)) == AreaCells::nowhere);
  CHECK_FALSE(AreaCells().has_border_within(at(0, 0), 1000));
}

TEST_CASE("every point of overlapping slivers and splinters is answered as by looking at all") {
  auto const seed = GENERATE(range(1U, 13U));
  std::mt19937 random(seed);
  constexpr int side = 150;
  std::uniform_int_distribution<int> anywhere(0, side);
  std::vector<Polygon> polygons;
  while (polygons.size() < 40) {
    auto const a = at(anywhere(random), anywhere(random));
    auto const b = at(anywhere(random), anywhere(random));
    auto const c = at(anywhere(random), anywhere(random));
    if (orientation(a, b, c) != Turn::straight) {
      polygons.push_back({{a, b, c, a}, {}});
    }
  }
  check_every_point(members_of(polygons), side);
}

TEST_CASE("every point beside and in holes is answered as by looking at all") {
  Polygon holed = box(0, 0, 120, 120);
  holed.holes.push_back(ring({{10, 10}, {12, 110}, {110, 112}, {108, 9}}));
  std::vector<Polygon> polygons{holed, box(60, 60, 61, 61), box(0, 119, 120, 121)};
  check_every_point(members_of(polygons), 121);
  std::reverse(polygons.begin(), polygons.end());
  check_every_point(members_of(polygons), 121);
}

TEST_CASE("every point of borders along the grid's own lines is answered as by looking at all") {
  // Cells are 16 units wide or a power of two more: borders on their edges, middles and diagonals.
  std::vector<Polygon> polygons;
  for (int i = 0; i < 8; ++i) {
    polygons.push_back(box(16 * i, 0, 16 * i + 16, 8 * (i + 1)));
    polygons.push_back({ring({{16 * i, 64}, {16 * i + 16, 64}, {16 * i + 16, 80}}), {}});
    polygons.push_back({ring({{16 * i, 64}, {16 * i + 16, 80}, {16 * i, 96}}), {}});
  }
  check_every_point(members_of(polygons), 130);
}

TEST_CASE("large and small areas with edges short and long are found as by looking at all") {
  auto const seed = GENERATE(range(1U, 4U));
  std::mt19937 random(seed);
  std::vector<Polygon> polygons;
  std::uniform_int_distribution<int> anywhere(-2'000'000, 2'000'000);
  for (int i = 0; i < 60; ++i) {
    polygons.push_back(star(random, anywhere(random), anywhere(random), 9, 60, 130));
    polygons.push_back(star(random, anywhere(random), anywhere(random), 60, 20'000, 60'000));
  }
  polygons.push_back(star(random, 0, 0, 300, 900'000, 1'500'000));
  polygons.push_back(star(random, 0, 0, 5, 1'500'000, 2'500'000)); // edges of 250 km: wide points
  auto const members = members_of(polygons);
  AreaCells const cells(members);
  std::size_t found = 0;
  for (auto const p : telling_points(polygons, random)) {
    check_point(cells, members, p);
    found += cells.find(p) != AreaCells::nowhere ? 1 : 0;
  }
  CHECK(found > 1000);
}

TEST_CASE("areas from one end of the world to the other are exact") {
  auto const world = [](std::int32_t lon, std::int32_t lat) {
    return LonLat::from_units(lon, lat).value();
  };
  constexpr std::int32_t east = 1'800'000'000;
  constexpr std::int32_t north = 900'000'000;
  std::vector<Polygon> const polygons{
      {{world(-east, -north), world(east, -north), world(east, north - 1), world(-east, -north)},
       {}},
      {{world(-east, -north), world(east, north - 1), world(-east, north), world(-east, -north)},
       {}}};
  auto const members = members_of(polygons);
  AreaCells const cells(members);
  std::mt19937 random(3);
  for (auto const p : {world(east, north), world(east, north - 1), world(-east, -north),
                       world(-east, north), world(0, 0), world(0, -1), world(1, 0)}) {
    check_point(cells, members, p);
  }
  std::uniform_int_distribution<std::int32_t> lon(-east, east);
  for (int i = 0; i < 3000; ++i) { // beside the diagonal
    auto const x = lon(random);
    auto const y = static_cast<std::int32_t>((std::int64_t{x} * (2 * north - 1)) / (2LL * east));
    check_point(cells, members, world(x, std::clamp(y + i % 5 - 2, -north, north)));
  }
}

TEST_CASE("a border near by is seen as by measuring to all") {
  std::mt19937 random(11);
  std::vector<Polygon> polygons;
  std::uniform_int_distribution<int> anywhere(-200'000, 200'000);
  for (int i = 0; i < 40; ++i) {
    polygons.push_back(star(random, anywhere(random), anywhere(random), 12, 3'000, 9'000));
  }
  AreaCells const cells(members_of(polygons));
  std::size_t near = 0;
  auto const points = telling_points(polygons, random);
  for (auto const p : points) {
    for (double const radius : {0.5, 30.0, 400.0}) {
      bool const expected =
          std::any_of(polygons.begin(), polygons.end(), [&](Polygon const &polygon) {
            return boundary_distance_m(polygon, p) <= radius;
          });
      near += expected ? 1 : 0;
      if (cells.has_border_within(p, radius) != expected) {
        FAIL("at " << p.lon_e7() << ", " << p.lat_e7() << " within " << radius);
      }
    }
  }
  CHECK(near > 1000);
  CHECK(near < 3 * points.size());
}

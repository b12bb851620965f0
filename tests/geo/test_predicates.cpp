#include "geo/local_frame.hpp"
#include "geo/predicates.hpp"

#include "tests/geo/shapes.hpp"

#include <catch2/catch.hpp>

using namespace yuntu::geo;
using yuntu::test::at;
using yuntu::test::box;
using yuntu::test::ring;

TEST_CASE("orientation is exact at the corners of the world") {
  auto const west = LonLat::from_units(-1'800'000'000, -900'000'000).value();
  auto const east = LonLat::from_units(1'800'000'000, 900'000'000).value();
  auto const middle = LonLat::from_units(0, 0).value();
  CHECK(orientation(west, east, middle) == Turn::straight);
  CHECK(orientation(west, east, LonLat::from_units(0, 1).value()) == Turn::counter_clockwise);
  CHECK(orientation(west, east, LonLat::from_units(1, 0).value()) == Turn::clockwise);
  auto const north_west = LonLat::from_units(-1'800'000'000, 900'000'000).value();
  auto const south_east = LonLat::from_units(1'800'000'000, -900'000'000).value();
  CHECK(orientation(north_west, south_east, east) == Turn::counter_clockwise);
  CHECK(orientation(east, west, north_west) == Turn::clockwise);
}

TEST_CASE("a point one unit off a long slanted edge is not on it") {
  Polygon const triangle{ring({{0, 0}, {30'000'001, 10'000'000}, {0, 10'000'000}}), {}};
  CHECK(locate(triangle, at(0, 0)) == Location::boundary);
  CHECK(locate(triangle, at(15'000'000, 5'000'000)) == Location::inside);
  CHECK(locate(triangle, at(15'000'001, 5'000'000)) == Location::outside);
}

TEST_CASE("the boundary counts in and the inside of a hole is outside") {
  auto polygon = box(0, 0, 100, 100);
  polygon.holes.push_back(ring({{40, 40}, {40, 60}, {60, 60}, {60, 40}}));
  CHECK(locate(polygon, at(10, 10)) == Location::inside);
  CHECK(locate(polygon, at(100, 50)) == Location::boundary);
  CHECK(locate(polygon, at(100, 100)) == Location::boundary);
  CHECK(locate(polygon, at(50, 50)) == Location::outside);
  CHECK(locate(polygon, at(40, 50)) == Location::boundary);
  CHECK(locate(polygon, at(101, 50)) == Location::outside);
  CHECK(covers(polygon, at(0, 0)));
  CHECK_FALSE(covers(polygon, at(50, 50)));
}

TEST_CASE("a ray along an edge or through a corner does not miscount") {
  //   a notch whose floor lies at the height of the point asked for
  Polygon const notched{
      ring({{0, 0}, {90, 0}, {90, 60}, {60, 60}, {60, 30}, {30, 30}, {30, 60}, {0, 60}}), {}};
  CHECK(locate(notched, at(-10, 30)) == Location::outside);
  CHECK(locate(notched, at(10, 30)) == Location::inside);
  CHECK(locate(notched, at(45, 30)) == Location::boundary);
  CHECK(locate(notched, at(45, 31)) == Location::outside);
  CHECK(locate(notched, at(10, 60)) == Location::boundary);
  CHECK(locate(notched, at(45, 60)) == Location::outside);
  CHECK(locate(notched, at(100, 60)) == Location::outside);
}

TEST_CASE("either ring orientation gives the same answer") {
  auto clockwise = box(0, 0, 100, 100);
  std::reverse(clockwise.outer.begin(), clockwise.outer.end());
  for (int east = -1; east <= 101; east += 17) {
    for (int north = -1; north <= 101; north += 17) {
      CHECK(locate(clockwise, at(east, north)) == locate(box(0, 0, 100, 100), at(east, north)));
    }
  }
}

TEST_CASE("segments that share an end intersect but do not cross") {
  CHECK(segments_cross(at(0, 0), at(10, 10), at(0, 10), at(10, 0)));
  CHECK_FALSE(segments_cross(at(0, 0), at(10, 10), at(10, 10), at(20, 0)));
  CHECK(segments_intersect(at(0, 0), at(10, 10), at(10, 10), at(20, 0)));
  CHECK_FALSE(segments_cross(at(0, 0), at(10, 0), at(5, 0), at(15, 0)));
  CHECK(segments_intersect(at(0, 0), at(10, 0), at(5, 0), at(15, 0)));
  CHECK_FALSE(segments_intersect(at(0, 0), at(10, 0), at(11, 0), at(15, 0)));
  CHECK_FALSE(segments_intersect(at(0, 0), at(10, 0), at(0, 1), at(10, 1)));
}

TEST_CASE("the distance to the boundary is in metres, from inside and outside and to holes") {
  // 0.001 degree of latitude at 35 N is 110.94 m, of longitude 91.29 m.
  auto polygon = box(0, 0, 10'000, 10'000);
  CHECK(boundary_distance_m(polygon, at(5'000, 1'000)) == Approx(11.094).epsilon(1e-3));
  CHECK(boundary_distance_m(polygon, at(11'000, 5'000)) == Approx(9.129).epsilon(1e-3));
  CHECK(boundary_distance_m(polygon, at(10'000, 5'000)) == 0.0);
  polygon.holes.push_back(ring({{4'000, 4'000}, {4'000, 6'000}, {6'000, 6'000}, {6'000, 4'000}}));
  CHECK(boundary_distance_m(polygon, at(5'000, 3'900)) == Approx(1.1094).epsilon(1e-3));
}

TEST_CASE("the distance to a box is 0 inside and on its border and metres beyond it") {
  yuntu::geo::Envelope box;
  box.expand(at(0, 0));
  box.expand(at(10'000, 10'000));
  CHECK(yuntu::geo::distance_m(at(5'000, 5'000), box) == 0.0);
  CHECK(yuntu::geo::distance_m(at(10'000, 5'000), box) == 0.0);
  CHECK(yuntu::geo::distance_m(at(5'000, -1'000), box) == Approx(11.094).epsilon(1e-3));
  // Beyond a corner it is the corner that counts.
  CHECK(yuntu::geo::distance_m(at(11'000, 11'000), box) ==
        Approx(yuntu::geo::distance_m(at(11'000, 11'000), at(10'000, 10'000))));
}

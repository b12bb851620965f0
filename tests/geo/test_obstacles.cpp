#include "geo/local_frame.hpp"
#include "geo/obstacles.hpp"
#include "geo/street_place.hpp"
#include "geo/street_snapper.hpp"
#include "tests/support/ascii_map.hpp"
#include "tests/support/random_town.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>

using namespace yuntu;
using geo::Obstacles;
using test::AsciiMap;

namespace {

/// p is 20 m from the street A-B over the river, 40 m from C-D on its own bank. q has only E-F,
/// over another river.
AsciiMap const town(R"(
    A---------B---------G

    W~~~~~~~~~~~~~~~~~X
         p

         1--2
         4--3
    C---------D---------H




    q


    Y~~~~~~~~~~~Z
    E---------F---------I
)",
                    10);

geo::WalkGraph const &streets() {
  static auto const lines =
      std::vector{town.line("ABG"), town.line("CDH"), town.line("EFI"), town.line("GHI")};
  static auto const graph = geo::WalkGraph(lines, {});
  return graph;
}

Obstacles through(AsciiMap const &map, std::string_view places) {
  return Obstacles(std::vector<geo::LineString>{map.line(places).points});
}

std::optional<geo::Snap> snap(geo::LonLat place, Obstacles const &obstacles, double max_m = 100) {
  return geo::StreetSnapper(streets()).snap(place, {max_m, 3, nullptr, &obstacles});
}

std::int64_t street_of(std::optional<geo::Snap> const &snap) {
  return snap ? streets().edge(snap->point.edge).source_id : 0;
}

std::int64_t named(char first, char last) {
  return first * 256 + last;
}

} // namespace

TEST_CASE("a walk sets out to the street on this side of the water, though it is farther") {
  auto const bank = through(town, "WX");
  CHECK(street_of(snap(town.at('p'), {})) == named('A', 'G'));
  auto const around = snap(town.at('p'), bank);
  CHECK(street_of(around) == named('C', 'H'));
  CHECK_FALSE(around->crosses);
  CHECK(around->point.access_mm == Approx(40'000).margin(30));
}

TEST_CASE("where there is no way round, the nearest street is kept and the answer says so") {
  auto const bank = through(town, "WX");
  auto const near = snap(town.at('p'), bank, 39);
  CHECK(street_of(near) == named('A', 'G'));
  CHECK(near->crosses);
  auto const over = snap(town.at('q'), through(town, "YZ"), 45);
  CHECK(street_of(over) == named('E', 'I'));
  CHECK(over->crosses);
}

TEST_CASE("a few streets that lead nowhere are no way round") {
  AsciiMap const map(R"(
      A-------B-------C

      W~~~~~~~~~~~~~~~X
          p
          D--E
  )",
                     10);
  auto const graph =
      geo::WalkGraph(std::vector{map.line("ABC"), map.line("BA"), map.line("DE")}, {});
  auto const bank = through(map, "WX");
  auto const found = geo::StreetSnapper(graph).snap(map.at('p'), {100, 3, nullptr, &bank}).value();
  CHECK(graph.edge(found.point.edge).source_id != named('D', 'E'));
  CHECK(found.crosses);
}

TEST_CASE("a building's leg begins where its outline is nearest to the street") {
  auto const house = town.polygon("4321");
  auto const snapper = geo::StreetSnapper(streets());
  auto const railway = Obstacles(std::vector<geo::LineString>{
      geo::LineString{town.at('C'), town.at('H')}}); // along the street: touched, not crossed
  auto const along = snapper.snap(house, {100, 3, nullptr, &railway}).value();
  CHECK(streets().edge(along.point.edge).source_id == named('C', 'H'));
  CHECK_FALSE(along.crosses);
  // Between the house and its street: it goes 50 m the other way.
  auto const frame = geo::LocalFrame(town.at('4'));
  auto const between = Obstacles(std::vector<geo::LineString>{
      geo::LineString{frame.to_lon_lat({-100, -5}), frame.to_lon_lat({1'000, -5})}});
  auto const around = snapper.snap(house, {100, 3, nullptr, &between}).value();
  CHECK(streets().edge(around.point.edge).source_id == named('A', 'G'));
  CHECK(around.point.access_mm == Approx(50'000).margin(30));
}

TEST_CASE("a house on the quay touches the bank and crosses nothing") {
  AsciiMap const map(R"(
    W~~~~1~~2~~~X
         4--3

    A-----------B
  )",
                     10);
  auto const graph = geo::WalkGraph(std::vector{map.line("AB")}, {});
  auto const bank = through(map, "W12X");
  auto const snapper = geo::StreetSnapper(graph);
  auto const house = snapper.snap(map.polygon("4321"), {100, 0, nullptr, &bank}).value();
  CHECK_FALSE(house.crosses);
  CHECK(house.point.access_mm == Approx(20'000).margin(30));
  CHECK_FALSE(snapper.snap(map.at('1'), {100, 0, nullptr, &bank})->crosses);
}

TEST_CASE("through a corner of a line a way crosses it, past its end it does not") {
  AsciiMap const map(R"(
       a   f
     W-+-X-+-Y
       b   e
         c
         |
         d
  )",
                     10);
  auto const corner = through(map, "WXY");
  auto const frame = geo::LocalFrame(map.at('X'));
  auto const north = frame.to_lon_lat({0, 20});
  auto const south = frame.to_lon_lat({0, -20});
  CHECK(corner.cross(north, south));
  CHECK(corner.cross(south, north));
  CHECK(corner.cross(map.at('a'), map.at('b')));
  CHECK(corner.cross(map.at('a'), map.at('e')));
  CHECK_FALSE(corner.cross(map.at('a'), map.at('f')));
  CHECK_FALSE(corner.cross(map.at('b'), map.at('d')));
  CHECK_FALSE(corner.cross(map.at('W'), map.at('Y')));
  CHECK_FALSE(corner.cross(map.at('X'), south)); // only touched
  CHECK_FALSE(corner.cross(map.at('X'), map.at('X')));
  CHECK_FALSE(Obstacles().cross(north, south));
}

namespace {

/// Whether two segments cross, by where their lines meet instead of by sides.
bool plainly_cross(geo::LocalFrame const &frame, geo::LonLat from, geo::LonLat to, geo::LonLat a,
                   geo::LonLat b) {
  auto const p = frame.to_metric(from);
  auto const q = frame.to_metric(to);
  auto const c = frame.to_metric(a);
  auto const d = frame.to_metric(b);
  double const det = (q.easting - p.easting) * (d.northing - c.northing) -
                     (q.northing - p.northing) * (d.easting - c.easting);
  double const t = ((c.easting - p.easting) * (d.northing - c.northing) -
                    (c.northing - p.northing) * (d.easting - c.easting)) /
                   det;
  double const u = ((c.easting - p.easting) * (q.northing - p.northing) -
                    (c.northing - p.northing) * (q.easting - p.easting)) /
                   det;
  return det != 0 && t > 0 && t < 1 && u >= 0 && u <= 1;
}

} // namespace

TEST_CASE("the street found is the nearest of those that can be had without crossing") {
  int around = 0;
  int over = 0;
  for (unsigned seed = 1; seed <= 12; ++seed) {
    std::mt19937 random(seed);
    auto const graph = geo::WalkGraph(test::random_streets(random, 12, 14), {});
    auto const snapper = geo::StreetSnapper(graph);
    auto const anywhere = [&] {
      return geo::LonLat::from_units(1'183'500'000 + static_cast<int>(random() % 55'000),
                                     350'500'000 + static_cast<int>(random() % 50'000))
          .value();
    };
    std::vector<geo::LineString> lines;
    for (int i = 0; i < 8; ++i) {
      lines.push_back({anywhere(), anywhere(), anywhere()});
    }
    auto const obstacles = Obstacles(lines);
    for (int i = 0; i < 60; ++i) {
      auto const place = anywhere();
      auto const frame = geo::LocalFrame(place);
      double nearest_m = 100;
      double nearest_clear_m = 100;
      bool is_doubtful = false; // a leg that ends on a line
      for (geo::EdgeId edge = 0; edge < graph.edge_count(); ++edge) {
        auto const points = graph.points(edge);
        for (std::size_t p = 0; p + 1 < points.size(); ++p) {
          auto const a = frame.to_metric(points[p]);
          auto const b = frame.to_metric(points[p + 1]);
          double const length2 =
              std::pow(b.easting - a.easting, 2) + std::pow(b.northing - a.northing, 2);
          double const share = std::clamp(
              -(a.easting * (b.easting - a.easting) + a.northing * (b.northing - a.northing)) /
                  length2,
              0.0, 1.0);
          geo::MetricPoint const foot{a.easting + share * (b.easting - a.easting),
                                      a.northing + share * (b.northing - a.northing)};
          double const leg_m = std::hypot(foot.easting, foot.northing);
          nearest_m = std::min(nearest_m, leg_m);
          bool is_clear = true;
          auto const end = frame.to_lon_lat(foot);
          auto const shorter = frame.to_lon_lat(
              {foot.easting * (1 - 0.2 / leg_m), foot.northing * (1 - 0.2 / leg_m)});
          for (auto const &line : lines) {
            for (std::size_t k = 0; k + 1 < line.size(); ++k) {
              bool const is_crossed = plainly_cross(frame, place, end, line[k], line[k + 1]);
              is_doubtful = is_doubtful || is_crossed != plainly_cross(frame, place, shorter,
                                                                       line[k], line[k + 1]);
              is_clear = is_clear && !is_crossed;
            }
          }
          nearest_clear_m = is_clear ? std::min(nearest_clear_m, leg_m) : nearest_clear_m;
        }
      }
      auto const found = snapper.snap(place, {100, 0, nullptr, &obstacles});
      CAPTURE(seed, i, nearest_m, nearest_clear_m);
      if (is_doubtful) {
        continue;
      }
      REQUIRE(found.has_value() == (nearest_m < 100));
      if (found) {
        bool const is_way_round = nearest_clear_m < 100;
        CHECK(found->crosses == !is_way_round);
        CHECK(found->point.access_mm / 1000.0 ==
              Approx(is_way_round ? nearest_clear_m : nearest_m).margin(0.01));
        around += is_way_round && nearest_clear_m > nearest_m + 0.01 ? 1 : 0;
        over += is_way_round ? 0 : 1;
      }
    }
  }
  CHECK(around > 20);
  CHECK(over > 20);
}

#include "geo/local_frame.hpp"
#include "geo/street_snapper.hpp"
#include "tests/support/ascii_map.hpp"
#include "tests/support/random_town.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace yuntu;
using geo::ClosedEdges;
using geo::SnapOptions;
using test::AsciiMap;

namespace {

AsciiMap const town(R"(
    A---------B---------C
      p
         1--2
         4--3    6--7       q
    D---------E--|--|---F
                 9--8
                                   X---Y
                                 z
)",
                    10);

geo::WalkGraph const &town_graph() {
  static auto const lines = std::vector{town.line("ABC"), town.line("DEF"), town.line("BE"),
                                        town.line("CF"), town.line("XY")};
  static auto const graph = geo::WalkGraph(lines, {});
  return graph;
}

SnapOptions within(double max_m) {
  return {max_m, 3, nullptr};
}

std::int64_t source_of(geo::Snap const &snap) {
  return town_graph().edge(snap.point.edge).source_id;
}

} // namespace

TEST_CASE("a place snaps to the nearest point of the nearest street") {
  auto const snapper = geo::StreetSnapper(town_graph());
  auto const snap = snapper.snap(town.at('p'), within(100));
  REQUIRE(snap);
  CHECK(source_of(*snap) == 'A' * 256 + 'C');
  CHECK(snap->point.access_mm == Approx(10'000).margin(30));
  auto const from_a = town_graph().place(town_graph().edge(snap->point.edge).from) == town.at('A');
  CHECK(snap->point.offset_mm == Approx(from_a ? 20'000 : 80'000).margin(30));
  CHECK_FALSE(snap->on_island);
}

TEST_CASE("beyond the limit there is no street, at the limit there is") {
  auto const snapper = geo::StreetSnapper(town_graph());
  CHECK_FALSE(snapper.snap(town.at('p'), within(9.9)));
  CHECK(snapper.snap(town.at('p'), within(10.1)));
}

TEST_CASE("a polygon snaps from its boundary, not from its middle") {
  auto const snapper = geo::StreetSnapper(town_graph());
  auto const snap = snapper.snap(town.polygon("4321"), within(100));
  REQUIRE(snap);
  CHECK(source_of(*snap) == 'D' * 256 + 'F');
  CHECK(snap->point.access_mm == Approx(10'000).margin(30));
}

TEST_CASE("a street that enters a polygon needs no access leg") {
  auto const snapper = geo::StreetSnapper(town_graph());
  auto const snap = snapper.snap(town.polygon("9876"), within(100));
  REQUIRE(snap);
  CHECK(source_of(*snap) == 'D' * 256 + 'F');
  CHECK(snap->point.access_mm == 0);
}

TEST_CASE("a street wholly inside a polygon needs no access leg") {
  auto const snapper = geo::StreetSnapper(town_graph());
  auto const snap = snapper.snap(town.polygon("DFCA"), SnapOptions{100, 3, nullptr});
  REQUIRE(snap);
  CHECK(snap->point.access_mm == 0);
  AsciiMap const yard(R"(
      1-------------2
           a--b
      4-------------3
  )",
                      50);
  auto const lines = std::vector{yard.line("ab")};
  auto const graph = geo::WalkGraph(lines, {});
  auto const inside = geo::StreetSnapper(graph).snap(yard.polygon("4321"), within(10));
  REQUIRE(inside);
  CHECK(inside->point.access_mm == 0);
}

TEST_CASE("a street in a courtyard is reached from the courtyard's wall") {
  AsciiMap const yard(R"(
      1--------------------2
      |   5------------6   |
      |   |    a--b    |   |
      |   8------------7   |
      4--------------------3
  )",
                      5);
  auto building = yard.polygon("4321");
  building.holes.push_back(yard.polygon("5678").outer);
  auto const lines = std::vector{yard.line("ab")};
  auto const graph = geo::WalkGraph(lines, {});
  auto const snap = geo::StreetSnapper(graph).snap(building, within(100));
  REQUIRE(snap);
  CHECK(snap->point.access_mm == Approx(5'000).margin(30));
}

TEST_CASE("an island is taken only when nothing else is near, and the answer says so") {
  auto const snapper = geo::StreetSnapper(town_graph());
  auto const far = snapper.snap(town.at('z'), within(50));
  REQUIRE(far);
  CHECK(source_of(*far) == 'X' * 256 + 'Y');
  CHECK(far->on_island);
  auto const farther = snapper.snap(town.at('z'), within(400));
  REQUIRE(farther);
  CHECK(source_of(*farther) == 'D' * 256 + 'F');
  CHECK_FALSE(farther->on_island);
}

TEST_CASE("a closed street is passed over for the nearest open one") {
  auto const snapper = geo::StreetSnapper(town_graph());
  auto const closed = ClosedEdges{snapper.snap(town.at('p'), within(100))->point.edge};
  auto const snap = snapper.snap(town.at('p'), SnapOptions{100, 3, &closed});
  REQUIRE(snap);
  CHECK(source_of(*snap) == 'D' * 256 + 'F');
  CHECK(snap->point.access_mm == Approx(30'000).margin(30));
}

TEST_CASE("of equally near streets the lower edge id is taken") {
  auto const snapper = geo::StreetSnapper(town_graph());
  auto const snap = snapper.snap(town.at('B'), within(100));
  REQUIRE(snap);
  geo::EdgeId lowest = std::numeric_limits<geo::EdgeId>::max();
  for (geo::VertexId v = 0; v < town_graph().vertex_count(); ++v) {
    if (town_graph().place(v) == town.at('B')) {
      for (auto const &arc : town_graph().arcs(v)) {
        lowest = std::min(lowest, arc.edge);
      }
    }
  }
  CHECK(snap->point.edge == lowest);
  CHECK(snap->point.access_mm == 0);
}

TEST_CASE("a closure takes the nearest edge of any size within 20 m") {
  auto const snapper = geo::StreetSnapper(town_graph());
  CHECK(snapper.nearest_edge(town.at('z')) == std::nullopt);
  auto const edge = snapper.nearest_edge(town.at('X'));
  REQUIRE(edge);
  CHECK(town_graph().edge(*edge).source_id == 'X' * 256 + 'Y');
  CHECK(snapper.nearest_edge(town.at('X'), 20, ClosedEdges{*edge}) == std::nullopt);
}

TEST_CASE("nobody snaps to a ferry or to an empty network") {
  auto ferry = town.line("XY", geo::StreetClass::ferry);
  ferry.duration_s = 60;
  auto const graph = geo::WalkGraph(std::vector{ferry}, {});
  CHECK_FALSE(geo::StreetSnapper(graph).snap(town.at('X')));
  auto const nothing = geo::WalkGraph();
  CHECK_FALSE(geo::StreetSnapper(nothing).snap(town.at('X')));
}

namespace {

/// Metres to the nearest street, at most 100, by a fine walk along every segment instead of the
/// grid and the projection that the snapper uses.
double plain_nearest_m(geo::WalkGraph const &graph, geo::LonLat place) {
  auto const frame = geo::LocalFrame(place);
  double nearest_m = 100;
  for (geo::EdgeId edge = 0; edge < graph.edge_count(); ++edge) {
    auto const points = graph.points(edge);
    for (std::size_t p = 0; p + 1 < points.size(); ++p) {
      auto const a = frame.to_metric(points[p]);
      auto const b = frame.to_metric(points[p + 1]);
      auto const steps = std::ceil(geo::distance_m(points[p], points[p + 1]) * 2);
      for (double step = 0; step <= steps; ++step) {
        auto const share = step / steps;
        nearest_m = std::min(nearest_m, std::hypot(a.easting + share * (b.easting - a.easting),
                                                   a.northing + share * (b.northing - a.northing)));
      }
    }
  }
  return nearest_m;
}

} // namespace

TEST_CASE("the grid finds what looking at every street finds") {
  std::mt19937 random(11);
  auto lines = test::random_streets(random, 40, 60);
  auto const place_at = [](int lon_e7, int lat_e7) {
    return geo::LonLat::from_units(1'183'500'000 + lon_e7, 350'500'000 + lat_e7).value();
  };
  // Long ones across many cells, in every direction.
  lines.emplace_back().points = {place_at(0, 0), place_at(195'000, 170'000)};
  lines.emplace_back().points = {place_at(195'000, 10'000), place_at(3'000, 150'000)};
  lines.emplace_back().points = {place_at(-20'000, 91'000), place_at(210'000, 90'000)};
  lines.emplace_back().points = {place_at(101'000, 190'000), place_at(100'000, -9'000)};
  auto const graph = geo::WalkGraph(lines, {});
  auto const snapper = geo::StreetSnapper(graph);
  int found = 0;
  for (int i = 0; i < 300; ++i) {
    auto const place = place_at(static_cast<int>(random() % 220'000) - 10'000,
                                static_cast<int>(random() % 200'000) - 10'000);
    auto const nearest_m = plain_nearest_m(graph, place);
    auto const snap = snapper.snap(place, SnapOptions{100, 0, nullptr});
    CAPTURE(place.lon_e7(), place.lat_e7(), nearest_m);
    REQUIRE(snap.has_value() == (nearest_m < 100));
    if (snap) {
      ++found;
      CHECK(snap->point.access_mm / 1000.0 == Approx(nearest_m).margin(0.3));
    }
  }
  CHECK(found > 100);
}

#include "geo/reach.hpp"
#include "geo/street_snapper.hpp"
#include "tests/support/ascii_map.hpp"

#include <catch2/catch.hpp>

#include <map>

using namespace yuntu;
using geo::ClosedEdges;
using geo::StreetClass;
using test::AsciiMap;

namespace {

AsciiMap const town(R"(
    A---------B---------C---------D
              |                   |
              |                   |
              E-------------------F


                                      X----Y
)",
                    10);

/// A search for everything around one place, with places of the map as targets.
struct Walks {
  Walks(std::vector<geo::StreetLine> const &lines, ClosedEdges closures = {})
      : graph(lines, {}), snapper(graph), closed(std::move(closures)), search(graph) {}

  [[nodiscard]] geo::StreetPoint at(geo::LonLat place) const {
    return snapper.snap(place, {100, 0, &closed}).value().point;
  }

  /// Metres walked from each of the named places within the limit.
  std::map<char, double> metres_to(geo::LonLat origin, std::string const &from, double limit_m) {
    std::vector<geo::Target> list;
    for (char const name : from) {
      list.push_back({at(town.at(name)), 1});
    }
    auto const targets = geo::TargetSet(graph, list);
    auto const limit_s = limit_m / graph.profile().speed_mps;
    search.run_to(at(origin), geo::cost_within_mm(graph.profile(), limit_s), closed);
    std::map<char, double> metres;
    for (auto const &[target, cost_mm] : search.targets(targets)) {
      metres[from[target]] = cost_mm / 1000.0;
    }
    return metres;
  }

  geo::WalkGraph graph;
  geo::StreetSnapper snapper;
  ClosedEdges closed;
  geo::ReachSearch search;
};

std::vector<geo::StreetLine> streets() {
  return {town.line("ABCD"), town.line("BE"), town.line("EF"), town.line("DF"), town.line("XY")};
}

geo::LonLat between(char a, char b, double share) {
  auto const frame = geo::LocalFrame(town.at(a));
  auto const end = frame.to_metric(town.at(b));
  return frame.to_lon_lat({end.easting * share, end.northing * share});
}

geo::LonLat beside(char name, double north_m) {
  return geo::LocalFrame(town.at(name)).to_lon_lat({0, north_m});
}

} // namespace

TEST_CASE("a walk takes the shortest way and both access legs") {
  Walks walks(streets());
  auto const metres = walks.metres_to(beside('A', 7), "ACEF", 1000);
  CHECK(metres.at('A') == Approx(7).margin(0.05));
  CHECK(metres.at('C') == Approx(7 + 200).margin(0.05));
  CHECK(metres.at('E') == Approx(7 + 100 + 30).margin(0.05));
  CHECK(metres.at('F') == Approx(7 + 100 + 30 + 200).margin(0.05));
}

TEST_CASE("the limit is inclusive to the millimetre") {
  Walks walks(streets());
  auto const targets = geo::TargetSet(walks.graph, {{walks.at(town.at('F')), 1}});
  auto const origin = walks.at(town.at('A'));
  walks.search.run_to(origin, 10'000'000, walks.closed);
  REQUIRE(walks.search.targets(targets).size() == 1);
  auto const exact_mm = walks.search.targets(targets)[0].cost_mm;
  walks.search.run_to(origin, exact_mm, walks.closed);
  CHECK(walks.search.targets(targets).size() == 1);
  walks.search.run_to(origin, exact_mm - 1, walks.closed);
  CHECK(walks.search.targets(targets).empty());
}

TEST_CASE("fifteen minutes are 990 m, and a limit given in metres survives the division") {
  CHECK(geo::cost_within_mm({}, 900) == 990'000);
  for (int metres = 1; metres <= 5000; ++metres) {
    REQUIRE(geo::cost_within_mm({}, metres / 1.1) == metres * 1000);
  }
  CHECK(geo::cost_within_mm({}, -1) == -1);
  CHECK(geo::cost_within_mm({}, 1e12) == geo::max_cost_mm);
  CHECK(geo::seconds_of({}, 990'000) == Approx(900));
}

TEST_CASE("a target on the origin's own edge is walked to directly") {
  Walks walks({town.line("AB")});
  auto const metres = walks.metres_to(between('A', 'B', 0.5), "AB", 50.1);
  CHECK(metres.at('A') == Approx(50).margin(0.05));
  auto const targets = geo::TargetSet(walks.graph, {{walks.at(between('A', 'B', 0.7)), 1}});
  walks.search.run_to(walks.at(between('A', 'B', 0.4)), 30'050, walks.closed);
  REQUIRE(walks.search.targets(targets).size() == 1);
  CHECK(walks.search.targets(targets)[0].cost_mm == Approx(30'000).margin(30));
  walks.search.visit_vertices([](geo::VertexId vertex) { FAIL("vertex " << vertex); });
}

TEST_CASE("the way around is taken when it is shorter than the same edge") {
  AsciiMap const loop(R"(
    A---B
    |   |
    C   D
    |   |
    E---F
  )",
                      25);
  // A long edge from A down and around to B, and a short one straight across.
  auto const graph = geo::WalkGraph(std::vector{loop.line("ACEFDB"), loop.line("AB")}, {});
  auto const snapper = geo::StreetSnapper(graph);
  auto search = geo::ReachSearch(graph);
  auto const at = [&](char name) {
    return snapper.snap(loop.at(name), {100, 0, nullptr}).value().point;
  };
  auto const targets = geo::TargetSet(graph, {{at('D'), 1}});
  auto const closed = ClosedEdges();
  search.run_to(at('C'), 1'000'000, closed);
  CHECK(search.targets(targets)[0].cost_mm == Approx(50'000 + 100'000 + 50'000).margin(50));
}

TEST_CASE("a metre of steps takes as long as two of street") {
  Walks walks({town.line("ABC"), town.line("BE", StreetClass::steps), town.line("EF")});
  auto const metres = walks.metres_to(town.at('A'), "EF", 1000);
  CHECK(metres.at('E') == Approx(100 + 2 * 30).margin(0.1));
  CHECK(metres.at('F') == Approx(100 + 2 * 30 + 200).margin(0.1));
}

TEST_CASE("nobody walks from an island") {
  Walks walks(streets());
  CHECK(walks.metres_to(town.at('A'), "XYB", 100'000).size() == 1);
}

TEST_CASE("a closed edge is walked around") {
  Walks walks(streets());
  auto const edge = walks.snapper.nearest_edge(between('C', 'D', 0.5));
  REQUIRE(edge);
  Walks detour(streets(), ClosedEdges{*edge});
  auto const metres = detour.metres_to(town.at('A'), "DF", 1000);
  CHECK(walks.metres_to(town.at('A'), "D", 1000).at('D') == Approx(300).margin(0.1));
  CHECK(metres.at('D') == Approx(100 + 30 + 200 + 30).margin(0.1));
  CHECK(metres.at('F') == Approx(100 + 30 + 200).margin(0.1));
}

TEST_CASE("neither origin nor target works on a closed edge until it is attached elsewhere") {
  Walks walks(streets());
  auto const place = between('B', 'E', 0.5);
  auto const on_edge = walks.at(place);
  auto const closed = ClosedEdges{on_edge.edge};
  auto const open_set = geo::TargetSet(walks.graph, {{on_edge, 1}, {walks.at(town.at('A')), 1}});
  walks.search.run_to(on_edge, 1'000'000, closed);
  CHECK(walks.search.targets(open_set).empty());
  CHECK(walks.search.streets().lines.empty());
  auto const elsewhere = [&](geo::TargetId) -> std::optional<geo::StreetPoint> {
    return walks.snapper.snap(place, {100, 0, &closed})->point;
  };
  auto const moved_set = geo::reattached(walks.graph, open_set, closed, elsewhere);
  walks.search.run_to(walks.at(town.at('A')), 1'000'000, closed);
  CHECK(walks.search.targets(open_set).size() == 1);
  auto const reached = walks.search.targets(moved_set);
  REQUIRE(reached.size() == 2);
  auto const costs = std::map<geo::TargetId, std::int32_t>{{reached[0].target, reached[0].cost_mm},
                                                           {reached[1].target, reached[1].cost_mm}};
  CHECK(costs.at(0) == Approx(15'000 + 100'000).margin(50));
}

TEST_CASE("reached streets end exactly where the time ends") {
  Walks walks(streets());
  walks.search.run_to(walks.at(between('A', 'B', 0.5)), 80'000, walks.closed);
  auto const reached = walks.search.streets();
  // All of A-B, 30 m of B-C, all 30 m of B-E.
  CHECK(reached.street_m == Approx(100 + 30 + 30).margin(0.2));
  REQUIRE(reached.lines.size() == 3);
  double drawn_m = 0;
  double farthest_m = 0;
  for (auto const &line : reached.lines) {
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
      drawn_m += geo::distance_m(line[i], line[i + 1]);
    }
    for (auto const point : line) {
      farthest_m = std::max(farthest_m, geo::distance_m(between('A', 'B', 0.5), point));
    }
  }
  CHECK(drawn_m == Approx(reached.street_m).margin(0.1));
  CHECK(farthest_m == Approx(80).margin(0.1));
}

TEST_CASE("an edge reached from both ends but not in the middle gives two lines") {
  Walks walks({town.line("AB"), town.line("BCD"), town.line("BE"), town.line("EF"), town.line("DF"),
               town.line("AE")});
  walks.search.run_to(walks.at(town.at('B')), 210'000, walks.closed);
  // B-C-D is one edge of 200 m: whole; E-F 200 m: 180 m from E and nothing from F by D (230 m).
  auto const reached = walks.search.streets();
  CHECK(reached.street_m == Approx(100 + 200 + 30 + 180 + 10 + 104.4).margin(0.3));
  walks.search.run_to(walks.at(town.at('B')), 120'000, walks.closed);
  // A-E (104.4 m) is entered 20 m from A and 90 m from E, so it is whole and drawn once.
  CHECK(walks.search.streets().street_m == Approx(100 + 120 + 30 + 90 + 104.4).margin(0.3));
  walks.search.run_to(walks.at(town.at('B')), 110'000, walks.closed);
  CHECK(walks.search.streets().street_m == Approx(100 + 110 + 30 + 80 + 10 + 80).margin(0.3));
  auto const lines = walks.search.streets().lines;
  CHECK(lines.size() == 6);
}

TEST_CASE("origin and limit that end on one edge give one line around the origin") {
  Walks walks(streets());
  walks.search.run_to(walks.at(between('B', 'C', 0.5)), 20'000, walks.closed);
  auto const reached = walks.search.streets();
  REQUIRE(reached.lines.size() == 1);
  CHECK(reached.street_m == Approx(40).margin(0.01));
  CHECK(walks.search.touches(walks.at(between('B', 'C', 0.5)).edge));
  CHECK_FALSE(walks.search.touches(walks.at(between('E', 'F', 0.5)).edge));
}

TEST_CASE("a ferry carries people but is neither street nor drawn") {
  auto ferry = town.line("FX", StreetClass::ferry);
  ferry.duration_s = 100;
  auto lines = streets();
  lines.push_back(ferry);
  Walks walks(lines);
  auto const metres = walks.metres_to(town.at('F'), "X", 1000);
  CHECK(metres.at('X') == Approx(110).margin(0.1));
  CHECK(walks.search.streets().street_m == Approx(300 + 30 + 200 + 30 + 50).margin(0.5));
}

TEST_CASE("an access leg longer than the limit reaches nothing, not even a street") {
  Walks walks(streets());
  walks.search.run_to(walks.at(beside('A', 40)), 39'000, walks.closed);
  CHECK(walks.search.streets().lines.empty());
  walks.search.run_to(walks.at(town.at('A')), -1, walks.closed);
  CHECK(walks.search.streets().lines.empty());
}

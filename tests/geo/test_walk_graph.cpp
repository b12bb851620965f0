#include "geo/walk_graph.hpp"
#include "tests/support/ascii_map.hpp"
#include "tests/support/random_town.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <stdexcept>

using namespace yuntu;
using geo::StreetClass;
using test::AsciiMap;

namespace {

AsciiMap const town(R"(
    A---B---C
        |
    D---E---F     X---Y
)",
                    10);

std::vector<geo::StreetLine> without_ids(std::vector<geo::StreetLine> lines) {
  for (auto &line : lines) {
    line.node_ids.clear();
  }
  return lines;
}

} // namespace

TEST_CASE("streets are cut where they share a node and at their ends") {
  auto const lines = std::vector{town.line("ABC"), town.line("BE"), town.line("DEF")};
  auto const graph = geo::WalkGraph(lines, {});
  CHECK(graph.vertex_count() == 6);
  CHECK(graph.edge_count() == 5);
  CHECK(graph.components() == 1);
  CHECK(graph.street_m() == Approx(4 * 40 + 20).margin(0.1));
}

TEST_CASE("streets without node ids are cut where their points are equal") {
  auto const lines = without_ids({town.line("ABC"), town.line("BE"), town.line("DEF")});
  auto const graph = geo::WalkGraph(lines, {});
  CHECK(graph.vertex_count() == 6);
  CHECK(graph.edge_count() == 5);
  CHECK(graph.components() == 1);
}

TEST_CASE("streets with node ids pass over each other where only the place is shared") {
  auto bridge = town.line("BE");
  bridge.node_ids = {1000, 1001};
  auto const lines = std::vector{town.line("ABC"), bridge};
  auto const graph = geo::WalkGraph(lines, {});
  CHECK(graph.vertex_count() == 4);
  CHECK(graph.edge_count() == 2);
  CHECK(graph.components() == 2);
}

TEST_CASE("a street that crosses itself is cut there") {
  auto const lines = std::vector{town.line("ABEDBC")};
  auto const graph = geo::WalkGraph(lines, {});
  CHECK(graph.vertex_count() == 3); // A, B, C
  CHECK(graph.edge_count() == 3);   // A-B, the loop at B, B-C
}

TEST_CASE("points between crossings stay on the edge") {
  auto const lines = std::vector{town.line("ABEF")};
  auto const graph = geo::WalkGraph(lines, {});
  REQUIRE(graph.edge_count() == 1);
  auto const points = graph.points(0);
  REQUIRE(points.size() == 4);
  CHECK(graph.place(graph.edge(0).from) == points.front());
  CHECK(graph.place(graph.edge(0).to) == points.back());
  CHECK(graph.edge(0).length_mm == Approx(100'000).margin(50));
  CHECK(graph.edge(0).source_id == 'A' * 256 + 'F');
}

TEST_CASE("steps cost twice their length, a ferry its duration") {
  auto ferry = town.line("FX", StreetClass::ferry);
  ferry.duration_s = 300;
  auto const lines = std::vector{town.line("AB"), town.line("BE", StreetClass::steps), ferry};
  auto const graph = geo::WalkGraph(lines, {});
  REQUIRE(graph.edge_count() == 3);
  for (geo::EdgeId id = 0; id < 3; ++id) {
    auto const &edge = graph.edge(id);
    auto const factor = edge.street_class == StreetClass::steps ? 2 : 1;
    if (edge.street_class == StreetClass::ferry) {
      CHECK(edge.cost_mm == 330'000);
    } else {
      CHECK(edge.cost_mm == Approx(factor * edge.length_mm).margin(1));
    }
  }
  CHECK(graph.street_m() == Approx(60).margin(0.1));
}

TEST_CASE("a ferry without a duration is no connection") {
  auto const lines = std::vector{town.line("AB"), town.line("BX", StreetClass::ferry)};
  CHECK(geo::WalkGraph(lines, {}).edge_count() == 1);
}

TEST_CASE("islands are counted, the largest first") {
  auto const lines = std::vector{town.line("XY"), town.line("ABC"), town.line("BE")};
  auto const graph = geo::WalkGraph(lines, {});
  REQUIRE(graph.components() == 2);
  CHECK(graph.component_size(0) == 4);
  CHECK(graph.component_size(1) == 2);
  CHECK(graph.largest_share() == Approx(4.0 / 6));
}

TEST_CASE("lines that lead nowhere are left out") {
  auto point = town.line("A");
  auto twice = town.line("AA");
  CHECK(geo::WalkGraph(std::vector{point, twice}, {}).vertex_count() == 0);
  CHECK(geo::WalkGraph(std::vector<geo::StreetLine>{}, {}).largest_share() == 0);
}

TEST_CASE("node ids that do not match the points are refused by name") {
  auto line = town.line("ABC");
  line.source_id = 4711;
  line.node_ids.pop_back();
  CHECK_THROWS_WITH(geo::WalkGraph(std::vector{line}, {}), Catch::Contains("4711") &&
                                                               Catch::Contains("3 points") &&
                                                               Catch::Contains("2 node ids"));
}

TEST_CASE("the same lines give the same graph, and each edge two arcs") {
  std::mt19937 random(7);
  auto const lines = test::random_streets(random, 20, 200);
  auto const one = geo::WalkGraph(lines, {});
  auto const two = geo::WalkGraph(lines, {});
  REQUIRE(one.edge_count() == two.edge_count());
  std::vector<int> arcs(one.edge_count());
  for (geo::VertexId v = 0; v < one.vertex_count(); ++v) {
    CHECK(one.place(v) == two.place(v));
    for (auto const &arc : one.arcs(v)) {
      ++arcs[arc.edge];
      auto const &edge = one.edge(arc.edge);
      CHECK((edge.from == v ? edge.to : edge.from) == arc.head);
    }
  }
  CHECK(std::all_of(arcs.begin(), arcs.end(), [](int n) { return n == 2; }));
}

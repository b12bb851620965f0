// Private streets: a compound is where walks begin and end, and no way through.
#include "geo/nearest_origin.hpp"
#include "geo/reach.hpp"
#include "geo/street_snapper.hpp"
#include "geo/what_if.hpp"
#include "tests/support/ascii_map.hpp"
#include "tests/support/random_edits.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <optional>
#include <stdexcept>
#include <string>

using namespace yuntu;
using geo::ClosedEdges;
using test::AsciiMap;

namespace {

/// A compound with gates at B and C; who may not pass it walks around by X and Y. Another one with
/// a gate at D.
AsciiMap const town(R"(
    A---B-------X
        |       |
        g---h   |
            |   |
            C---Y---D
                    |
                    |
                    e
)",
                    10);

geo::StreetLine private_line(AsciiMap const &map, std::string_view names) {
  auto line = map.line(names);
  line.is_private = true;
  return line;
}

std::vector<geo::StreetLine> streets() {
  return {town.line("AB"),          town.line("BX"),          town.line("XY"),
          town.line("CY"),          town.line("YD"),          private_line(town, "Bg"),
          private_line(town, "gh"), private_line(town, "hC"), private_line(town, "De")};
}

struct Walks {
  Walks(AsciiMap const &drawn, std::vector<geo::StreetLine> const &lines, ClosedEdges closures = {})
      : map(drawn), graph(lines, {}), snapper(graph), closed(std::move(closures)), search(graph) {}

  [[nodiscard]] geo::StreetPoint at(char name) const {
    return snapper.snap(map.at(name), {100, 0, &closed}).value().point;
  }
  [[nodiscard]] geo::EdgeId edge(char a, char b) const {
    auto const frame = geo::LocalFrame(map.at(a));
    auto const end = frame.to_metric(map.at(b));
    return snapper.nearest_edge(frame.to_lon_lat({end.easting / 2, end.northing / 2})).value();
  }

  /// A house in the middle of an edge.
  [[nodiscard]] geo::StreetPoint amid(char a, char b) const {
    return {edge(a, b), graph.edge(edge(a, b)).length_mm / 2, 0};
  }

  /// Metres from each of the houses within the limit.
  std::map<std::size_t, double> metres_to(geo::StreetPoint const &origin,
                                          std::vector<geo::StreetPoint> const &houses,
                                          double limit_m = 1000) {
    std::vector<geo::Target> list;
    for (auto const &house : houses) {
      list.push_back({house, 1});
    }
    auto const targets = geo::TargetSet(graph, list);
    search.run_to(origin, static_cast<std::int32_t>(limit_m * 1000), closed);
    std::map<std::size_t, double> metres;
    for (auto const &[target, cost_mm] : search.targets(targets)) {
      metres[target] = cost_mm / 1000.0;
    }
    return metres;
  }
  double metres(geo::StreetPoint const &origin, geo::StreetPoint const &house) {
    return metres_to(origin, {house}).at(0);
  }

  AsciiMap const &map;
  geo::WalkGraph graph;
  geo::StreetSnapper snapper;
  ClosedEdges closed;
  geo::ReachSearch search;
};

/// The streets with one compound public.
std::vector<geo::StreetLine> opened(std::vector<geo::StreetLine> lines, geo::WalkGraph const &graph,
                                    geo::CompoundId compound) {
  for (auto const edge : graph.edges_in(compound)) {
    for (auto &line : lines) {
      line.is_private = line.is_private && line.source_id != graph.edge(edge).source_id;
    }
  }
  return lines;
}

constexpr double near_m = 0.1;

} // namespace

TEST_CASE("a compound is reached but not walked through") {
  Walks walks(town, streets());
  auto const from_a = walks.amid('A', 'B'); // 20 m from B
  CHECK(walks.metres(from_a, walks.amid('B', 'g')) == Approx(20 + 10).margin(near_m));
  CHECK(walks.metres(from_a, walks.amid('h', 'C')) == Approx(20 + 20 + 40 + 10).margin(near_m));
  // 100 m through the compound, 180 m around it.
  CHECK(walks.metres(from_a, walks.amid('C', 'Y')) == Approx(20 + 80 + 40 + 20).margin(near_m));
  CHECK(walks.metres(from_a, walks.amid('Y', 'D')) == Approx(20 + 80 + 40 + 20).margin(near_m));
}

TEST_CASE("without private streets the way through is taken") {
  auto lines = streets();
  for (auto &line : lines) {
    line.is_private = false;
  }
  Walks walks(town, lines);
  CHECK(walks.graph.compound_count() == 0);
  CHECK(walks.graph.vertex_count() == walks.graph.ground_count());
  CHECK(walks.metres(walks.amid('A', 'B'), walks.amid('C', 'Y')) ==
        Approx(20 + 80 + 20).margin(near_m));
}

TEST_CASE("whoever sets out in a compound leaves it by whichever gate is nearer") {
  Walks walks(town, streets());
  auto const inside = walks.amid('g', 'h'); // 40 m to either gate
  CHECK(walks.metres(inside, walks.amid('A', 'B')) == Approx(40 + 20).margin(near_m));
  CHECK(walks.metres(inside, walks.amid('C', 'Y')) == Approx(40 + 20).margin(near_m));
  CHECK(walks.metres(inside, walks.amid('Y', 'D')) == Approx(40 + 40 + 20).margin(near_m));
  // Of a gate that public streets come to at a higher cost, too.
  CHECK(walks.metres(walks.amid('B', 'g'), walks.amid('C', 'Y')) ==
        Approx(10 + 60 + 20).margin(near_m));
}

TEST_CASE("a walk within a compound never leaves it, and needs no gate") {
  Walks open(town, streets());
  CHECK(open.metres(open.amid('B', 'g'), open.amid('h', 'C')) == Approx(10 + 40 + 10).margin(0.1));
  CHECK(open.metres(open.amid('D', 'e'), open.amid('D', 'e')) == 0);
}

TEST_CASE("a walk may leave its compound and come back where that is shorter") {
  AsciiMap const ring(R"(
    A-------B
    |       |
    |       |
    |       |
    |       |
    c-------d
  )",
                      10);
  Walks walks(ring, {ring.line("AB"), private_line(ring, "AcdB")});
  auto const along = walks.edge('c', 'd');
  auto const length_mm = walks.graph.edge(along).length_mm;
  auto const by_a = geo::StreetPoint{along, 10'000, 0};
  auto const by_b = geo::StreetPoint{along, length_mm - 10'000, 0};
  CHECK(walks.metres(by_a, by_b) == Approx(10 + 80 + 10).margin(near_m));
}

TEST_CASE("from one compound to another a walk passes no third") {
  auto lines = streets();
  lines.push_back(private_line(town, "XD")); // would save 23 m
  Walks walks(town, lines);
  REQUIRE(walks.graph.compound_count() == 3);
  auto const station = walks.amid('D', 'e'); // 15 m from its gate
  CHECK(walks.metres(station, walks.amid('B', 'g')) ==
        Approx(15 + 40 + 40 + 20 + 40 + 10).margin(near_m));
  CHECK(walks.metres(station, walks.amid('h', 'C')) == Approx(15 + 40 + 40 + 10).margin(near_m));
  CHECK(walks.metres(walks.amid('h', 'C'), station) == Approx(15 + 40 + 40 + 10).margin(near_m));
}

TEST_CASE("compounds with their gates at the same crossing are two") {
  AsciiMap const facing(R"(
        S-------T
        |
        q
        |
    W---n---------------E
        |
        p
  )",
                        10);
  auto const with = [&](std::vector<geo::StreetLine> const &inner) {
    std::vector<geo::StreetLine> lines = {facing.line("ST"), facing.line("TE"), facing.line("WnE")};
    lines.insert(lines.end(), inner.begin(), inner.end());
    return lines;
  };
  Walks two(facing, with({private_line(facing, "Sqn"), private_line(facing, "np")}));
  CHECK(two.graph.compound_count() == 2);
  auto const around = geo::distance_m(facing.at('T'), facing.at('E')) + 160;
  CHECK(two.metres(two.amid('S', 'T'), two.amid('n', 'p')) ==
        Approx(40 + around + 10).margin(near_m));
  CHECK(two.metres(two.amid('S', 'T'), two.amid('S', 'n')) == Approx(40 + 20).margin(near_m));
  // A street of one compound that a public path comes upon is still one.
  Walks one(facing, with({private_line(facing, "Sqnp")}));
  CHECK(one.graph.compound_count() == 1);
  CHECK(one.metres(one.amid('S', 'T'), one.amid('n', 'p')) == Approx(40 + 40 + 10).margin(near_m));
}

TEST_CASE("the reached part of private streets is drawn once") {
  Walks walks(town, streets());
  walks.search.run_to(walks.amid('A', 'B'), 50'000, walks.closed);
  // All of A-B, 30 m of B-X, B-g, 10 m of g-h.
  CHECK(walks.search.streets().street_m == Approx(40 + 30 + 20 + 10).margin(near_m));
  CHECK(walks.search.streets().lines.size() == 4);
  walks.search.run_to(walks.amid('g', 'h'), 30'000, walks.closed);
  CHECK(walks.search.streets().street_m == Approx(40 + 2 * 10).margin(near_m));
  CHECK(walks.search.touches(walks.edge('h', 'C')));
  CHECK_FALSE(walks.search.touches(walks.edge('C', 'Y')));
}

TEST_CASE("a closed gate is no way in or out") {
  Walks open(town, streets());
  auto const gate = open.edge('B', 'g');
  Walks walks(town, streets(), ClosedEdges{gate});
  CHECK(walks.metres(walks.amid('A', 'B'), walks.amid('g', 'h')) ==
        Approx(20 + 80 + 40 + 40 + 20 + 20).margin(near_m));
  CHECK(walks.metres(walks.amid('g', 'h'), walks.amid('A', 'B')) ==
        Approx(20 + 80 + 40 + 40 + 20 + 20).margin(near_m));
}

TEST_CASE("a house is attached to its compound's street, which is of the town's component") {
  Walks walks(town, streets());
  CHECK(walks.graph.components() == 1);
  CHECK(walks.graph.component_size(0) == 9);
  CHECK(walks.graph.largest_share() == 1);
  auto const snap = walks.snapper.snap(town.at('e'), {20, 8, nullptr});
  REQUIRE(snap);
  CHECK(walks.graph.edge(snap->point.edge).is_private());
  CHECK_FALSE(snap->on_island);
}

TEST_CASE("the nearest of several stations is found across compounds") {
  Walks walks(town, streets());
  auto const targets =
      geo::TargetSet(walks.graph, {{walks.amid('h', 'C'), 1}, {walks.amid('Y', 'D'), 1}});
  std::vector<std::optional<geo::StreetPoint>> const stations = {walks.amid('A', 'B'),
                                                                 walks.amid('D', 'e')};
  auto const nearest = geo::nearest_origins(walks.graph, targets, stations);
  CHECK(nearest[0]->origin == 0);
  CHECK(nearest[0]->cost_mm == Approx(90'000).margin(100));
  CHECK(nearest[1]->origin == 1);
  CHECK(nearest[1]->cost_mm == Approx(35'000).margin(100));
}

TEST_CASE("compounds are the same for who takes no steps") {
  auto lines = streets();
  lines[6].street_class = geo::StreetClass::steps; // g-h
  auto const standard = geo::WalkGraph(lines, geo::standard_walk);
  auto const wheelchair = geo::WalkGraph(lines, geo::wheelchair_walk);
  REQUIRE(standard.compound_count() == wheelchair.compound_count());
  REQUIRE(standard.edge_count() == wheelchair.edge_count() + 1);
  geo::EdgeId other = 0;
  for (geo::EdgeId edge = 0; edge < standard.edge_count(); ++edge) {
    if (standard.edge(edge).street_class != geo::StreetClass::steps) {
      CHECK(standard.edge(edge).compound == wheelchair.edge(other++).compound);
    }
  }
}

TEST_CASE("opening a compound lets everybody through") {
  Walks walks(town, streets());
  auto const targets = geo::TargetSet(walks.graph, {{walks.amid('C', 'Y'), 3}});
  geo::WhatIf what_if({&walks.graph, &targets, {walks.amid('A', 'B')}, 130'000, {}});
  CHECK(what_if.served() == 0);
  auto const compound = walks.graph.edge(walks.edge('g', 'h')).compound;
  CHECK(what_if.answer(geo::OpenedCompound{compound}).gained_weight == 3);
  CHECK(what_if.edited_walk_mm(0) == Approx(120'000).margin(100));
  // Not past a gate that is closed.
  CHECK(what_if
            .answer(std::vector<geo::StreetEdit>{geo::OpenedCompound{compound},
                                                 geo::ClosedStreet{walks.edge('B', 'g')}})
            .gained.empty());
  CHECK_THROWS_AS(what_if.answer(geo::OpenedCompound{2}), std::invalid_argument);
}

TEST_CASE("a link into a compound is one more gate, not a way through") {
  Walks walks(town, streets());
  auto const targets =
      geo::TargetSet(walks.graph, {{walks.amid('h', 'C'), 1}, {walks.amid('X', 'Y'), 1}});
  geo::WhatIf what_if({&walks.graph, &targets, {walks.amid('C', 'Y')}, 1'000'000, {}});
  CHECK(what_if.walk_mm(geo::TargetId{1}) == Approx(40'000).margin(100));
  geo::WhatIf from_west({&walks.graph, &targets, {walks.amid('A', 'B')}, 1'000'000, {}});
  auto const gate = geo::AddedLink{walks.amid('h', 'C'), walks.amid('X', 'Y'), 1'000};
  from_west.answer(gate);
  CHECK(from_west.edited_walk_mm(0) == Approx(90'000).margin(100));
  CHECK(from_west.edited_walk_mm(1) == Approx(20'000 + 80'000 + 20'000).margin(100));
}

TEST_CASE("opening a compound changes what building the network with it public changes") {
  std::size_t compared = 0;
  for (unsigned seed = 1; seed <= 60; ++seed) {
    std::mt19937 random(seed);
    auto const lines = test::with_compounds(random, test::random_streets(random, 9, 40), 40);
    auto const graph = geo::WalkGraph(lines, {});
    auto const targets = geo::TargetSet(graph, test::random_targets(random, graph, 60));
    std::vector<std::optional<geo::StreetPoint>> stations = {test::random_point(random, graph),
                                                             test::random_point(random, graph)};
    geo::WhatIf what_if({&graph, &targets, stations, 400'000, {}});
    for (geo::CompoundId compound = 0; compound < graph.compound_count(); ++compound) {
      auto const fresh_graph = geo::WalkGraph(opened(lines, graph, compound), {});
      REQUIRE(fresh_graph.edge_count() == graph.edge_count());
      std::vector<geo::Target> list;
      for (geo::TargetId id = 0; id < targets.size(); ++id) {
        list.push_back(targets.target(id));
      }
      auto const fresh_targets = geo::TargetSet(fresh_graph, list);
      geo::WhatIf const fresh({&fresh_graph, &fresh_targets, stations, 400'000, {}});
      what_if.answer(geo::OpenedCompound{compound});
      CAPTURE(seed, compound);
      for (geo::TargetId id = 0; id < targets.size(); ++id) {
        REQUIRE(what_if.edited_walk_mm(id) == fresh.walk_mm(id));
        ++compared;
      }
    }
  }
  CHECK(compared > 5'000);
}

TEST_CASE("a walk is as long there as back, whatever is private") {
  for (unsigned seed = 1; seed <= 40; ++seed) {
    std::mt19937 random(seed);
    auto const lines =
        test::with_compounds(random, test::random_streets(random, 12, 60), 10 + seed % 80);
    auto const graph = geo::WalkGraph(lines, {});
    auto const one = test::random_point(random, graph);
    auto const other = test::random_point(random, graph);
    auto const walk = [&](geo::StreetPoint const &from, geo::StreetPoint const &to) {
      auto search = geo::ReachSearch(graph);
      auto const targets = geo::TargetSet(graph, {{from, 1}});
      auto const closed = ClosedEdges();
      search.run_to(to, geo::max_cost_mm, closed);
      auto const reached = search.targets(targets);
      return reached.empty() ? geo::ReachSearch::unreached : reached[0].cost_mm;
    };
    CAPTURE(seed);
    CHECK(walk(one, other) == walk(other, one));
  }
}

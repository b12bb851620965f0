// Lines without node ids, as a surveyed street layer has them: they meet where they lie on each
// other.
#include "geo/local_frame.hpp"
#include "geo/street_crossings.hpp"
#include "geo/walk_graph.hpp"
#include "tests/support/ascii_map.hpp"
#include "tests/support/crossed_lines.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <optional>
#include <random>

using namespace yuntu;
using test::AsciiMap;

namespace {

AsciiMap const cross(R"(
        C
        |
    A-------B
        |
        D
)",
                     10);

AsciiMap const tee(R"(
    A-------B
        |
        C
)",
                   10);

geo::StreetLine plain(AsciiMap const &map, std::string_view names) {
  auto line = map.line(names);
  line.node_ids.clear();
  return line;
}

geo::LonLat moved(geo::LonLat place, double east_m, double north_m) {
  return geo::LocalFrame(place).to_lon_lat({east_m, north_m});
}

/// The stem of the tee, ending so far south of the bar; less than 0: north of it.
geo::StreetLine stem(double gap_m) {
  auto line = plain(tee, "C");
  line.points.push_back(moved(line.points[0], 0, 20 - gap_m));
  return line;
}

geo::StreetLine as_bridge(geo::StreetLine line) {
  line.is_bridge = true;
  return line;
}

geo::WalkGraph graph_of(std::vector<geo::StreetLine> lines) {
  return {geo::join_where_they_meet(std::move(lines)).lines, {}};
}

/// Metres; nothing: there is no walk.
std::optional<double> walk_m(geo::WalkGraph const &graph, geo::LonLat from, geo::LonLat to) {
  return test::walk_between(graph, from, to);
}

constexpr double near_m = 0.05;

} // namespace

TEST_CASE("lines that cross between their points are both cut there") {
  auto const joined = geo::join_where_they_meet({plain(cross, "AB"), plain(cross, "CD")});
  CHECK(joined.crossings == 1);
  CHECK(joined.joined_ends == 0);
  auto const graph = geo::WalkGraph(joined.lines, {});
  CHECK(graph.vertex_count() == 5);
  CHECK(graph.edge_count() == 4);
  CHECK(graph.components() == 1);
  for (char const end : {'A', 'B', 'D'}) {
    auto const corner_m = end == 'D' ? 40 : 60;
    CHECK(walk_m(graph, cross.at('C'), cross.at(end)).value() == Approx(corner_m).margin(near_m));
  }
}

TEST_CASE("an end on another line is joined there, a little short of it or past it too") {
  for (double const gap_m : {0.0, 0.06, 0.095, -0.06}) {
    CAPTURE(gap_m);
    auto const joined = geo::join_where_they_meet({plain(tee, "AB"), stem(gap_m)});
    CHECK(joined.crossings + joined.joined_ends == 1);
    auto const graph = geo::WalkGraph(joined.lines, {});
    CHECK(graph.components() == 1);
    CHECK(walk_m(graph, tee.at('A'), tee.at('C')).value() == Approx(60).margin(0.2));
    CHECK(walk_m(graph, tee.at('A'), tee.at('B')).value() == Approx(80).margin(near_m));
  }
}

TEST_CASE("an end half a metre away is not joined") {
  for (double const gap_m : {0.11, 0.5}) {
    auto const joined = geo::join_where_they_meet({plain(tee, "AB"), stem(gap_m)});
    CHECK(joined.joined_ends == 0);
    CHECK(geo::WalkGraph(joined.lines, {}).components() == 2);
  }
}

TEST_CASE("what passes over or under is not met") {
  auto const over = as_bridge(plain(cross, "CD"));
  CHECK(graph_of({plain(cross, "AB"), over}).components() == 2);
  CHECK(graph_of({over, plain(cross, "AB")}).components() == 2);
  auto upper = plain(cross, "CD");
  upper.layer = 1;
  CHECK(graph_of({plain(cross, "AB"), upper}).components() == 2);
  auto beside = plain(cross, "AB");
  beside.layer = 1;
  CHECK(graph_of({beside, upper}).components() == 1);
  CHECK(graph_of({plain(tee, "AB"), as_bridge(stem(0))}).components() == 2);
}

TEST_CASE("a bridge is met at its ends, though they are not quite where the street ends") {
  AsciiMap const river(R"(
    A---B-------C---D
)",
                       10);
  for (double const aside_m : {0.0, 0.05, -0.05}) {
    auto bridge = as_bridge(plain(river, "BC"));
    bridge.points[0] = moved(bridge.points[0], aside_m, 0);
    bridge.points[1] = moved(bridge.points[1], 0, aside_m);
    auto const graph = graph_of({plain(river, "AB"), bridge, plain(river, "CD")});
    CAPTURE(aside_m);
    CHECK(graph.components() == 1);
    CHECK(walk_m(graph, river.at('A'), river.at('D')).value() == Approx(160).margin(0.5));
  }
}

TEST_CASE("a ferry lands at its ends only, and lines with node ids meet by their ids only") {
  auto ferry = plain(cross, "CD");
  ferry.street_class = geo::StreetClass::ferry;
  ferry.duration_s = 60;
  CHECK(graph_of({plain(cross, "AB"), ferry}).components() == 2);

  auto const with_ids = std::vector{cross.line("AB"), cross.line("CD")};
  auto const joined = geo::join_where_they_meet(with_ids);
  CHECK(joined.crossings == 0);
  CHECK(joined.lines[0].points == with_ids[0].points);
  CHECK(joined.lines[1].points == with_ids[1].points);
  CHECK(graph_of({plain(cross, "AB"), cross.line("CD")}).components() == 2);
}

TEST_CASE("a line meets the point in the middle of another") {
  AsciiMap const bent(R"(
    A---M---B

    C       D
)",
                      10);
  auto const graph = graph_of({plain(bent, "AB"), plain(bent, "CMD")});
  CHECK(graph.components() == 1);
  CHECK(graph.edge_count() == 4);
}

TEST_CASE("a line that crosses itself, and a loop that nearly closes, are joined") {
  AsciiMap const loop(R"(
        D---C
        |   |
    A-------B
        |
        E
)",
                      10);
  auto const eight = graph_of({plain(loop, "ABCDE")});
  CHECK(walk_m(eight, loop.at('A'), loop.at('E')).value() == Approx(60).margin(near_m));

  auto open = plain(loop, "BCD");
  open.points.push_back(moved(loop.at('B'), -40, 0.05)); // 0.05 m short of the way in
  open.points.insert(open.points.begin(), loop.at('A'));
  auto const joined = geo::join_where_they_meet({open});
  CHECK(joined.joined_ends == 1);
  CHECK(walk_m(geo::WalkGraph(joined.lines, {}), loop.at('A'), open.points.back()).value() ==
        Approx(40).margin(0.1));
}

TEST_CASE("lines that lie over each other along a stretch are one street there") {
  AsciiMap const street(R"(
    A---B---C---D
        |       |
        X       Y
)",
                        10);
  auto const graph = graph_of({plain(street, "AC"), plain(street, "BD"), plain(street, "CA"),
                               plain(street, "XB"), plain(street, "DY")});
  CHECK(graph.components() == 1);
  CHECK(walk_m(graph, street.at('X'), street.at('Y')).value() == Approx(120).margin(near_m));
  CHECK(walk_m(graph, street.at('A'), street.at('D')).value() == Approx(120).margin(near_m));
}

TEST_CASE("nothing comes of nothing") {
  CHECK(geo::join_where_they_meet({}).lines.empty());
  auto const joined = geo::join_where_they_meet({plain(cross, "A"), plain(cross, "AA"), {}});
  CHECK(joined.lines.size() == 3);
  CHECK(joined.crossings == 0);
}

TEST_CASE("walks are as long as if each line were held against each") {
  std::size_t compared = 0;
  std::size_t walkable = 0;
  for (unsigned seed = 1; seed <= 60; ++seed) {
    std::mt19937 random(seed);
    auto const lines = test::random_crossed_lines(random, 4 + static_cast<int>(seed % 20));
    auto const graph = graph_of(lines);
    auto const expected = test::PlainWalks(lines);
    for (std::size_t from = 0; from < lines.size(); ++from) {
      for (std::size_t to = 0; to < lines.size(); ++to) {
        auto const found = walk_m(graph, lines[from].points.front(), lines[to].points.back());
        auto const plain_m = expected.walk_m(from, to);
        CAPTURE(seed, from, to, found.value_or(-1), plain_m.value_or(-1));
        REQUIRE(found.has_value() == plain_m.has_value());
        if (found) {
          REQUIRE(*found == Approx(*plain_m).epsilon(1e-5).margin(0.3));
          ++walkable;
        }
        ++compared;
      }
    }
  }
  CHECK(compared > 10'000);
  CHECK(walkable > 5'000);
}

TEST_CASE("the order of the lines makes no difference to any walk") {
  for (unsigned seed = 1; seed <= 30; ++seed) {
    std::mt19937 random(seed);
    auto const lines = test::random_crossed_lines(random, 16);
    auto shuffled = lines;
    std::shuffle(shuffled.begin(), shuffled.end(), random);
    auto const graph = graph_of(lines);
    auto const other = graph_of(shuffled);
    REQUIRE(graph.edge_count() == other.edge_count());
    for (auto const &line : lines) {
      auto const from = lines[0].points[0];
      CHECK(walk_m(graph, from, line.points.back()) == walk_m(other, from, line.points.back()));
    }
  }
}

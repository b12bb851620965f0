// Gates that are locked: a street goes up to them and on behind them, but not through.
#include "geo/closed_edges.hpp"
#include "geo/local_frame.hpp"
#include "geo/locked_gates.hpp"
#include "geo/reach.hpp"
#include "geo/street_snapper.hpp"
#include "tests/support/ascii_map.hpp"

#include <catch2/catch.hpp>

#include <numeric>
#include <optional>

using namespace yuntu;
using geo::GateAccess;
using test::AsciiMap;

namespace {

/// A gate at G in the middle of a street; the way around it is by X and Y.
AsciiMap const town(R"(
    A-------G-------B
    |               |
    X---------------Y
)",
                    10);

struct Town {
  Town(std::vector<geo::StreetLine> lines, std::vector<geo::LockedGate> const &gates)
      : gated(geo::lock_gates(std::move(lines), gates)), graph(gated.lines, {}), snapper(graph),
        closed(geo::locked_edges(graph)) {}

  /// Metres of the walk between the places; nothing: there is none.
  [[nodiscard]] std::optional<double> metres(geo::LonLat from, geo::LonLat to) const {
    auto const at = [&](geo::LonLat place) {
      return snapper.snap(place, {100, 0, &closed}).value().point;
    };
    std::vector<geo::Target> const list = {{at(to), 1}};
    auto const targets = geo::TargetSet(graph, list);
    geo::ReachSearch search(graph);
    search.run_to(at(from), 1'000'000, closed);
    auto const found = search.targets(targets);
    return found.empty() ? std::nullopt : std::optional(found.front().cost_mm / 1000.0);
  }

  geo::GatedStreets gated;
  geo::WalkGraph graph;
  geo::StreetSnapper snapper;
  geo::ClosedEdges closed;
};

geo::LonLat moved(geo::LonLat place, double east_m, double north_m) {
  return geo::LocalFrame(place).to_lon_lat({east_m, north_m});
}

double length_m(std::vector<geo::StreetLine> const &lines) {
  double sum = 0;
  for (auto const &line : lines) {
    for (std::size_t i = 1; i < line.points.size(); ++i) {
      sum += geo::distance_m(line.points[i - 1], line.points[i]);
    }
  }
  return sum;
}

std::vector<geo::LockedGate> locked_at(geo::LonLat place, GateAccess access = GateAccess::none) {
  return {{place, access}};
}

constexpr double near_m = 0.1;

} // namespace

TEST_CASE("a locked gate is walked around, an open one through") {
  std::vector<geo::StreetLine> const streets = {town.line("AGB"), town.line("AXYB")};
  auto const west = moved(town.at('G'), -40, 0);
  auto const east = moved(town.at('G'), 40, 0);
  Town const open(streets, {});
  CHECK(open.metres(west, east).value() == Approx(80).margin(near_m));
  Town const shut(streets, locked_at(town.at('G')));
  CHECK(shut.gated.locked == 1);
  CHECK(shut.metres(west, east).value() == Approx(40 + 20 + 160 + 20 + 40).margin(near_m));
  CHECK(shut.closed.edges().size() == 1);
  CHECK(length_m(shut.gated.lines) == Approx(length_m(streets)).margin(0.02));
}

TEST_CASE("whoever opens the passage of a gate has the street as it was") {
  Town town_with({town.line("AGB"), town.line("AXYB")}, locked_at(town.at('G')));
  town_with.closed = {};
  auto const west = moved(town.at('G'), -40, 0);
  auto const east = moved(town.at('G'), 40, 0);
  CHECK(town_with.metres(west, east).value() == Approx(80).margin(near_m));
}

TEST_CASE("a gate where two ways meet end to end is one passage") {
  Town const shut({town.line("AG"), town.line("GB")}, locked_at(town.at('G')));
  CHECK(shut.closed.edges().size() == 1);
  CHECK_FALSE(shut.metres(moved(town.at('A'), 10, 0), moved(town.at('B'), -10, 0)));
  CHECK(shut.metres(moved(town.at('A'), 10, 0), moved(town.at('A'), 70, 0)).value() ==
        Approx(60).margin(near_m));
}

TEST_CASE("a gate between two points of a street cuts it there") {
  auto const place = moved(town.at('G'), 13.5, 0);
  Town const shut({town.line("AGB")}, locked_at(place));
  CHECK_FALSE(shut.metres(town.at('A'), town.at('B')));
  CHECK(shut.metres(town.at('A'), moved(place, -1, 0)).value() == Approx(92.5).margin(near_m));
  CHECK(shut.metres(town.at('B'), moved(place, 2, 0)).value() == Approx(64.5).margin(near_m));
}

TEST_CASE("lines without ids are cut as well") {
  auto line = town.line("AGB");
  line.node_ids.clear();
  auto const place = moved(town.at('G'), 13.5, 0);
  Town const shut({line}, locked_at(place));
  CHECK_FALSE(shut.metres(town.at('A'), town.at('B')));
  CHECK(shut.metres(town.at('B'), moved(place, 2, 0)).value() == Approx(64.5).margin(near_m));
}

TEST_CASE("a gate drawn beside its street locks it, one farther off locks nothing") {
  Town const beside({town.line("AGB")}, locked_at(moved(town.at('G'), 0, 4)));
  CHECK_FALSE(beside.metres(town.at('A'), town.at('B')));
  Town const away({town.line("AGB")}, locked_at(moved(town.at('G'), 0, 6)));
  CHECK(away.gated.locked == 0);
  CHECK(away.metres(town.at('A'), town.at('B')).value() == Approx(160).margin(near_m));
}

TEST_CASE("of a gate and a compound's own street only `none` is a lock") {
  auto line = town.line("AGB");
  line.is_private = true;
  CHECK(Town({line}, locked_at(town.at('G'), GateAccess::for_residents)).closed.empty());
  CHECK_FALSE(Town({line}, locked_at(town.at('G'), GateAccess::none)).closed.empty());
  CHECK_FALSE(
      Town({town.line("AGB")}, locked_at(town.at('G'), GateAccess::for_residents)).closed.empty());
}

TEST_CASE("a compound's own door locks no public street that it is at or near") {
  AsciiMap const drive(R"(
    A---J---B
        |
        H
        |
        C
)",
                       3);
  auto const street = drive.line("AJB");
  auto own = drive.line("JHC");
  own.is_private = true;
  for (char const place : {'J', 'H', 'C'}) {
    INFO(place);
    auto const door = locked_at(drive.at(place), GateAccess::for_residents);
    CHECK(Town({street, own}, door).closed.empty());
    CHECK(Town({own, street}, door).closed.empty());
  }
  // A gate that lets in nobody shuts the drive and leaves the street alone.
  Town const shut({street, own}, locked_at(drive.at('H')));
  CHECK(shut.closed.edges().size() == 1);
  CHECK(shut.metres(drive.at('A'), drive.at('B')).value() == Approx(24).margin(near_m));
}

TEST_CASE("a gate that is a node of no street locks none, however near") {
  auto const street = town.line("AGB");
  auto gate = locked_at(moved(town.at('G'), 0, 2));
  CHECK_FALSE(Town({street}, gate).closed.empty());
  gate[0].node_id = 777;
  CHECK(Town({street}, gate).closed.empty());
  gate[0].node_id = street.node_ids[1];
  Town const shut({street}, gate);
  CHECK(shut.closed.edges().size() == 1);
  CHECK_FALSE(shut.metres(town.at('A'), town.at('B')));
  // Lines of another source have no such nodes: the place decides.
  auto line = street;
  line.node_ids.clear();
  CHECK_FALSE(Town({line}, gate).closed.empty());
}

TEST_CASE("a line that passes its gate twice is locked both times") {
  AsciiMap const lollipop(R"(
        B---C
        |  /
    A---G--
)",
                          10);
  auto gate = locked_at(lollipop.at('G'));
  gate[0].node_id = 'G';
  Town const shut({lollipop.line("AGBCG")}, gate);
  CHECK(shut.closed.edges().size() == 2); // of three ways to leave it
  for (char const place : {'B', 'C'}) {
    CHECK_FALSE(shut.metres(lollipop.at('A'), lollipop.at(place)));
  }
}

TEST_CASE("nobody passes a gate on a crossing, whichever way the lines go") {
  AsciiMap const crossing(R"(
        C
        |
    A---G---B
        |
        D
)",
                          10);
  for (auto const &lines :
       {std::vector{crossing.line("AGB"), crossing.line("CGD")},
        {crossing.line("AG"), crossing.line("CG"), crossing.line("BGD")},
        {crossing.line("GA"), crossing.line("BG"), crossing.line("GC"), crossing.line("DG")}}) {
    Town const shut(lines, locked_at(crossing.at('G')));
    CHECK(shut.closed.edges().size() == 3);
    for (char const from : {'A', 'B', 'C', 'D'}) {
      for (char const to : {'A', 'B', 'C', 'D'}) {
        INFO(from << " to " << to);
        CHECK(shut.metres(crossing.at(from), crossing.at(to)).has_value() == (from == to));
      }
    }
  }
}

TEST_CASE("a ring is locked where it closes") {
  AsciiMap const round(R"(
    A---B
    |   |
    G---C
)",
                       10);
  Town const shut({round.line("GABCG")}, locked_at(round.at('G')));
  CHECK(shut.closed.edges().size() == 1);
  CHECK(shut.metres(moved(round.at('G'), 0, 10), moved(round.at('G'), 10, 0)).value() ==
        Approx(10 + 40 + 20 + 30).margin(near_m));
}

TEST_CASE("where streets lie over each other a gate is on both") {
  auto over = town.line("AGB");
  over.node_ids[1] = 999;
  Town const shut({town.line("AGB"), over}, locked_at(town.at('G')));
  CHECK(shut.closed.edges().size() == 2); // nobody says which of the two it is
}

TEST_CASE("gates beside each other are one passage, and those at dead ends none") {
  auto const g = town.at('G');
  std::vector<geo::LockedGate> const gates = {{g, GateAccess::none},
                                              {moved(g, 0.4, 0), GateAccess::none},
                                              {town.at('A'), GateAccess::none},
                                              {town.at('B'), GateAccess::none}};
  Town const shut({town.line("AGB")}, gates);
  CHECK(shut.gated.locked == 2);
  CHECK(shut.closed.edges().size() == 1);
  CHECK(length_m(shut.gated.lines) == Approx(160).margin(0.02));
}

TEST_CASE("a ferry has no gate") {
  auto line = town.line("AGB", geo::StreetClass::ferry);
  line.duration_s = 60;
  CHECK(geo::lock_gates({line}, locked_at(town.at('G'))).lines.size() == 1);
}

TEST_CASE("who may pass a gate is what foot says, else access, else the lock") {
  CHECK(geo::gate_access({"", "", ""}) == GateAccess::open);
  CHECK(geo::gate_access({"yes", "", ""}) == GateAccess::open);
  CHECK(geo::gate_access({"private", "", ""}) == GateAccess::for_residents);
  CHECK(geo::gate_access({"no", "", ""}) == GateAccess::none);
  CHECK(geo::gate_access({"no", "yes", ""}) == GateAccess::open);
  CHECK(geo::gate_access({"private", "designated", "yes"}) == GateAccess::open);
  CHECK(geo::gate_access({"yes", "no", ""}) == GateAccess::none);
  CHECK(geo::gate_access({"", "", "yes"}) == GateAccess::for_residents);
  CHECK(geo::gate_access({"yes", "", "yes"}) == GateAccess::open);
  CHECK(geo::gate_access({"unknown", "", "yes"}) == GateAccess::for_residents);
}

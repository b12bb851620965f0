#include "geo/street_snapper.hpp"
#include "geo/what_if.hpp"
#include "tests/support/ascii_map.hpp"
#include "tests/support/plain_town.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <stdexcept>

using namespace yuntu;
using test::AsciiMap;

namespace {

/// Two streets 60 m apart, joined in the west only; a wall of 10 m spacing.
AsciiMap const town_map(R"(
    A---------B---------C---------D
    |
    |
    |
    |
    |
    E---------F---------G---------H
)",
                        10);

/// A town where every named place is a house of ten households.
struct Town {
  Town(std::vector<geo::StreetLine> const &lines, std::string const &house_names, double limit_m)
      : graph(lines, {}), snapper(graph), houses(house_names) {
    std::vector<geo::Target> list;
    for (char const name : houses) {
      list.push_back({at(name), 10});
    }
    targets = geo::TargetSet(graph, list);
    town.graph = &graph;
    town.targets = &targets;
    town.limit_mm = static_cast<std::int32_t>(limit_m * 1000);
  }
  Town(Town const &) = delete;
  Town &operator=(Town const &) = delete;
  Town(Town &&) = delete;
  Town &operator=(Town &&) = delete;
  ~Town() = default;

  [[nodiscard]] geo::StreetPoint at(char name) const { return at(town_map.at(name)); }
  [[nodiscard]] geo::StreetPoint at(geo::LonLat place) const {
    return snapper.snap(place, {100, 0, nullptr}).value().point;
  }
  [[nodiscard]] geo::StreetPoint between(char a, char b, double share) const {
    auto const frame = geo::LocalFrame(town_map.at(a));
    auto const end = frame.to_metric(town_map.at(b));
    return at(frame.to_lon_lat({end.easting * share, end.northing * share}));
  }
  [[nodiscard]] std::string names(std::vector<geo::TargetId> const &ids) const {
    std::set<char> found;
    for (auto const id : ids) {
      found.insert(houses[id]);
    }
    return {found.begin(), found.end()};
  }
  /// "+gained -lost"
  std::string change(std::vector<geo::StreetEdit> const &edits) const {
    auto what_if = geo::WhatIf(town);
    auto const &answer = what_if.answer(edits);
    REQUIRE(test::by_id(answer) == test::plain_answer(town, edits));
    return "+" + names(answer.gained) + " -" + names(answer.lost);
  }

  geo::WalkGraph graph;
  geo::StreetSnapper snapper;
  std::string houses;
  geo::TargetSet targets;
  geo::ServedTown town;
};

std::vector<geo::StreetLine> piece_by_piece() {
  return {town_map.line("AB"), town_map.line("BC"), town_map.line("CD"), town_map.line("AE"),
          town_map.line("EF"), town_map.line("FG"), town_map.line("GH")};
}

std::vector<geo::StreetLine> street_by_street() {
  return {town_map.line("ABCD"), town_map.line("AE"), town_map.line("EFGH")};
}

} // namespace

TEST_CASE("a new station serves those for whom the others are too far") {
  Town town(piece_by_piece(), "ABCDEFGH", 150);
  town.town.stations = {town.at('A')};
  auto what_if = geo::WhatIf(town.town);
  CHECK(what_if.served() == 3); // A, B and E
  CHECK(what_if.served_weight() == 30);
  auto const &answer = what_if.answer(geo::AddedStation{town.at('G')});
  CHECK(town.names(answer.gained) == "FGH");
  CHECK(answer.gained_weight == 30);
  CHECK(answer.served == 6);
  CHECK(answer.served_weight == 60);
  CHECK(answer.lost.empty());
  CHECK(answer.shorter == 0);
  auto const &nearer = what_if.answer(geo::AddedStation{town.between('A', 'B', 0.9)});
  CHECK(town.names(nearer.gained) == "C");
  CHECK(nearer.shorter == 1); // B
  CHECK(static_cast<double>(nearer.saved_mm) == Approx(10 * 90'000).margin(1000));
}

TEST_CASE("a station that moves leaves some and reaches others") {
  Town town(piece_by_piece(), "ABCDEFGH", 110);
  town.town.stations = {town.at('B'), std::nullopt};
  CHECK(town.change({geo::MovedStation{0, town.at('C')}}) == "+D -A");
  CHECK(town.change({geo::MovedStation{0, town.at('B')}}) == "+ -");
  CHECK(town.change({geo::MovedStation{1, town.at('G')}}) == "+FGH -");
  CHECK(town.change({geo::MovedStation{0, town.at('C')}, geo::MovedStation{0, town.at('G')}}) ==
        "+FGH -ABC");
}

TEST_CASE("a station that closes leaves those to the others who are near enough") {
  Town town(piece_by_piece(), "ABCDEFGH", 150);
  town.town.stations = {town.at('A'), town.at('B')};
  CHECK(town.change({geo::RemovedStation{1}}) == "+ -C");
  CHECK(town.change({geo::RemovedStation{0}}) == "+ -E");
  CHECK(town.change({geo::RemovedStation{0}, geo::RemovedStation{1}}) == "+ -ABCE");
  auto what_if = geo::WhatIf(town.town);
  auto const &answer = what_if.answer(geo::RemovedStation{1});
  CHECK(answer.longer == 1); // B, which now walks to A
  CHECK(static_cast<double>(answer.lengthened_mm) == Approx(10 * 100'000).margin(1000));
}

TEST_CASE("a blocked street cuts off those behind it and those in it") {
  Town town(piece_by_piece(), "BCDFG", 1000);
  town.town.stations = {town.between('A', 'B', 0.1)};
  CHECK(town.change({geo::ClosedStreet{town.between('A', 'E', 0.5).edge}}) == "+ -FG");
  auto const street = town.between('B', 'C', 0.5);
  Town with_house(piece_by_piece(), "", 1000);
  with_house.targets = geo::TargetSet(with_house.graph, {{street, 7}, {with_house.at('D'), 5}});
  with_house.town.stations = {with_house.at('A')};
  auto what_if = geo::WhatIf(with_house.town);
  auto const &answer = what_if.answer(geo::ClosedStreet{street.edge});
  CHECK(answer.lost.size() == 2);
  CHECK(answer.lost_weight == 12);
  CHECK(answer.lost_with_street == 1);
}

TEST_CASE("an opened gate lets the other side in") {
  auto lines = piece_by_piece();
  lines.push_back(town_map.line("DH"));
  Town town(lines, "CDFGH", 250);
  auto const gate = town.between('D', 'H', 0.5).edge;
  town.town.stations = {town.at('C')};
  town.town.closed = geo::ClosedEdges{gate};
  CHECK(town.change({geo::OpenedStreet{gate}}) == "+H -");
  CHECK(town.change({geo::OpenedStreet{gate}, geo::ClosedStreet{gate}}) == "+ -");
}

TEST_CASE("a house and a station in a closed street come back when it is opened") {
  Town town(piece_by_piece(), "ABCD", 1000);
  auto const street = town.between('B', 'C', 0.5);
  town.targets = geo::TargetSet(town.graph, {{street, 7}, {town.at('D'), 5}});
  town.town.stations = {street};
  town.town.closed = geo::ClosedEdges{street.edge};
  auto what_if = geo::WhatIf(town.town);
  CHECK(what_if.served() == 0);
  auto const &answer = what_if.answer(geo::OpenedStreet{street.edge});
  CHECK(answer.gained.size() == 2);
  CHECK(answer.gained_weight == 12);
  CHECK(what_if.edited_walk_mm(geo::TargetId{0}) == 0);
}

TEST_CASE("a footbridge joins the middles of two streets") {
  Town town(street_by_street(), "BCFGH", 180);
  town.town.stations = {town.at('C')};
  // From C to the middle of B-C 50 m, 60 m over the bridge, 50 m to F or G.
  auto const bridge =
      geo::AddedLink{town.between('B', 'C', 0.5), town.between('F', 'G', 0.5), 60'000};
  CHECK(town.change({bridge}) == "+FG -");
  auto longer = bridge;
  longer.length_mm = 90'000;
  CHECK(town.change({longer}) == "+ -");
  auto with_ramp = bridge;
  with_ramp.to.access_mm = 30'000;
  CHECK(town.change({with_ramp}) == "+ -");
  auto what_if = geo::WhatIf(town.town);
  what_if.answer(bridge);
  CHECK(what_if.edited_walk_mm(geo::TargetId{2}) == Approx(160'000).margin(100));
}

TEST_CASE("a link may cut across the bend of one street, and two bridges may follow each other") {
  Town bend({town_map.line("DCBAEFGH")}, "ABCDEFGH", 100);
  bend.town.stations = {bend.at('D')};
  CHECK(bend.change({geo::AddedLink{bend.at('D'), bend.at('H'), 60'000}}) == "+H -");
  // Down to H and up again further west: no shorter than along the street, but shorter to B.
  CHECK(bend.change({geo::AddedLink{bend.at('D'), bend.at('H'), 40'000},
                     geo::AddedLink{bend.at('H'), bend.at('B'), 40'000}}) == "+BH -");
}

TEST_CASE("a bridge whose end is in a closed street carries nobody") {
  Town town(piece_by_piece(), "CDFGH", 250);
  town.town.stations = {town.at('C')};
  auto const to = town.between('G', 'H', 0.5);
  auto const bridge = geo::AddedLink{town.between('C', 'D', 0.5), to, 60'000};
  CHECK(town.change({bridge}) == "+GH -");
  CHECK(town.change({bridge, geo::ClosedStreet{to.edge}}) == "+ -");
  CHECK(town.change({geo::ClosedStreet{to.edge}, bridge, geo::OpenedStreet{to.edge}}) == "+GH -");
}

TEST_CASE("streets without length do not keep each other alive") {
  // Two nodes at one place, joined twice, behind the only street to the station.
  geo::StreetLine way;
  way.points = {town_map.at('A'), town_map.at('B'), town_map.at('B'), town_map.at('C')};
  way.node_ids = {1, 2, 3, 4};
  geo::StreetLine twin;
  twin.points = {town_map.at('B'), town_map.at('B')};
  twin.node_ids = {3, 2};
  geo::StreetLine fork;
  fork.points = {town_map.at('B'), town_map.at('F')};
  fork.node_ids = {2, 5};
  geo::StreetLine other_fork;
  other_fork.points = {town_map.at('B'), town_map.at('G')};
  other_fork.node_ids = {3, 6};
  Town town({way, twin, fork, other_fork}, "ACFG", 1000);
  town.town.stations = {town.at('A')};
  for (geo::EdgeId edge = 0; edge < town.graph.edge_count(); ++edge) {
    town.change({geo::ClosedStreet{edge}});
  }
  CHECK(town.change({geo::RemovedStation{0}}) == "+ -ACFG");
}

TEST_CASE("an edit of what is not there is refused, and the next question is answered") {
  Town town(piece_by_piece(), "ABCDEFGH", 150);
  town.town.stations = {town.at('A')};
  auto what_if = geo::WhatIf(town.town);
  auto const edges = static_cast<geo::EdgeId>(town.graph.edge_count());
  auto const refused = [&](geo::StreetEdit const &edit) {
    std::vector<geo::StreetEdit> const edits{geo::RemovedStation{0}, edit};
    CHECK_THROWS_AS(what_if.answer(edits), std::invalid_argument);
  };
  refused(geo::RemovedStation{1});
  refused(geo::MovedStation{1, town.at('B')});
  refused(geo::MovedStation{0, {edges, 0, 0}});
  refused(geo::ClosedStreet{edges});
  refused(geo::OpenedStreet{edges});
  refused(geo::AddedStation{{0, -1, 0}});
  refused(geo::AddedStation{{0, town.graph.edge(0).length_mm + 1, 0}});
  refused(geo::AddedStation{{0, 0, -1}});
  refused(geo::AddedLink{town.at('A'), town.at('B'), -1});
  CHECK(what_if.answer(geo::AddedStation{town.at('G')}).gained.size() == 3);
}

TEST_CASE("nobody is served without a station, within a negative limit or without targets") {
  Town town(piece_by_piece(), "ABCDEFGH", 150);
  CHECK(town.change({geo::AddedStation{town.at('A')}}) == "+ABE -");
  town.town.limit_mm = -1;
  CHECK(town.change({geo::AddedStation{town.at('A')}}) == "+ -");
  auto const nobody = geo::TargetSet();
  town.town.targets = &nobody;
  auto what_if = geo::WhatIf(town.town);
  CHECK(what_if.answer(geo::AddedStation{town.at('A')}).served == 0);
}

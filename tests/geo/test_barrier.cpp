#include "geo/barrier.hpp"
#include "geo/local_frame.hpp"
#include "geo/reach.hpp"
#include "geo/segment_distance.hpp"
#include "geo/street_place.hpp"
#include "geo/street_snapper.hpp"
#include "tests/support/ascii_map.hpp"
#include "tests/support/plain_town.hpp"
#include "tests/support/random_edits.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <optional>
#include <stdexcept>

using namespace yuntu;
using test::AsciiMap;

namespace {

geo::BarrierOptions gates_only() {
  geo::BarrierOptions options;
  options.most_tried = 0;
  return options;
}

/// What ranks openings, for comparing lists.
struct Line {
  geo::StreetEdit edit;
  std::size_t gained = 0;
  std::int64_t gained_weight = 0;
  std::size_t shorter = 0;
  std::int64_t saved_mm = 0;

  friend bool operator==(Line const &, Line const &) = default;
};

std::vector<Line> lines_of(std::vector<geo::Opening> const &openings) {
  std::vector<Line> lines;
  for (auto const &opening : openings) {
    lines.push_back(
        {opening.edit, opening.gained, opening.gained_weight, opening.shorter, opening.saved_mm});
  }
  return lines;
}

std::optional<Line> plain_line(geo::ServedTown const &town, geo::StreetEdit const &edit) {
  auto const answer = test::plain_answer(town, std::span(&edit, 1));
  if (answer.gained.empty() && answer.shorter == 0) {
    return std::nullopt;
  }
  return Line{edit, answer.gained.size(), answer.gained_weight, answer.shorter, answer.saved_mm};
}

/// Missing links found without a grid, without bounds and without shortcuts.
class PlainLinks {
public:
  PlainLinks(geo::ServedTown const &town, geo::WhatIf const &what_if,
             geo::MissingLinkOptions const &options)
      : town_(town), graph_(*town.graph), what_if_(what_if), options_(options), search_(graph_) {}

  /// Of each sampled point the one that saves most.
  std::vector<geo::AddedLink> links() {
    std::vector<geo::AddedLink> links;
    std::vector<bool> is_seen(graph_.vertex_count());
    for (geo::EdgeId id = 0; id < graph_.edge_count(); ++id) {
      if (town_.closed.contains(id)) {
        continue;
      }
      auto const &edge = graph_.edge(id);
      std::vector<std::int32_t> offsets;
      if (!is_seen[edge.from]) {
        offsets.push_back(0);
      }
      if (!is_seen[edge.to]) {
        offsets.push_back(edge.length_mm);
      }
      is_seen[edge.from] = is_seen[edge.to] = true;
      auto const pieces = static_cast<int>(edge.length_mm / (1000 * options_.sample_m));
      for (int i = 1; i < pieces; ++i) {
        offsets.push_back(static_cast<std::int32_t>(std::int64_t{edge.length_mm} * i / pieces));
      }
      for (auto const offset : offsets) {
        if (auto const link = best_from({id, offset, 0})) {
          links.push_back(*link);
        }
      }
    }
    return links;
  }

private:
  std::optional<geo::AddedLink> best_from(geo::StreetPoint const &here) {
    std::optional<geo::AddedLink> best;
    std::int64_t best_saved_mm = 0;
    search_.run_to(here, geo::max_cost_mm, town_.closed);
    for (geo::EdgeId id = 0; id < graph_.edge_count(); ++id) {
      if (id == here.edge || town_.closed.contains(id)) {
        continue;
      }
      auto const link = nearest(here, id);
      auto const &edge = graph_.edge(id);
      auto const along_mm = graph_.cost_to_offset(id, link.to.offset_mm);
      auto const walk_mm =
          std::min(std::int64_t{search_.cost_mm(edge.from)} + along_mm,
                   std::int64_t{search_.cost_mm(edge.to)} + edge.cost_mm - along_mm);
      auto const walks = std::minmax({what_if_.walk_mm(here), what_if_.walk_mm(link.to)});
      auto const saved_mm =
          std::int64_t{std::min(walks.second, town_.limit_mm)} - walks.first - link.length_mm;
      double const gap_m = link.length_mm / 1000.0;
      bool const is_missing =
          gap_m <= options_.max_gap_m && gap_m >= options_.min_gap_m &&
          static_cast<double>(walk_mm) >= options_.min_detour * link.length_mm &&
          static_cast<double>(saved_mm) >= options_.min_saved_m * 1000;
      if (is_missing && (saved_mm > best_saved_mm ||
                         (saved_mm == best_saved_mm && link.length_mm < best->length_mm))) {
        best = link;
        best_saved_mm = saved_mm;
      }
    }
    return best;
  }

  [[nodiscard]] geo::AddedLink nearest(geo::StreetPoint const &here, geo::EdgeId edge) const {
    auto const frame = geo::LocalFrame(geo::street_place(graph_, here));
    auto const points = graph_.points(edge);
    std::int64_t best_mm = geo::max_cost_mm;
    std::int32_t offset_mm = 0;
    for (std::uint32_t i = 0; i + 1 < points.size(); ++i) {
      auto const found =
          geo::approach({0, 0}, frame.to_metric(points[i]), frame.to_metric(points[i + 1]));
      if (std::llround(found.distance_m * 1000) < best_mm) {
        best_mm = std::llround(found.distance_m * 1000);
        offset_mm = geo::street_offset_mm(graph_, edge, i, found.along);
      }
    }
    return {here, {edge, offset_mm, 0}, static_cast<std::int32_t>(best_mm)};
  }

  geo::ServedTown const &town_;
  geo::WalkGraph const &graph_;
  geo::WhatIf const &what_if_;
  geo::MissingLinkOptions const &options_;
  geo::ReachSearch search_;
};

/// Two housing estates with a wall between them; a street in the far east joins them. Gates are
/// the streets drawn through the wall.
AsciiMap const walled(R"(
    A---------B---------C---------D----------------------------------------N
              |                   |                                        |
              |                   |                                        |
    =========P|===================Q=================                       |
              |                   |                                        |
              |                   |                                        |
    E---------F---------G---------H----------------------------------------M
)",
                      10);

struct WalledTown {
  WalledTown()
      : graph(std::vector{walled.line("AB"), walled.line("BC"), walled.line("CD"),
                          walled.line("DN"), walled.line("NM"), walled.line("HM"),
                          walled.line("EF"), walled.line("FG"), walled.line("GH"),
                          walled.line("BF"), walled.line("DH")},
              {}),
        snapper(graph) {
    std::vector<geo::Target> houses;
    for (char const name : std::string("EFG")) {
      houses.push_back({at(walled.at(name)), 12});
    }
    targets = geo::TargetSet(graph, houses);
    town.graph = &graph;
    town.targets = &targets;
    town.stations = {at(walled.at('A'))};
    town.limit_mm = 470'000;
    west_gate = middle_edge('B', 'F');
    east_gate = middle_edge('D', 'H');
    town.closed = geo::ClosedEdges{west_gate, east_gate};
  }
  WalledTown(WalledTown const &) = delete;
  WalledTown &operator=(WalledTown const &) = delete;
  WalledTown(WalledTown &&) = delete;
  WalledTown &operator=(WalledTown &&) = delete;
  ~WalledTown() = default;

  [[nodiscard]] geo::StreetPoint at(geo::LonLat place) const {
    auto const open = geo::ClosedEdges{middle_edge('B', 'F'), middle_edge('D', 'H')};
    return snapper.snap(place, {100, 0, &open}).value().point;
  }
  [[nodiscard]] geo::EdgeId middle_edge(char a, char b) const {
    auto const frame = geo::LocalFrame(walled.at(a));
    auto const end = frame.to_metric(walled.at(b));
    return snapper.nearest_edge(frame.to_lon_lat({end.easting / 2, end.northing / 2})).value();
  }

  geo::WalkGraph graph;
  geo::StreetSnapper snapper;
  geo::TargetSet targets;
  geo::ServedTown town;
  geo::EdgeId west_gate = 0;
  geo::EdgeId east_gate = 0;
};

} // namespace

TEST_CASE("the gate in the wall that lets most people in is found first") {
  WalledTown town;
  auto what_if = geo::WhatIf(town.town);
  CHECK(what_if.served() == 0);
  auto const openings =
      geo::find_openings(what_if, std::vector{town.east_gate, town.west_gate}, gates_only());
  REQUIRE(openings.size() == 2);
  CHECK(openings[0].edit == geo::StreetEdit(geo::OpenedStreet{town.west_gate}));
  CHECK(openings[0].is_gate());
  CHECK(openings[0].gained == 3);
  CHECK(openings[0].gained_weight == 36);
  CHECK(openings[1].edit == geo::StreetEdit(geo::OpenedStreet{town.east_gate}));
  CHECK(openings[1].gained_weight == 12); // G: 300 m to D, 60 m to H, 100 m
  auto const places = std::minmax(openings[0].from, openings[0].to);
  CHECK(places == std::minmax(walled.at('B'), walled.at('F')));
  // For who would open it: on the street itself.
  REQUIRE(openings[0].place);
  CHECK(town.snapper.nearest_edge(*openings[0].place) == town.west_gate);
  CHECK(geo::distance_m(*openings[0].place, openings[0].from) == Approx(30).margin(0.1));
}

TEST_CASE("a compound is told by a place on one of its streets that no closure closes") {
  // From B to C there are two ways through the compound.
  AsciiMap const map(R"(
    A---B--------X
        |        |
        g   i    |
        |        |
        C---D----Y
  )",
                     10);
  std::vector<geo::StreetLine> lines;
  for (auto const *const names : {"AB", "BX", "XY", "CD", "DY"}) {
    lines.push_back(map.line(names));
  }
  for (auto const *const names : {"Bg", "gC", "Bi", "iC", "gi"}) {
    lines.push_back(map.line(names));
    lines.back().is_private = true;
  }
  auto const graph = geo::WalkGraph(lines, {});
  auto const snapper = geo::StreetSnapper(graph);
  auto const at = [&](char name) { return snapper.snap(map.at(name), {100, 0}).value().point; };
  auto const targets = geo::TargetSet(graph, {{at('D'), 1}});
  REQUIRE(graph.compound_count() == 1);
  auto const first = graph.edges_in(0).front();
  auto what_if = geo::WhatIf({&graph, &targets, {at('A')}, 500'000, geo::ClosedEdges{first}});
  auto const openings = geo::find_openings(what_if, {}, gates_only());
  REQUIRE(openings.size() == 1);
  REQUIRE(openings[0].place);
  auto const edge = snapper.nearest_edge(*openings[0].place).value();
  CHECK(graph.edge(edge).is_private());
  CHECK(edge != first);
  CHECK(openings[0].from == *openings[0].place);
}

TEST_CASE("a missing link between two streets is found where it serves most") {
  WalledTown town;
  auto what_if = geo::WhatIf(town.town);
  geo::BarrierOptions options;
  options.links.max_gap_m = 61; // the streets are drawn 60 m apart, to the nearest centimetre
  auto const openings = geo::find_openings(what_if, {}, options);
  REQUIRE_FALSE(openings.empty());
  CHECK_FALSE(openings[0].is_gate());
  CHECK(openings[0].gained_weight == 36);
  auto const link = std::get<geo::AddedLink>(openings[0].edit);
  CHECK(link.length_mm == Approx(60'000).margin(60));
  CHECK_FALSE(openings[0].place);
  CHECK(geo::distance_m(openings[0].from, openings[0].to) == Approx(60).margin(0.1));
  // One a neighbourhood; from straight across to straight across, so starts are as far apart.
  for (std::size_t i = 0; i < openings.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      CHECK(geo::distance_m(openings[i].from, openings[j].from) > 100);
    }
  }
}

TEST_CASE("a gate crowds out the links beside it, but no other gate") {
  WalledTown town;
  auto what_if = geo::WhatIf(town.town);
  geo::BarrierOptions options;
  options.links.max_gap_m = 61;
  options.neighbourhood_m = 40;
  auto const gates = std::vector{town.east_gate, town.west_gate};
  auto const all = geo::find_openings(what_if, gates, options);
  CHECK(all.size() > 2);
  CHECK(all[0].is_gate()); // before links that gain as much
  options.neighbourhood_m = 2000;
  auto const openings = geo::find_openings(what_if, gates, options);
  REQUIRE(openings.size() == 2);
  CHECK(openings[0].is_gate());
  CHECK(openings[1].is_gate());
  options.most = 1;
  CHECK(geo::find_openings(what_if, gates, options).size() == 1);
}

TEST_CASE("streets that are near on foot too need no link") {
  // A block of 50 m by 50 m: nobody walks six times as far as the crow flies.
  AsciiMap const block(R"(
    A----B
    |    |
    |    |
    |    |
    |    |
    C----D
  )",
                       10);
  auto const graph = geo::WalkGraph(
      std::vector{block.line("AB"), block.line("BD"), block.line("DC"), block.line("CA")}, {});
  auto const targets = geo::TargetSet(graph, {{geo::StreetPoint{0, 0, 0}, 1},
                                              {geo::StreetPoint{1, 25'000, 0}, 1},
                                              {geo::StreetPoint{2, 25'000, 0}, 1},
                                              {geo::StreetPoint{3, 25'000, 0}, 1}});
  auto what_if = geo::WhatIf(
      {&graph, &targets, {geo::StreetPoint{0, 25'000, 0}}, 500'000, geo::ClosedEdges()});
  CHECK(what_if.served() == 4);
  geo::BarrierOptions options;
  options.links.min_saved_m = 1;
  CHECK(geo::find_openings(what_if, {}, options).empty());
  options.links.min_detour = 1.5;
  CHECK_FALSE(geo::find_openings(what_if, {}, options).empty());
}

TEST_CASE("a gate that is open, serves nobody or is named twice is not listed or once") {
  WalledTown town;
  auto what_if = geo::WhatIf(town.town);
  auto const open = town.middle_edge('A', 'B');
  auto const openings =
      geo::find_openings(what_if, std::vector{open, town.west_gate, town.west_gate}, gates_only());
  CHECK(openings.size() == 1);
  auto const none = std::vector{static_cast<geo::EdgeId>(town.graph.edge_count())};
  CHECK_THROWS_AS(geo::find_openings(what_if, none), std::invalid_argument);
  geo::BarrierOptions endless;
  endless.links.sample_m = 0;
  CHECK_THROWS_AS(geo::find_openings(what_if, {}, endless), std::invalid_argument);
}

TEST_CASE("gates and compounds are ranked as opening each in a town built anew ranks them") {
  std::size_t ranked = 0;
  std::size_t compounds = 0;
  for (unsigned seed = 1; seed <= 200; ++seed) {
    test::RandomTown town(seed, test::private_percent(seed));
    auto what_if = geo::WhatIf(town.town);
    auto gates = town.closed;
    std::sort(gates.begin(), gates.end());
    gates.erase(std::unique(gates.begin(), gates.end()), gates.end());
    std::vector<Line> expected;
    for (auto const gate : gates) {
      if (auto const line = plain_line(town.town, geo::OpenedStreet{gate})) {
        expected.push_back(*line);
      }
    }
    for (geo::CompoundId compound = 0; compound < town.graph.compound_count(); ++compound) {
      if (auto const line = plain_line(town.town, geo::OpenedCompound{compound})) {
        expected.push_back(*line);
        ++compounds;
      }
    }
    std::stable_sort(expected.begin(), expected.end(), [](Line const &a, Line const &b) {
      return std::pair(a.gained_weight, a.saved_mm) > std::pair(b.gained_weight, b.saved_mm);
    });
    CAPTURE(seed);
    REQUIRE(lines_of(geo::find_openings(what_if, town.closed, gates_only())) == expected);
    ranked += expected.size();
  }
  CHECK(ranked > 200);
  CHECK(compounds > 50);
}

TEST_CASE("missing links and their ranking are what looking at every pair gives") {
  std::size_t ranked = 0;
  for (unsigned seed = 1; seed <= 200; ++seed) {
    test::RandomTown town(seed, test::private_percent(seed));
    auto what_if = geo::WhatIf(town.town);
    geo::BarrierOptions options;
    options.neighbourhood_m = 0; // every place its own
    options.most = 10'000;
    options.links.min_detour = 1.5 + seed % 5;
    options.links.min_saved_m = 20;
    auto found = geo::find_openings(what_if, {}, options);
    std::erase_if(found, [](geo::Opening const &opening) { return !opening.is_link(); });
    std::vector<Line> expected;
    auto plain = PlainLinks(town.town, what_if, options.links);
    for (auto const &link : plain.links()) {
      if (auto const line = plain_line(town.town, link)) {
        expected.push_back(*line);
      }
    }
    // Two links with one middle are one place; it is the better one that is kept.
    auto const rank = [](Line const &line) {
      auto const &link = std::get<geo::AddedLink>(line.edit);
      return std::tuple(-line.gained_weight, -line.saved_mm, link.length_mm, link.from.edge,
                        link.from.offset_mm, link.to.edge, link.to.offset_mm);
    };
    std::sort(expected.begin(), expected.end(),
              [&](Line const &a, Line const &b) { return rank(a) < rank(b); });
    auto const is_listed = [&](Line const &line) {
      auto const lines = lines_of(found);
      return std::find(lines.begin(), lines.end(), line) != lines.end();
    };
    CAPTURE(seed, expected.size());
    auto const lines = lines_of(found);
    auto next = lines.begin();
    std::size_t crowded = 0;
    for (auto const &line : expected) {
      if (next != lines.end() && *next == line) {
        ++next;
      } else {
        REQUIRE_FALSE(is_listed(line));
        ++crowded;
      }
    }
    REQUIRE(next == lines.end());
    // A pair seen from both of its ends, and at gates from each compound as well.
    bool const has_gates = town.graph.compound_count() > 0;
    REQUIRE(crowded <= (has_gates ? expected.size() : expected.size() / 2));
    ranked += lines.size();
  }
  CHECK(ranked > 500);
}

TEST_CASE("the same town gives the same openings") {
  for (unsigned seed = 1; seed <= 30; ++seed) {
    test::RandomTown town(seed, test::private_percent(seed));
    auto what_if = geo::WhatIf(town.town);
    auto const first = geo::find_openings(what_if, town.closed);
    auto again = geo::WhatIf(town.town);
    CHECK(geo::find_openings(again, town.closed) == first);
    CHECK(geo::find_openings(what_if, town.closed) == first);
  }
}

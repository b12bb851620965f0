#include "geo/entrance.hpp"
#include "geo/local_frame.hpp"
#include "geo/street_place.hpp"
#include "geo/walk_field.hpp"
#include "tests/support/ascii_map.hpp"
#include "tests/support/random_town.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <utility>

using namespace yuntu;

namespace {

geo::LonLat place_of_node(geo::WalkRaster const &raster, std::int64_t column, std::int64_t row) {
  return raster.place(column * raster.lon_step(), row * raster.lat_step());
}

/// As far from the nearest street as anything attached may be, give or take a centimetre.
bool is_at_the_brink(geo::StreetSnapper const &snapper, geo::LonLat place,
                     geo::ClosedEdges const &closed = {}) {
  return snapper.snap(place, {100.01, 10, &closed}).has_value() !=
         snapper.snap(place, {99.99, 10, &closed}).has_value();
}

} // namespace

TEST_CASE("a node is attached where a building in its place would be") {
  for (unsigned seed = 1; seed <= 10; ++seed) {
    std::mt19937 random(seed);
    auto const graph = geo::WalkGraph(test::random_streets(random, 12, 12), {});
    auto const snapper = geo::StreetSnapper(graph);
    auto const raster = geo::WalkRaster(graph, snapper);
    std::map<std::pair<int, int>, geo::StreetPoint> attached;
    for (geo::EdgeId edge = 0; edge < graph.edge_count(); ++edge) {
      for (auto const &node : raster.nodes(edge)) {
        bool const is_new = attached
                                .emplace(std::pair(node.column, node.row),
                                         geo::StreetPoint{edge, node.offset_mm, node.access_mm})
                                .second;
        REQUIRE(is_new);
      }
    }
    CHECK(attached.size() == raster.size());
    for (int column = 0; column < 60; ++column) {
      for (int row = 0; row < 60; ++row) {
        auto const snap = snapper.snap(place_of_node(raster, column, row));
        auto const found = attached.find({column, row});
        CAPTURE(seed, column, row);
        if (is_at_the_brink(snapper, place_of_node(raster, column, row))) {
          continue;
        }
        REQUIRE((found != attached.end()) == snap.has_value());
        if (snap) {
          CHECK(std::abs(found->second.access_mm - snap->point.access_mm) <= 1);
          if (found->second.edge == snap->point.edge) {
            CHECK(std::abs(found->second.offset_mm - snap->point.offset_mm) <= 5);
          }
        }
      }
    }
  }
}

TEST_CASE("a node goes round an obstacle as a building in its place would") {
  std::size_t around = 0;
  std::size_t left_out = 0;
  for (unsigned seed = 1; seed <= 6; ++seed) {
    std::mt19937 random(seed);
    auto const graph = geo::WalkGraph(test::random_streets(random, 12, 12), {});
    auto const snapper = geo::StreetSnapper(graph);
    auto const anywhere = [&] {
      auto const north = static_cast<int>(random() % 50'000);
      auto const east = static_cast<int>(random() % 55'000);
      return geo::LonLat::from_units(1'183'500'000 + east, 350'500'000 + north).value();
    };
    auto const obstacles = geo::Obstacles(std::vector<geo::LineString>{
        {anywhere(), anywhere()}, {anywhere(), anywhere()}, {anywhere(), anywhere()}});
    geo::SnapOptions const options{100, 10, nullptr, &obstacles};
    auto const all = geo::WalkRaster(graph, snapper, options);
    CHECK(all.size() == geo::WalkRaster(graph, snapper).size());
    // Where there is no way round what is impassable is no node.
    auto const raster = geo::WalkRaster(graph, snapper, options, &obstacles);
    std::size_t across = 0;
    for (geo::EdgeId edge = 0; edge < graph.edge_count(); ++edge) {
      for (auto const &node : all.nodes(edge)) {
        auto const snap = snapper.snap(place_of_node(all, node.column, node.row), options);
        across += snap && snap->crosses ? 1 : 0;
      }
    }
    CHECK(raster.size() == all.size() - across);
    left_out += across;
    for (geo::EdgeId edge = 0; edge < graph.edge_count(); ++edge) {
      for (auto const &node : raster.nodes(edge)) {
        auto const place = place_of_node(raster, node.column, node.row);
        auto const snap = snapper.snap(place, options);
        auto const straight = snapper.snap(place);
        if (!snap || !straight) {
          continue; // at the brink
        }
        CAPTURE(seed, node.column, node.row);
        CHECK(std::abs(node.access_mm - snap->point.access_mm) <= 1);
        CHECK_FALSE(snap->crosses);
        around += snap->point.access_mm > straight->point.access_mm + 1 ? 1 : 0;
      }
    }
  }
  CHECK(around > 100);
  CHECK(left_out > 100);
}

TEST_CASE("nodes are twenty metres apart and exist only near streets") {
  test::AsciiMap const town("A---------B", 50);
  auto const graph = geo::WalkGraph(std::vector{town.line("AB")}, {});
  auto const snapper = geo::StreetSnapper(graph);
  auto const raster = geo::WalkRaster(graph, snapper);
  CHECK(geo::distance_m(place_of_node(raster, 0, 0), place_of_node(raster, 1, 0)) ==
        Approx(20).margin(0.02));
  CHECK(geo::distance_m(place_of_node(raster, 0, 0), place_of_node(raster, 0, 1)) ==
        Approx(20).margin(0.02));
  // 500 m x 200 m and two half circles of 100 m.
  CHECK(static_cast<double>(raster.size()) * 400 == Approx(500 * 200 + 31'416).epsilon(0.05));
}

TEST_CASE("a node costs what a building in its place would cost, with streets closed or not") {
  std::size_t compared = 0;
  std::size_t ties = 0;
  for (unsigned seed = 1; seed <= 20; ++seed) {
    std::mt19937 random(seed);
    auto const graph = geo::WalkGraph(
        test::with_compounds(random, test::random_streets(random, 12, 30), seed % 2 * 40), {});
    auto const snapper = geo::StreetSnapper(graph);
    auto const raster = geo::WalkRaster(graph, snapper);
    std::map<std::pair<int, int>, geo::EdgeId> nearest;
    for (geo::EdgeId edge = 0; edge < graph.edge_count(); ++edge) {
      for (auto const &node : raster.nodes(edge)) {
        nearest[{node.column, node.row}] = edge;
      }
    }
    std::vector<geo::EdgeId> edges;
    for (auto count = seed % 3 * 2; count > 0; --count) {
      edges.push_back(static_cast<geo::EdgeId>(random() % graph.edge_count()));
    }
    auto const closed = geo::ClosedEdges(edges);
    std::vector<geo::Target> buildings;
    std::vector<std::pair<int, int>> nodes;
    for (int column = 0; column < 50; ++column) {
      for (int row = 0; row < 50; ++row) {
        auto const place = place_of_node(raster, column, row);
        if (is_at_the_brink(snapper, place, closed)) {
          continue;
        }
        auto const snap = snapper.snap(place, {100, 10, &closed});
        auto const edge = nearest.find({column, row});
        if (snap && edge != nearest.end() && !closed.contains(edge->second) &&
            edge->second != snap->point.edge) {
          ++ties; // as far from two streets, to the millimetre
          continue;
        }
        buildings.push_back({snap ? std::optional(snap->point) : std::nullopt, 1});
        nodes.emplace_back(column, row);
      }
    }
    auto const targets = geo::TargetSet(graph, buildings);
    auto search = geo::ReachSearch(graph);
    geo::WalkField field;
    for (int i = 0; i < 3; ++i) {
      std::vector<geo::StreetPoint> origins(1 + random() % 2);
      for (auto &origin : origins) {
        origin = test::random_point(random, graph);
      }
      auto const limit_mm = static_cast<std::int32_t>(random() % 400'000);
      search.run_to(origins, limit_mm, closed);
      field.measure(search, raster);
      std::vector<std::int32_t> expected(targets.size(), geo::ReachSearch::unreached);
      for (auto const &[target, cost_mm] : search.targets(targets)) {
        expected[target] = cost_mm;
      }
      for (std::size_t id = 0; id < nodes.size(); ++id) {
        auto const x = static_cast<std::uint32_t>(nodes[id].first - field.first_column());
        auto const y = static_cast<std::uint32_t>(nodes[id].second - field.first_row());
        auto const cost = x < field.columns() && y < field.rows()
                              ? field.cost_mm(std::size_t{y} * field.columns() + x)
                              : geo::WalkField::unreached;
        CAPTURE(seed, i, nodes[id].first, nodes[id].second);
        if (expected[id] <= limit_mm - 10) {
          REQUIRE(std::abs(cost - expected[id]) <= 10);
          ++compared;
        } else if (expected[id] == geo::ReachSearch::unreached) {
          REQUIRE(cost > limit_mm - 10);
        }
      }
    }
  }
  CHECK(compared > 5000);
  CHECK(ties < compared / 20);
}

TEST_CASE("a building's walk begins at its side towards the street") {
  test::AsciiMap const town(R"(
    A---------B

      P---Q
      |   |
      S---R
  )",
                            10);
  auto const graph = geo::WalkGraph(std::vector{town.line("AB")}, {});
  auto const building = town.polygon("PSRQ");
  auto const at = geo::StreetSnapper(graph).snap(building).value().point;
  auto const entrance = geo::entrance_of(building, graph, at);
  CHECK(geo::distance_m(entrance, geo::street_place(graph, at)) == Approx(20).margin(0.02));
  CHECK(geo::distance_m(entrance, town.at('P')) < 40.1);
  CHECK(geo::street_place(graph, {0, 0, 0}) == town.at('A'));
  CHECK(geo::street_place(graph, {0, graph.edge(0).length_mm, 0}) == town.at('B'));
  CHECK(geo::entrance_of(building, graph, {0, 0, 0}) == town.at('A'));
}

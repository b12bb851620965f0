#include "geo/entrance.hpp"
#include "geo/io/feature_reader.hpp"
#include "geo/io/street_reader.hpp"
#include "geo/nearest_origin.hpp"
#include "geo/outline.hpp"
#include "geo/reach.hpp"
#include "geo/street_snapper.hpp"
#include "geo/validity.hpp"
#include "tests/geo/real_data.hpp"
#include "tests/support/plain_walk.hpp"
#include "tests/support/random_town.hpp"
#include "tests/support/street_lines_of.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <map>
#include <random>

using namespace yuntu;

namespace {

/// A town's walk network with its buildings attached.
struct Town {
  /// With its own private streets, or with others: so many of a hundred.
  explicit Town(std::filesystem::path const &file, unsigned private_percent = 0)
      : graph(streets_of(file, private_percent), {}), snapper(graph) {
    geo::io::SourceOptions options;
    options.layer_name = "multipolygons";
    options.where = "building IS NOT NULL";
    auto const layer = geo::io::read_layer(file, options, geo::io::GeometryKind::polygon).value();
    for (auto const &feature : layer.features) {
      auto const &building = std::get<geo::Polygon>(feature.geometry);
      auto const snap = snapper.snap(building);
      list.push_back({snap ? std::optional(snap->point) : std::nullopt, 1});
      entrances.push_back(snap ? geo::entrance_of(building, graph, snap->point)
                               : building.outer.front());
    }
    targets = geo::TargetSet(graph, list);
  }

  static std::vector<geo::StreetLine> streets_of(std::filesystem::path const &file,
                                                 unsigned private_percent) {
    auto lines = test::street_lines_of(geo::io::read_streets(file).value());
    std::mt19937 random(private_percent);
    return private_percent > 0 ? test::with_compounds(random, std::move(lines), private_percent)
                               : lines;
  }

  [[nodiscard]] geo::StreetPoint random_origin(std::mt19937 &random) const {
    for (;;) {
      auto const &target = list[random() % list.size()];
      if (target.at) {
        return *target.at;
      }
    }
  }

  geo::WalkGraph graph;
  geo::StreetSnapper snapper;
  std::vector<geo::Target> list;
  std::vector<geo::LonLat> entrances;
  geo::TargetSet targets;
};

} // namespace

TEST_CASE("in a real town fifteen minutes on foot reach what plain Dijkstra reaches") {
  auto const name = GENERATE(as<std::string>{}, "osm/vancouver.osm.pbf", "osm/monaco.osm.pbf");
  auto const file = test::real_data(name);
  if (!file) {
    return;
  }
  // 200 origins a town, shared among its own private streets and two lots of others.
  auto const [private_percent, origins] =
      GENERATE(table<unsigned, int>({{0, 68}, {15, 66}, {50, 66}}));
  auto const town = Town(*file, private_percent);
  CHECK(town.graph.largest_share() > 0.9);
  std::mt19937 random(20 + private_percent);
  auto search = geo::ReachSearch(town.graph);
  std::size_t reached_in_all = 0;
  for (int i = 0; i < origins; ++i) {
    auto const origin = town.random_origin(random);
    // Every other time somebody digs up the origin's neighbourhood.
    auto const closed =
        i % 2 == 0 ? geo::ClosedEdges() : geo::ClosedEdges{origin.edge + 1, origin.edge + 3};
    std::int32_t const limit_mm = geo::cost_within_mm(town.graph.profile(), 900);
    search.run_to(origin, limit_mm, closed);
    std::map<geo::TargetId, std::int64_t> reached;
    for (auto const &[target, cost_mm] : search.targets(town.targets)) {
      REQUIRE(reached.emplace(target, cost_mm).second);
    }
    auto const costs = test::PlainWalk(town.graph, town.targets, origin, closed).costs();
    std::map<geo::TargetId, std::int64_t> expected;
    for (geo::TargetId id = 0; id < costs.size(); ++id) {
      if (costs[id] <= limit_mm) {
        expected[id] = costs[id];
      }
    }
    CAPTURE(name, private_percent, i, origin.edge);
    REQUIRE(reached == expected);
    reached_in_all += reached.size();
  }
  CHECK(reached_in_all > 5'000);
}

TEST_CASE("in a real town an outline has at most one building in fifty on its wrong side") {
  auto const name = GENERATE(as<std::string>{}, "osm/vancouver.osm.pbf", "osm/monaco.osm.pbf");
  auto const file = test::real_data(name);
  if (!file) {
    return;
  }
  auto const town = Town(*file);
  auto const raster = geo::WalkRaster(town.graph, town.snapper);
  auto const places = geo::TargetPlaces(town.entrances);
  auto sketch = geo::OutlineSketch(raster);
  auto search = geo::ReachSearch(town.graph);
  std::mt19937 random(20);
  std::size_t reached = 0;
  std::size_t wrong = 0;
  auto const closed = geo::ClosedEdges();
  for (int i = 0; i < 50; ++i) {
    search.run_to(town.random_origin(random), 1'200'000, closed);
    auto const outline = sketch.outline(search, town.targets, places);
    for (auto const &part : outline.parts) {
      CHECK_FALSE(geo::find_defect(part));
    }
    reached += outline.reached.targets;
    wrong += outline.reached_outside.targets + outline.unreached_inside.targets;
  }
  CAPTURE(name, reached, wrong);
  CHECK(wrong * 50 <= reached);
}

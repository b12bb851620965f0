#include "geo/catchment.hpp"
#include "geo/local_frame.hpp"
#include "geo/nearest_origin.hpp"
#include "geo/reach.hpp"
#include "geo/segment_distance.hpp"
#include "tests/support/plain_walk.hpp"
#include "tests/support/random_town.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <set>

using namespace yuntu;
using test::PlainWalk;

namespace {

geo::WalkGraph some_graph(std::mt19937 &random, int streets, unsigned percent_private) {
  return {test::with_compounds(random, test::random_streets(random, 12, streets), percent_private),
          {}};
}

geo::ClosedEdges random_closures(std::mt19937 &random, geo::WalkGraph const &graph) {
  std::vector<geo::EdgeId> closed;
  for (auto count = random() % 3 == 0 ? 0 : random() % 20; count > 0; --count) {
    closed.push_back(static_cast<geo::EdgeId>(random() % graph.edge_count()));
  }
  return geo::ClosedEdges(closed);
}

std::map<geo::TargetId, std::int64_t> within(std::vector<std::int64_t> const &costs,
                                             std::int64_t limit_mm) {
  std::map<geo::TargetId, std::int64_t> result;
  for (geo::TargetId id = 0; id < costs.size(); ++id) {
    if (costs[id] <= limit_mm) {
      result[id] = costs[id];
    }
  }
  return result;
}

std::map<geo::TargetId, std::int64_t> as_map(std::span<geo::ReachedTarget const> reached) {
  std::map<geo::TargetId, std::int64_t> result;
  for (auto const &[target, cost_mm] : reached) {
    REQUIRE(result.emplace(target, cost_mm).second); // each once
  }
  return result;
}

double distance_to_lines_m(geo::MultiLineString const &lines, geo::LonLat place) {
  auto const frame = geo::LocalFrame(place);
  double nearest = 1e9;
  for (auto const &line : lines) {
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
      nearest = std::min(nearest, geo::approach(frame.to_metric(place), frame.to_metric(line[i]),
                                                frame.to_metric(line[i + 1]))
                                      .distance_m);
    }
  }
  return nearest;
}

} // namespace

TEST_CASE("the bounded search finds the same targets at the same cost as plain Dijkstra") {
  std::size_t searches = 0;
  std::size_t reached = 0;
  for (unsigned seed = 1; seed <= 90; ++seed) {
    std::mt19937 random(seed);
    auto const streets = test::random_streets(random, 12, 20 + static_cast<int>(seed % 30) * 3);
    auto const graph =
        geo::WalkGraph(test::with_compounds(random, streets, test::private_percent(seed)), {});
    auto const targets = geo::TargetSet(graph, test::random_targets(random, graph, 150));
    auto search = geo::ReachSearch(graph); // one workspace for all, as in use
    for (int i = 0; i < 15; ++i) {
      auto const closed = random_closures(random, graph);
      auto const origin = test::random_point(random, graph);
      auto const limit_mm = static_cast<std::int32_t>(random() % 900'000);
      search.run_to(origin, limit_mm, closed);
      auto const expected = within(PlainWalk(graph, targets, origin, closed).costs(), limit_mm);
      CAPTURE(seed, i, origin.edge, limit_mm);
      REQUIRE(as_map(search.targets(targets)) == expected);
      ++searches;
      reached += expected.size();
    }
  }
  CHECK(searches == 1350);
  CHECK(reached > 10'000); // the comparison is about something
}

TEST_CASE("several origins at once give the cost to the nearest, as plain Dijkstra from each") {
  for (unsigned seed = 1; seed <= 60; ++seed) {
    std::mt19937 random(seed);
    auto const graph = some_graph(random, 60, test::private_percent(seed));
    auto const targets = geo::TargetSet(graph, test::random_targets(random, graph, 100));
    auto const closed = random_closures(random, graph);
    std::vector<std::optional<geo::StreetPoint>> origins(1 + random() % 8);
    for (auto &origin : origins) {
      origin = test::random_point(random, graph);
    }
    origins.push_back(origins.front()); // a tie for every target: the lower index wins
    origins.insert(origins.begin(), std::nullopt);
    std::vector<std::optional<geo::NearestOrigin>> expected(targets.size());
    for (std::uint32_t i = 1; i < origins.size(); ++i) {
      auto const costs = PlainWalk(graph, targets, *origins[i], closed).costs();
      for (geo::TargetId id = 0; id < targets.size(); ++id) {
        if (costs[id] != PlainWalk::never && (!expected[id] || costs[id] < expected[id]->cost_mm)) {
          expected[id] = {i, static_cast<std::int32_t>(costs[id])};
        }
      }
    }
    CAPTURE(seed);
    REQUIRE(geo::nearest_origins(graph, targets, origins, closed) == expected);
    for (auto &nearest : expected) {
      if (nearest && nearest->cost_mm > 200'000) {
        nearest.reset();
      }
    }
    REQUIRE(geo::nearest_origins(graph, targets, origins, closed, 200'000) == expected);
  }
}

TEST_CASE("a place on a street lies on the reached lines exactly when it is reached") {
  std::size_t inside = 0;
  std::size_t outside = 0;
  for (unsigned seed = 1; seed <= 12; ++seed) {
    std::mt19937 random(seed);
    auto const graph = some_graph(random, 40, test::private_percent(seed));
    auto const closed = random_closures(random, graph);
    auto list = test::random_targets(random, graph, 200);
    for (auto &target : list) {
      if (target.at) {
        target.at->access_mm = 0;
      }
    }
    auto const targets = geo::TargetSet(graph, list);
    auto const origin = test::random_point(random, graph);
    std::int32_t const limit_mm = 250'000;
    auto search = geo::ReachSearch(graph);
    search.run_to(origin, limit_mm, closed);
    auto const streets = search.streets();
    auto const costs = PlainWalk(graph, targets, origin, closed).costs();
    for (geo::TargetId id = 0; id < list.size(); ++id) {
      if (!list[id].at || std::abs(costs[id] - limit_mm) < 100 ||
          closed.contains(list[id].at->edge)) {
        continue; // too near the end of the time to tell by rounded coordinates
      }
      auto const points = graph.points(list[id].at->edge);
      double left_m = list[id].at->offset_mm / 1000.0;
      auto place = points.back();
      for (std::size_t i = 0; i + 1 < points.size(); ++i) {
        auto const segment_m = geo::distance_m(points[i], points[i + 1]);
        if (left_m <= segment_m) {
          auto const frame = geo::LocalFrame(points[i]);
          auto const end = frame.to_metric(points[i + 1]);
          place = frame.to_lon_lat(
              {end.easting * left_m / segment_m, end.northing * left_m / segment_m});
          break;
        }
        left_m -= segment_m;
      }
      auto const is_on_lines = distance_to_lines_m(streets.lines, place) < 0.03;
      CAPTURE(seed, id, costs[id]);
      if (costs[id] <= limit_mm) {
        CHECK(is_on_lines);
        ++inside;
      } else if (is_on_lines) {
        // Only where another reached street runs over the very same ground.
        ++outside;
      }
    }
  }
  CHECK(inside > 200);
  CHECK(outside < inside / 10);
}

TEST_CASE("the reached length is the sum of its lines and of nothing twice") {
  for (unsigned seed = 1; seed <= 30; ++seed) {
    std::mt19937 random(seed);
    auto const graph = some_graph(random, 60, test::private_percent(seed));
    auto const closed = random_closures(random, graph);
    auto search = geo::ReachSearch(graph);
    std::vector<geo::StreetPoint> origins(1 + random() % 5);
    for (auto &origin : origins) {
      origin = test::random_point(random, graph);
    }
    search.run_to(origins, static_cast<std::int32_t>(random() % 600'000), closed);
    auto const streets = search.streets();
    double drawn_m = 0;
    for (auto const &line : streets.lines) {
      REQUIRE(line.size() >= 2);
      for (std::size_t i = 0; i + 1 < line.size(); ++i) {
        drawn_m += geo::distance_m(line[i], line[i + 1]);
      }
    }
    CAPTURE(seed);
    CHECK(drawn_m ==
          Approx(streets.street_m).margin(0.02 * static_cast<double>(streets.lines.size() + 1)));
    CHECK(streets.street_m <= graph.street_m());
  }
}

TEST_CASE("with unlimited time every street of the origin's component is reached in full") {
  for (unsigned seed = 1; seed <= 10; ++seed) {
    std::mt19937 random(seed);
    auto const graph = geo::WalkGraph(test::random_streets(random, 12, 25), {});
    auto const origin = test::random_point(random, graph);
    auto const closed = geo::ClosedEdges();
    auto search = geo::ReachSearch(graph);
    search.run_to(origin, geo::max_cost_mm, closed);
    auto const component = graph.component_of(graph.edge(origin.edge).from);
    std::int64_t expected_mm = 0;
    for (geo::EdgeId edge = 0; edge < graph.edge_count(); ++edge) {
      if (graph.component_of(graph.edge(edge).from) == component) {
        expected_mm += graph.edge(edge).length_mm;
      }
    }
    CHECK(search.streets().street_m == Approx(static_cast<double>(expected_mm) / 1000));
    std::size_t vertices = 0;
    search.visit_vertices([&](geo::VertexId) { ++vertices; });
    CHECK(vertices == graph.component_size(component));
  }
}

TEST_CASE("another street never makes a walk longer or the reached network smaller") {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    std::mt19937 random(seed);
    auto streets = test::random_streets(random, 12, 50);
    auto const before = geo::WalkGraph(streets, {});
    auto const more = test::random_streets(random, 12, 1);
    streets.push_back(more.front());
    auto const after = geo::WalkGraph(streets, {});
    std::map<geo::LonLat, geo::VertexId> after_vertex;
    for (geo::VertexId v = 0; v < after.vertex_count(); ++v) {
      after_vertex[after.place(v)] = v;
    }
    auto const at = [](geo::WalkGraph const &graph, geo::VertexId vertex) {
      auto const edge = graph.arcs(vertex).front().edge;
      auto const is_start = graph.edge(edge).from == vertex;
      return geo::StreetPoint{edge, is_start ? 0 : graph.edge(edge).length_mm, 0};
    };
    auto const closed = geo::ClosedEdges();
    auto old_search = geo::ReachSearch(before);
    auto new_search = geo::ReachSearch(after);
    for (geo::VertexId origin = 0; origin < before.vertex_count(); origin += 7) {
      old_search.run_to(at(before, origin), 300'000, closed);
      new_search.run_to(at(after, after_vertex.at(before.place(origin))), 300'000, closed);
      old_search.visit_vertices([&](geo::VertexId vertex) {
        auto const now = new_search.cost_mm(after_vertex.at(before.place(vertex)));
        // An edge cut in two may round a millimetre up at each cut.
        REQUIRE(now <= old_search.cost_mm(vertex) + 10);
      });
      REQUIRE(new_search.streets().street_m >= old_search.streets().street_m - 0.05);
    }
  }
}

TEST_CASE("catchments are what each origin by itself would reach, and nobody's without a street") {
  for (unsigned seed = 1; seed <= 10; ++seed) {
    std::mt19937 random(seed);
    auto const graph = some_graph(random, 60, test::private_percent(seed));
    auto const targets = geo::TargetSet(graph, test::random_targets(random, graph, 120));
    auto const closed = random_closures(random, graph);
    std::vector<std::optional<geo::StreetPoint>> origins(5);
    for (std::size_t i = 1; i < origins.size(); ++i) {
      origins[i] = test::random_point(random, graph);
    }
    auto search = geo::ReachSearch(graph);
    auto const found = geo::catchments_to(search, targets, origins, 300, closed);
    REQUIRE(found.size() == origins.size());
    CHECK(found[0].empty());
    for (std::size_t i = 1; i < origins.size(); ++i) {
      auto const expected = within(PlainWalk(graph, targets, *origins[i], closed).costs(), 330'000);
      REQUIRE(found[i].size() == expected.size()); // each target once
      CHECK(as_map(found[i]) == expected);
    }
  }
}

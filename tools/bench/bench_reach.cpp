// Walk search on a real town: bench_reach [--quick] [--siting] [--metres M] [FILE.osm.pbf]
#include "geo/catchment.hpp"
#include "geo/nearest_origin.hpp"
#include "geo/reach.hpp"
#include "geo/street_snapper.hpp"
#include "tools/bench/bench_report.hpp"
#include "tools/bench/bench_town.hpp"
#include "tools/bench/plain_reach.hpp"
#include "tools/bench/reach_bed.hpp"
#include "tools/bench/reach_peers.hpp"
#include "tools/bench/reach_planning.hpp"
#include "tools/bench/reach_siting.hpp"
#include "tools/checkout.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <iostream>
#include <new>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace {
std::atomic<long> allocations = 0; // counted below, read by count_allocations
}

void *operator new(std::size_t size) {
  allocations.fetch_add(1, std::memory_order_relaxed);
  if (void *const memory = std::malloc(size > 0 ? size : 1)) {
    return memory;
  }
  throw std::bad_alloc();
}
void operator delete(void *memory) noexcept {
  std::free(memory);
}
void operator delete(void *memory, std::size_t) noexcept {
  std::free(memory);
}

namespace yuntu::bench {
namespace {

constexpr std::size_t origin_count = 200;

struct Options {
  bool is_quick = false;
  bool is_siting = false; ///< only that
  double metres = 990;    ///< fifteen minutes at 1.1 m/s
  std::filesystem::path file;
};

/// One 15-minute tree with its exact target set, run turn by turn with the control.
void measure_reach(ReachBed const &bench) {
  auto search = geo::ReachSearch(bench.graph);
  auto plain = PlainReach(bench.graph, bench.targets);
  std::vector<double> fast_ms;
  std::vector<double> plain_ms;
  std::size_t differences = 0;
  std::size_t reached_in_all = 0;
  for (int round = 0; round < bench.rounds; ++round) {
    for (auto const &origin : bench.origins) {
      std::span<geo::ReachedTarget const> reached;
      fast_ms.push_back(milliseconds([&] {
        search.run_to(*origin, bench.limit_mm, bench.closed);
        reached = search.targets(bench.targets);
      }));
      std::vector<std::int32_t> const *costs = nullptr;
      plain_ms.push_back(milliseconds([&] { costs = &plain.costs_to(*origin, bench.limit_mm); }));
      auto const expected = std::count_if(costs->begin(), costs->end(), [](std::int32_t cost) {
        return cost != PlainReach::unreached;
      });
      differences += static_cast<std::size_t>(expected) != reached.size() ? 1 : 0;
      for (auto const &[target, cost_mm] : reached) {
        differences += (*costs)[target] != cost_mm ? 1 : 0;
      }
      reached_in_all += reached.size();
    }
  }
  report({"reach_15min_targets", median(fast_ms) * 1000, "us", "std::priority_queue Dijkstra",
          median(plain_ms) * 1000, fast_ms});
  report({"reach_15min_targets_mean",
          static_cast<double>(reached_in_all) / static_cast<double>(fast_ms.size()), "targets"});
  report({"reach_differences_from_control", static_cast<double>(differences), "targets"});
}

void measure_search_alone(ReachBed const &bench) {
  auto search = geo::ReachSearch(bench.graph);
  std::vector<double> times;
  std::size_t vertices = 0;
  for (int round = 0; round < bench.rounds; ++round) {
    for (auto const &origin : bench.origins) {
      times.push_back(milliseconds([&] { search.run_to(*origin, bench.limit_mm, bench.closed); }));
      search.visit_vertices([&](geo::VertexId) { ++vertices; });
    }
  }
  report({"reach_15min_tree", median(times) * 1000, "us", "", 0, times});
  report({"reach_15min_vertices_mean",
          static_cast<double>(vertices) / static_cast<double>(times.size()), "vertices"});
}

void measure_streets(ReachBed const &bench) {
  auto search = geo::ReachSearch(bench.graph);
  std::vector<double> times;
  for (auto const &origin : bench.origins) {
    times.push_back(milliseconds([&] {
      search.run_to(*origin, bench.limit_mm, bench.closed);
      static_cast<void>(search.streets());
    }));
  }
  report({"reach_15min_street_lines", median(times) * 1000, "us", "", 0, times});
}

void measure_all_origins(ReachBed const &bench) {
  auto search = geo::ReachSearch(bench.graph);
  std::vector<double> coverage_ms;
  std::vector<double> nearest_ms;
  for (int round = 0; round < bench.rounds; ++round) {
    coverage_ms.push_back(milliseconds([&] {
      static_cast<void>(
          geo::catchments_to(search, bench.targets, bench.origins, bench.limit_s, bench.closed));
    }));
    nearest_ms.push_back(milliseconds([&] {
      static_cast<void>(geo::nearest_origins(bench.graph, bench.targets, bench.origins));
    }));
  }
  report({"coverage_200_origins", median(coverage_ms), "ms", "", 0, coverage_ms});
  report({"nearest_of_200_origins", median(nearest_ms), "ms", "", 0, nearest_ms});
}

void count_allocations(ReachBed const &bench) {
  auto search = geo::ReachSearch(bench.graph);
  auto const run_all = [&] {
    for (auto const &origin : bench.origins) {
      search.run_to(*origin, bench.limit_mm, bench.closed);
      static_cast<void>(search.targets(bench.targets));
    }
  };
  run_all();
  auto const before = allocations.load();
  run_all();
  auto const made = allocations.load() - before;
  report({"reach_allocations_after_warm_up", static_cast<double>(made), "allocations"});
}

Town load(Options const &options) {
  if (std::filesystem::exists(options.file)) {
    return read_town(options.file);
  }
  std::cerr << "no " << options.file << ": measuring on a made-up town\n";
  return made_up_town(1);
}

void run(Options const &options) {
  Town town;
  auto const read_ms = milliseconds([&] { town = load(options); });
  geo::WalkGraph graph;
  auto const build_ms = milliseconds([&] { graph = geo::WalkGraph(town.streets, {}); });
  report({"graph_build", build_ms, "ms"});
  auto const snapper = geo::StreetSnapper(graph);
  std::vector<geo::Target> list;
  auto const snap_ms = milliseconds([&] {
    for (auto const &building : town.buildings) {
      auto const snap = snapper.snap(building);
      list.push_back({snap ? std::optional(snap->point) : std::nullopt, 1});
    }
  });
  report({"snap_all_buildings", snap_ms, "ms"});
  report({"file_to_snapped_buildings", read_ms + build_ms + snap_ms, "ms"});
  auto const targets = geo::TargetSet(graph, list);
  std::cerr << town.name << ": " << graph.vertex_count() << " vertices, " << graph.edge_count()
            << " edges, " << graph.street_m() / 1000 << " km, " << graph.components()
            << " components (largest " << graph.largest_share() << "), " << list.size()
            << " buildings\n";

  auto const limit_s = options.metres / graph.profile().speed_mps;
  ReachBed bench{graph,
                 targets,
                 {},
                 {},
                 geo::cost_within_mm(graph.profile(), limit_s),
                 limit_s,
                 options.is_quick ? 5 : 50};
  std::mt19937 random(7);
  while (bench.origins.size() < origin_count) {
    auto const &at = list[random() % list.size()].at;
    if (at) {
      bench.origins.push_back(at);
    }
  }
  if (options.is_siting) {
    return measure_siting(bench);
  }
  measure_search_alone(bench);
  measure_reach(bench);
  measure_streets(bench);
  measure_all_origins(bench);
  count_allocations(bench);
  measure_beside_peers(bench, snapper, town);
  measure_planning(bench);
  bench.origins.resize(30);
  measure_planning(bench);
}

Options parse(int argc, char const *const *argv) {
  char const *const data = std::getenv("YUNTU_TEST_DATA");
  Options options;
  options.file =
      std::filesystem::path(data != nullptr ? data : yuntu::checkout() + "/../shared/data") /
      "osm/vancouver.osm.pbf";
  for (int i = 1; i < argc; ++i) {
    if (std::string_view(argv[i]) == "--quick") {
      options.is_quick = true;
    } else if (std::string_view(argv[i]) == "--siting") {
      options.is_siting = true;
    } else if (std::string_view(argv[i]) == "--metres" && i + 1 < argc) {
      options.metres = std::stod(argv[++i]);
    } else {
      options.file = argv[i];
    }
  }
  return options;
}

} // namespace
} // namespace yuntu::bench

int main(int argc, char **argv) {
  try {
    yuntu::bench::run(yuntu::bench::parse(argc, argv));
    return 0;
  } catch (std::exception const &error) {
    std::cerr << "bench_reach: " << error.what() << '\n';
    return 2;
  }
}

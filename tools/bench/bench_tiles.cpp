// Vector tiles uncached: bench_tiles [--quick]
// With YUNTU_BENCH_POSTGIS (tools/bench/peers start DIR prints it) PostGIS cuts the same tiles.
#include "server/services/tile_cache.hpp"
#include "server/services/tile_map.hpp"
#include "server/services/tile_service.hpp"
#include "tools/bench/bench_report.hpp"
#include "tools/bench/tile_compare.hpp"
#include "tools/bench/tile_data.hpp"
#ifdef YUNTU_HAS_LIBPQ
#include "tools/bench/postgis_peer.hpp"
#include "tools/checkout.hpp"
#endif

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <exception>
#include <functional>
#include <iostream>
#include <limits>
#include <memory>
#include <numeric>
#include <random>
#include <string_view>
#include <vector>

#include <time.h>

namespace yuntu::bench {
namespace {

using model::LayerKind;
constexpr int rounds = 3;
/// Cuts tiles of the layer at hand; empty where no peer runs.
struct Peer {
  std::function<std::string(geo::TileId)> tile;
  std::function<double()> cpu_us; ///< processor time taken so far
};

struct Options {
  bool is_quick = false;
  std::size_t most_tiles = 400; ///< of a layer and zoom
  std::filesystem::path osm;
  std::filesystem::path definition;
};

/// One layer at one zoom.
struct Work {
  TileData const &data;
  LayerKind kind;
  std::uint8_t zoom;
  std::vector<geo::TileId> tiles;

  [[nodiscard]] std::string name(char const *what) const {
    return std::string(what) + "_" + data.name + "_" + std::string(model::to_string(kind)) + "_z" +
           std::to_string(zoom);
  }
};

template <typename Task>
double microseconds(Task task) {
  auto const start = std::chrono::steady_clock::now();
  task();
  return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start)
      .count();
}

std::string ours(Work const &work, geo::TileId tile) {
  return services::make_tile(*work.data.base, work.kind, std::string(model::to_string(work.kind)),
                             tile);
}

std::vector<geo::TileId> tiles_of(Work const &work, std::size_t most) {
  auto const extent = work.data.base->extent();
  auto const corner = [&](std::int32_t lon, std::int32_t lat) {
    return geo::tile_at(geo::LonLat::from_units(lon, lat).value(), work.zoom);
  };
  auto const first = corner(extent.west, extent.north);
  auto const last = corner(extent.east, extent.south);
  std::vector<geo::TileId> all;
  for (auto x = first.x; x <= last.x; ++x) {
    for (auto y = first.y; y <= last.y; ++y) {
      all.push_back({work.zoom, x, y});
    }
  }
  std::mt19937 random(7);
  std::shuffle(all.begin(), all.end(), random);
  std::vector<geo::TileId> chosen;
  for (auto const tile : all) {
    if (chosen.size() < most && !ours(work, tile).empty()) {
      chosen.push_back(tile);
    }
  }
  return chosen;
}

double sum(std::vector<double> const &values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

/// Of this thread.
double cpu_us() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_nsec) / 1e3;
}

/// Of all layers and zooms together.
struct Totals {
  double ours_cpu_us = 0; ///< of all rounds
  double peers_cpu_us = 0;
  double ours_us = 0;
  double peers_us = 0;
  std::size_t tiles = 0;
  TileDifferences differences;
  std::size_t largest_packed = 0;
  std::size_t largest_plain = 0;
};

void measure_speed(Work const &work, Peer const &peer, Totals &totals) {
  std::vector<double> our_us;
  std::vector<double> peer_us;
  // A thinned shape strays half a pixel (4 units) at most on either side, rounding a unit.
  bool const is_exact =
      work.zoom >= services::simplify_scale_of(services::tile_group_of(work.kind)).exact_zoom;
  double const tolerance = is_exact ? 1.5 : 5.5;
  for (auto const tile : work.tiles) {
    std::string made;
    std::string other;
    double our_best = std::numeric_limits<double>::infinity();
    double peer_best = our_best;
    for (int round = 0; round < rounds; ++round) { // the machine may be shared: the best counts
      auto const before = cpu_us();
      our_best = std::min(our_best, microseconds([&] { made = ours(work, tile); }));
      totals.ours_cpu_us += cpu_us() - before;
      if (peer.tile) {
        auto const peer_before = peer.cpu_us();
        peer_best = std::min(peer_best, microseconds([&] { other = peer.tile(tile); }));
        totals.peers_cpu_us += peer.cpu_us() - peer_before;
      }
    }
    our_us.push_back(our_best);
    if (peer.tile) {
      peer_us.push_back(peer_best);
      auto const found = compare_tiles(made, other, tolerance);
      if (found.shapes > 0) {
        std::cerr << work.name("differs") << ' ' << tile.x << '/' << tile.y << ": feature "
                  << found.farthest_id << " by " << found.farthest << " tile units\n";
      }
      totals.differences += found;
    }
  }
  std::vector<double> our_ms;
  std::transform(our_us.begin(), our_us.end(), std::back_inserter(our_ms),
                 [](double us) { return us / 1000; });
  report({work.name("tile"), quantile(our_us, 0.5), "us", peer.tile ? "PostGIS ST_AsMVT" : "",
          quantile(peer_us, 0.5), our_ms});
  totals.ours_us += sum(our_us);
  totals.peers_us += sum(peer_us);
  totals.tiles += work.tiles.size();
}

void measure_sizes(Work const &work, Totals &totals) {
  std::size_t plain = 0;
  std::size_t packed = 0;
  for (auto const tile : work.tiles) {
    auto const bytes = ours(work, tile);
    plain = std::max(plain, bytes.size());
    packed = std::max(packed, services::gzip(bytes).size());
  }
  report({work.name("largest_plain"), static_cast<double>(plain) / 1000, "kB"});
  report({work.name("largest_gzip"), static_cast<double>(packed) / 1000, "kB"});
  totals.largest_plain = std::max(totals.largest_plain, plain);
  totals.largest_packed = std::max(totals.largest_packed, packed);
}

void measure_preparation(TileData const &data) {
  double bytes = 0;
  auto const before = cpu_us();
  for (auto const &[kind, layer] : data.base->layers()) {
    bytes += static_cast<double>(data.base->tiles().layer(kind).memory());
  }
  report({"prepare_cpu_" + data.name, (cpu_us() - before) / 1000, "ms"});
  report({"prepared_memory_" + data.name, bytes / 1e6, "MB"});
}

void report_totals(std::string const &name, Totals const &totals, bool has_peer) {
  auto const count = static_cast<double>(totals.tiles);
  auto const &found = totals.differences;
  report({"mean_tile_" + name, totals.ours_us / count, "us", has_peer ? "PostGIS ST_AsMVT" : "",
          totals.peers_us / count});
  // What a shared machine does to the clock it does not do to the processor time.
  report({"cpu_per_tile_" + name, totals.ours_cpu_us / count / rounds, "us",
          has_peer ? "PostGIS ST_AsMVT" : "", totals.peers_cpu_us / count / rounds});
  report({"tiles_per_second_" + name, count / totals.ours_us * 1e6, "tiles/s"});
  report({"largest_plain_" + name, static_cast<double>(totals.largest_plain) / 1000, "kB"});
  report({"largest_gzip_" + name, static_cast<double>(totals.largest_packed) / 1000, "kB"});
  if (has_peer) {
    report({"postgis_tiles_per_second_" + name, count / totals.peers_us * 1e6, "tiles/s"});
    report({"features_compared_" + name, static_cast<double>(found.features), "features"});
    report({"features_missing_" + name, static_cast<double>(found.missing), "features"});
    report({"specks_in_one_only_" + name, static_cast<double>(found.specks), "features"});
    report({"attribute_differences_" + name, static_cast<double>(found.attributes), "features"});
    report({"shape_differences_" + name, static_cast<double>(found.shapes), "features"});
    report({"farthest_vertex_" + name, found.farthest, "tile units"});
  }
}

using LoadPeer = std::function<Peer(services::BaseMap const &, LayerKind)>;

void run(TileData const &data, Options const &options, LoadPeer const &load_peer) {
  measure_preparation(data);
  Totals totals;
  for (auto const &[kind, layer] : data.base->layers()) {
    auto const peer = load_peer ? load_peer(*data.base, kind) : Peer();
    for (std::uint8_t zoom = services::first_zoom_of(kind); zoom <= 17; ++zoom) {
      if (zoom < 9 || (options.is_quick && zoom % 2 == 1)) {
        continue;
      }
      Work work{data, kind, zoom, {}};
      work.tiles = tiles_of(work, options.most_tiles);
      if (!work.tiles.empty()) {
        measure_speed(work, peer, totals);
        measure_sizes(work, totals);
      }
    }
  }
  report_totals(data.name, totals, static_cast<bool>(load_peer));
}

Options parse(int argc, char const *const *argv) {
  char const *const data = std::getenv("YUNTU_TEST_DATA");
  Options options;
  options.osm =
      std::filesystem::path(data != nullptr ? data : yuntu::checkout() + "/../shared/data") /
      "osm/vancouver.osm.pbf";
  options.definition = yuntu::checkout() + "/data/demo/county.toml";
  if (!std::filesystem::exists(options.definition)) {
    options.definition = yuntu::checkout() + "/data/demo/first_light.toml";
  }
  for (int i = 1; i < argc; ++i) {
    if (std::string_view(argv[i]) == "--quick") {
      options.is_quick = true;
      options.most_tiles = 40;
    } else {
      throw std::runtime_error(std::string("unknown option ") + argv[i] + "; expected --quick");
    }
  }
  return options;
}

void run_all(Options const &options) {
  LoadPeer load_peer;
#ifdef YUNTU_HAS_LIBPQ
  std::unique_ptr<PostgisPeer> postgis;
  if (char const *const settings = std::getenv("YUNTU_BENCH_POSTGIS")) {
    postgis = std::make_unique<PostgisPeer>(settings);
    std::cerr << "against " << postgis->version() << '\n';
    load_peer = [&](services::BaseMap const &base, LayerKind kind) -> Peer {
      postgis->load(base, kind);
      return {[&](geo::TileId tile) { return postgis->tile(tile); },
              [&] { return postgis->cpu_us(); }};
    };
  }
#endif
  if (!load_peer) {
    std::cerr << "no PostGIS (tools/bench/peers, YUNTU_BENCH_POSTGIS): our own figures only\n";
  }
  if (std::filesystem::exists(options.osm)) {
    run(osm_tiles(options.osm), options, load_peer);
  } else {
    std::cerr << "no " << options.osm << ": measuring on the demo town only\n";
  }
  run(demo_tiles(options.definition), options, load_peer);
}

} // namespace
} // namespace yuntu::bench

int main(int argc, char **argv) {
  try {
    yuntu::bench::run_all(yuntu::bench::parse(argc, argv));
    return 0;
  } catch (std::exception const &error) {
    std::cerr << "bench_tiles: " << error.what() << '\n';
    return 2;
  }
}

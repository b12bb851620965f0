// How long the topology check takes on counties of three sizes, in memory, and that what it says
// of a clean one is nothing and of a spoilt one is what was spoilt.
#include "server/rules/topology/topology_check.hpp"
#include "tools/bench/bench_report.hpp"
#include "tools/bench/nested_county.hpp"

#include <chrono>
#include <cmath>
#include <cstring>
#include <ctime>
#include <iostream>
#include <string>

namespace {

using namespace yuntu;
using namespace yuntu::bench;
using model::LayerKind;
using Layers = std::map<LayerKind, model::LayerVersion>;

struct Size {
  std::string name;
  CountyPlan plan;
};

/// 10 k, 100 k and 1 M buildings; the last of 10,000 micro-grids in 110 grids.
std::vector<Size> sizes(bool is_quick) {
  std::vector<Size> result{{"10k", {7, {10, 10}, {2, 2}, {1, 1}, {1, 1}, 10, 10}},
                           {"100k", {7, {32, 32}, {4, 4}, {2, 2}, {1, 1}, 10, 10}}};
  if (!is_quick) {
    result.push_back({"1m", {7, {100, 100}, {11, 10}, {5, 5}, {2, 2}, 10, 10}});
  }
  return result;
}

double processor_s() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

/// Every micro-grid's corners moved by up to some centimetres, each for itself: no two borders fit.
void shake(Layers &layers) {
  std::uint32_t state = 1;
  for (auto &row : layers.at(LayerKind::microgrid).features) {
    auto &outer = std::get<geo::Polygon>(row.geometry).outer;
    for (std::size_t i = 0; i + 1 < outer.size(); ++i) {
      state = state * 1664525U + 1013904223U;
      auto const off = static_cast<std::int32_t>(state >> 28U) - 8;
      outer[i] = geo::LonLat::from_units(outer[i].lon_e7() + off, outer[i].lat_e7() - off).value();
    }
    outer.back() = outer.front();
  }
}

std::size_t run(std::string const &name, Layers layers) {
  auto const corners = [&] {
    std::size_t sum = 0;
    for (auto const &[kind, layer] : layers) {
      for (auto const &row : layer.features) {
        auto const *const polygon = std::get_if<geo::Polygon>(&row.geometry);
        sum += polygon == nullptr ? 0 : polygon->outer.size() - 1;
      }
    }
    return sum;
  }();
  auto const shared = shared_layers(std::move(layers));
  auto const start = std::chrono::steady_clock::now();
  auto const processor = processor_s();
  auto const found = rules::topology::check_topology(shared, {});
  double const seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  report({"check_" + name, seconds, "s"});
  report({"check_" + name + "_processor", processor_s() - processor, "s"});
  report({"check_" + name + "_corners", static_cast<double>(corners), "corners"});
  report({"check_" + name + "_findings", static_cast<double>(found.findings.size()), "findings"});
  return found.findings.size();
}

} // namespace

int main(int argc, char **argv) {
  bool const is_quick = argc > 1 && std::strcmp(argv[1], "--quick") == 0;
  for (auto const &[name, plan] : sizes(is_quick)) {
    auto layers = nested_county(plan);
    auto shaken = layers;
    shake(shaken);
    if (run(name + "_clean", std::move(layers)) != 0) {
      std::cerr << "a clean county has findings\n";
      return 1;
    }
    run(name + "_all_borders_apart", std::move(shaken));
  }
  return 0;
}

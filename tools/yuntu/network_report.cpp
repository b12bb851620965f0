#include "tools/yuntu/network_report.hpp"

#include "server/services/walk_streets.hpp"

#include <nlohmann/json.hpp>

#include <cmath>
#include <cstdio>

namespace yuntu::tools {
namespace {

double to_decimals(double value, double ten_to_the) {
  return std::round(value * ten_to_the) / ten_to_the;
}

} // namespace

NetworkReport network_report_of(model::LayerVersion const &streets) {
  auto const joined = services::walk_lines_of(streets);
  auto const graph = geo::WalkGraph(joined.lines, geo::standard_walk);
  auto const is_island = [&](std::uint32_t component) {
    return graph.component_size(component) < NetworkReport::island_below;
  };
  NetworkReport network;
  network.crossings_cut = joined.crossings;
  network.ends_joined = joined.joined_ends;
  network.vertices = graph.ground_count();
  network.edges = graph.edge_count();
  network.street_m = graph.street_m();
  network.components = graph.components();
  network.largest_share = graph.largest_share();
  for (std::uint32_t component = 0; component < graph.components(); ++component) {
    network.islands += is_island(component) ? 1 : 0;
  }
  double largest_m = 0;
  for (geo::EdgeId id = 0; id < graph.edge_count(); ++id) {
    auto const &edge = graph.edge(id);
    if (edge.street_class == geo::StreetClass::ferry) {
      continue;
    }
    auto const component = graph.component_of(edge.from);
    largest_m += component == 0 ? edge.length_mm / 1000.0 : 0;
    if (is_island(component)) {
      ++network.island_edges;
      network.island_street_m += edge.length_mm / 1000.0;
    }
  }
  network.largest_street_share = network.street_m > 0 ? largest_m / network.street_m : 0;
  return network;
}

nlohmann::json network_json(NetworkReport const &network) {
  return {{"vertices", network.vertices},
          {"edges", network.edges},
          {"street_m", to_decimals(network.street_m, 10)},
          {"components", network.components},
          {"largest_share", to_decimals(network.largest_share, 1e4)},
          {"largest_street_share", to_decimals(network.largest_street_share, 1e4)},
          {"islands", network.islands},
          {"island_edges", network.island_edges},
          {"island_street_m", to_decimals(network.island_street_m, 10)},
          {"crossings_cut", network.crossings_cut},
          {"ends_joined", network.ends_joined}};
}

std::string network_note(NetworkReport const &network) {
  if (network.components < 2) {
    return {};
  }
  char share[16];
  std::snprintf(share, sizeof share, "%.1f", network.largest_street_share * 100);
  return "the streets make " + std::to_string(network.components) +
         " networks that nowhere meet, the largest with " + share + " % of their length; " +
         std::to_string(network.islands) + " are islands of fewer than " +
         std::to_string(NetworkReport::island_below) + " crossings and ends" +
         (network.islands > 0 ? ", with " + std::to_string(network.island_edges) + " of the " +
                                    std::to_string(network.edges) +
                                    " pieces of street: nobody walks onto them or off"
                              : "");
}

} // namespace yuntu::tools

#pragma once

#include "geo/street_snapper.hpp"
#include "server/model/layer.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <string>

namespace yuntu::tools {

/// How the walkable lines of a layer hang together: what does not is walked to by nobody.
struct NetworkReport {
  /// A component with fewer vertices is an island: walks begin there only for want of anything
  /// else within 100 m (geo::SnapOptions).
  static constexpr std::size_t island_below = geo::SnapOptions{}.min_component;

  std::size_t vertices = 0; ///< crossings and ends
  std::size_t edges = 0;
  double street_m = 0; ///< ferries left out
  std::size_t components = 0;
  double largest_share = 0;        ///< of the vertices, 0 to 1
  double largest_street_share = 0; ///< of street_m, 0 to 1
  std::size_t islands = 0;
  std::size_t island_edges = 0; ///< pieces of streets between crossings and ends; no ferries
  double island_street_m = 0;
  std::size_t crossings_cut = 0; ///< of lines without node ids, as ends_joined (street_crossings)
  std::size_t ends_joined = 0;

  /// Of several streets no two meet: each piece between crossings and ends is a network of its own.
  [[nodiscard]] bool is_nowhere_joined() const { return edges > 1 && components == edges; }
};

[[nodiscard]] NetworkReport network_report_of(model::LayerVersion const &streets);
[[nodiscard]] nlohmann::json network_json(NetworkReport const &network);
/// In words; "" when all of it hangs together.
[[nodiscard]] std::string network_note(NetworkReport const &network);

} // namespace yuntu::tools

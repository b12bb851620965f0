#pragma once

#include "geo/shape_size.hpp"
#include "server/rules/topology/area_layer.hpp"
#include "server/rules/topology/finding.hpp"

#include <map>
#include <vector>

namespace yuntu::rules::topology {

struct MeasuredShape {
  geo::Polygon shape;
  double area_m2 = 0;
  double width_m = 0;
};

/// A piece of land that is nobody's or several areas'.
struct Strip {
  MeasuredShape size;
  geo::LonLat place;                         ///< inside
  std::vector<std::uint32_t> areas;          ///< that share it, or border on it; ascending
  std::map<std::uint32_t, double> bordering; ///< metres of its border by area; of gaps
  Rule rule = Rule::gap;
};

/// Which areas a shape borders on, and along how many metres; touching at a point does not count.
[[nodiscard]] std::map<std::uint32_t, double>
borders_with(geo::Polygon const &shape, AreaLayer const &areas, AreaLookup const &lookup);

[[nodiscard]] std::uint32_t longest_border(Strip const &strip);

/// Strips that meet and concern the same areas belong together.
[[nodiscard]] std::vector<std::vector<Strip const *>> grouped(std::vector<Strip> const &strips);

} // namespace yuntu::rules::topology

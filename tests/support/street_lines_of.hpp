#pragma once

#include "geo/io/street_reader.hpp"
#include "geo/street_line.hpp"
#include "geo/walk_access.hpp"

#include <vector>

namespace yuntu::test {

/// The walkable ones of the streets of an OpenStreetMap file.
inline std::vector<geo::StreetLine> street_lines_of(geo::io::StreetSource const &source) {
  std::vector<geo::StreetLine> lines;
  for (auto const &street : source.streets) {
    auto const &tags = street.tags;
    geo::WalkTags const walk = {tags.highway, tags.access, tags.foot, tags.sidewalk, tags.is_ferry};
    auto const access = geo::walk_access(walk);
    if (access == geo::WalkAccess::denied) {
      continue;
    }
    auto &line = lines.emplace_back();
    for (auto const &node : street.nodes) {
      line.points.push_back(node.place);
      line.node_ids.push_back(node.id);
    }
    line.source_id = street.way_id;
    line.is_private = geo::is_private_walk(walk);
    line.duration_s = tags.duration_s.value_or(0);
    line.street_class = access == geo::WalkAccess::steps   ? geo::StreetClass::steps
                        : access == geo::WalkAccess::ferry ? geo::StreetClass::ferry
                                                           : geo::StreetClass::street;
  }
  return lines;
}

} // namespace yuntu::test

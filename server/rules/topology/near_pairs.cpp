#include "server/rules/topology/near_pairs.hpp"

#include "geo/cell_grid.hpp"
#include "geo/predicates.hpp"

#include <algorithm>

namespace yuntu::rules::topology {
namespace {

geo::Envelope box_of(AreaLayer const &areas, std::uint32_t area) {
  geo::Envelope box;
  for (auto const &part : areas.parts_of(area)) {
    box.expand(geo::envelope_of(polygon_of(part)));
  }
  return box;
}

/// More than a common edge.
bool share_land(geo::Envelope const &one, geo::Envelope const &other) {
  return one.west < other.east && other.west < one.east && one.south < other.north &&
         other.south < one.north;
}

std::vector<bool> find_near(std::vector<geo::Envelope> const &boxes) {
  std::vector<bool> is_near(boxes.size(), false);
  geo::Envelope extent;
  for (auto const &box : boxes) {
    extent.expand(box);
  }
  if (extent.is_empty()) {
    return is_near;
  }
  geo::CellGrid const grid(extent, 2 * boxes.size());
  std::vector<geo::CellLists::Placed> placed;
  placed.reserve(2 * boxes.size());
  for (std::uint32_t i = 0; i < boxes.size(); ++i) {
    grid.visit_box(boxes[i], [&](std::size_t cell) {
      placed.push_back({static_cast<std::uint32_t>(cell), i});
    });
  }
  geo::CellLists const lists(grid.size(), placed);
  for (std::size_t cell = 0; cell < grid.size(); ++cell) {
    auto const here = lists[cell];
    for (std::size_t i = 0; i < here.size(); ++i) {
      for (std::size_t j = i + 1; j < here.size(); ++j) {
        if (share_land(boxes[here[i]], boxes[here[j]])) {
          is_near[here[i]] = true;
          is_near[here[j]] = true;
        }
      }
    }
  }
  return is_near;
}

} // namespace

NearPairs::NearPairs(AreaLayer const &areas) : layer_(&areas) {
  std::vector<geo::Envelope> boxes;
  boxes.reserve(areas.size());
  for (std::uint32_t area = 0; area < areas.size(); ++area) {
    boxes.push_back(box_of(areas, area));
  }
  auto const is_near = find_near(boxes);
  std::vector<geo::Envelope> kept;
  for (std::uint32_t area = 0; area < areas.size(); ++area) {
    if (is_near[area]) {
      near_.push_back(area);
      kept.push_back(boxes[area]);
    }
  }
  boxes_ = geo::BoxIndex(kept);
}

std::vector<std::uint32_t> NearPairs::all_at(geo::LonLat place) const {
  geo::Envelope here;
  here.expand(place);
  std::vector<std::uint32_t> found;
  for (auto const i : boxes_.find(here)) {
    auto const parts = layer_->parts_of(near_[i]);
    if (std::any_of(parts.begin(), parts.end(),
                    [&](auto const &part) { return geo::covers(polygon_of(part), place); })) {
      found.push_back(near_[i]);
    }
  }
  return found;
}

} // namespace yuntu::rules::topology

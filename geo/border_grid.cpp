#include "geo/border_grid.hpp"

#include <algorithm>
#include <utility>

namespace yuntu::geo {

BorderGrid::BorderGrid(std::vector<Polygon const *> const &shapes) {
  auto const add = [&](Ring const &ring) {
    for (std::size_t i = 1; i < ring.size(); ++i) {
      edges_.push_back(std::minmax({ring[i - 1], ring[i]}));
    }
  };
  Envelope extent;
  for (auto const *const shape : shapes) {
    extent.expand(envelope_of(*shape));
    add(shape->outer);
    std::for_each(shape->holes.begin(), shape->holes.end(), add);
  }
  if (extent.is_empty()) {
    return;
  }
  std::sort(edges_.begin(), edges_.end());
  edges_.erase(std::unique(edges_.begin(), edges_.end()), edges_.end());
  grid_.emplace(extent, 2 * edges_.size());
  lists_ = deal_segments(*grid_, edges_.size(), [this](std::uint32_t i) { return edges_[i]; });
}

bool BorderGrid::any_in(Envelope const &box) const {
  bool is_found = false;
  if (grid_) {
    grid_->visit_box(box, [&](std::size_t cell) {
      auto const near = (*lists_)[cell];
      is_found = is_found || std::any_of(near.begin(), near.end(),
                                         [&](auto i) { return comes_into(edges_[i], box); });
    });
  }
  return is_found;
}

bool BorderGrid::comes_into(Edge const &edge, Envelope const &box) {
  auto const a = edge.first;
  auto const b = edge.second;
  if (std::max(a.lon_e7(), b.lon_e7()) < box.west || std::min(a.lon_e7(), b.lon_e7()) > box.east ||
      std::max(a.lat_e7(), b.lat_e7()) < box.south ||
      std::min(a.lat_e7(), b.lat_e7()) > box.north) {
    return false;
  }
  // It misses the box when all four corners lie on one side of it. Their distance in the direction
  // across the border is largest at one corner and least at the opposite one.
  double const east = double{1} * b.lon_e7() - a.lon_e7();
  double const north = double{1} * b.lat_e7() - a.lat_e7();
  auto const aside = [&](std::int32_t lon_e7, std::int32_t lat_e7) {
    return east * (double{1} * lat_e7 - a.lat_e7()) - north * (double{1} * lon_e7 - a.lon_e7());
  };
  double const most = aside(north > 0 ? box.west : box.east, east > 0 ? box.north : box.south);
  double const least = aside(north > 0 ? box.east : box.west, east > 0 ? box.south : box.north);
  return most >= 0 && least <= 0;
}

} // namespace yuntu::geo

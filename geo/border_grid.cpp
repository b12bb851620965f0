#include "geo/border_grid.hpp"

#include <algorithm>
#include <utility>

namespace yuntu::geo {

BorderGrid::BorderGrid(std::vector<Border> borders) : borders_(std::move(borders)) {
  Envelope extent;
  for (auto const &border : borders_) {
    extent.expand(border.a);
    extent.expand(border.b);
  }
  if (extent.is_empty()) {
    return;
  }
  grid_.emplace(extent, 2 * borders_.size());
  std::vector<CellLists::Placed> placed;
  for (std::uint32_t i = 0; i < borders_.size(); ++i) {
    grid_->visit_segment(borders_[i].a, borders_[i].b, [&](std::size_t cell) {
      placed.push_back({static_cast<std::uint32_t>(cell), i});
    });
  }
  lists_.emplace(grid_->size(), placed);
}

bool BorderGrid::comes_into(Border const &border, Envelope const &box) {
  auto const [a, b, owner] = border;
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

void append_borders(std::vector<BorderGrid::Border> &borders, Polygon const &polygon,
                    std::uint32_t owner) {
  auto const ring = [&](Ring const &points) {
    for (std::size_t i = 1; i < points.size(); ++i) {
      borders.push_back({points[i - 1], points[i], owner});
    }
  };
  ring(polygon.outer);
  std::for_each(polygon.holes.begin(), polygon.holes.end(), ring);
}

} // namespace yuntu::geo

#include "server/live/cell.hpp"

#include "geo/tile_math.hpp"

namespace yuntu::live {

Cell cell_at(geo::LonLat place) {
  auto const tile = geo::tile_at(place, cell_zoom);
  return {tile.x, tile.y};
}

CellRange cells_of(protocol::ViewBox const &box) {
  // The box was checked by protocol::fault_of, so both corners exist.
  auto const north_west = geo::LonLat::from_degrees(box.west, box.north).value_or(geo::LonLat{});
  auto const south_east = geo::LonLat::from_degrees(box.east, box.south).value_or(geo::LonLat{});
  return {cell_at(north_west), cell_at(south_east)};
}

std::vector<CellRange> common(CellRange const &a, CellRange const &b) {
  CellRange const both{{std::max(a.first.x, b.first.x), std::max(a.first.y, b.first.y)},
                       {std::min(a.last.x, b.last.x), std::min(a.last.y, b.last.y)}};
  if (both.first.x > both.last.x || both.first.y > both.last.y) {
    return {};
  }
  return {both};
}

std::vector<CellRange> difference(CellRange const &a, CellRange const &b) {
  auto const both = common(a, b);
  if (both.empty()) {
    return {a};
  }
  auto const &hole = both.front();
  std::vector<CellRange> parts;
  if (a.first.y < hole.first.y) { // north of it, the whole width
    parts.push_back({a.first, {a.last.x, hole.first.y - 1}});
  }
  if (a.last.y > hole.last.y) { // south of it
    parts.push_back({{a.first.x, hole.last.y + 1}, a.last});
  }
  if (a.first.x < hole.first.x) { // beside it
    parts.push_back({{a.first.x, hole.first.y}, {hole.first.x - 1, hole.last.y}});
  }
  if (a.last.x > hole.last.x) {
    parts.push_back({{hole.last.x + 1, hole.first.y}, {a.last.x, hole.last.y}});
  }
  return parts;
}

} // namespace yuntu::live

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

} // namespace yuntu::live

#include "geo/field_contour.hpp"

#include <algorithm>
#include <cmath>

namespace yuntu::geo {
namespace {

constexpr std::int32_t unnamed = -1;

/// How far from a node inside to its neighbour outside the limit lies: never at either, so that
/// rings stay apart.
double share_inside(WalkField const &field, std::size_t inside, std::size_t outside) {
  constexpr double cell_mm = WalkRaster::spacing_m * 1000;
  double const left = double{1} * field.limit_mm() - field.cost_mm(inside);
  double share = 0.5;
  if (field.cost_mm(outside) != WalkField::unreached) {
    share = left / (double{1} * field.cost_mm(outside) - field.cost_mm(inside));
  } else {
    share = std::min(share, left / cell_mm);
  }
  return std::clamp(share, 0.02, 0.98);
}

} // namespace

MultiPolygon FieldContour::trace(WalkField const &field, WalkRaster const &raster) {
  MultiPolygon parts;
  auto const columns = std::size_t{field.columns()};
  offsets_[0] = 1;
  offsets_[1] = columns;
  offsets_[2] = std::size_t{0} - 1; // unsigned: adding it wraps around to one less
  offsets_[3] = std::size_t{0} - columns;
  part_east_.assign(columns * field.rows(), unnamed);
  for (std::size_t row = 1; row + 1 < field.rows(); ++row) {
    std::int32_t part = unnamed; // of the nodes being passed
    for (std::size_t node = row * columns; node + 1 < (row + 1) * columns; ++node) {
      bool const is_inside = field.is_inside(node);
      if (is_inside == field.is_inside(node + 1)) {
        continue;
      }
      if (!is_inside) {
        part = part_east_[node];
        if (part == unnamed) { // the lowest and westernmost entrance to a part
          part = static_cast<std::int32_t>(parts.size());
          parts.push_back({ring_from(field, raster, {node + 1, 2}, part), {}});
        }
      } else if (part_east_[node] == unnamed) { // the lowest of a hole
        parts[static_cast<std::size_t>(part)].holes.push_back(
            ring_from(field, raster, {node, 0}, part));
      }
    }
  }
  return parts;
}

/// With the inside to the left, until it comes back.
Ring FieldContour::ring_from(WalkField const &field, WalkRaster const &raster, Step first,
                             std::int32_t part) {
  Ring ring;
  auto step = first;
  do {
    ring.push_back(corner(field, raster, step));
    if (step.direction == 0) {
      part_east_[step.node] = part;
    } else if (step.direction == 2) {
      part_east_[step.node - 1] = part;
    }
    auto const ahead = step.direction + 1;
    auto const next = beside(step.node, ahead);
    if (!field.is_inside(next)) {
      step.direction = ahead % 4;
    } else if (auto const across = beside(next, step.direction); field.is_inside(across)) {
      step = {across, (step.direction + 3) % 4};
    } else {
      step.node = next;
    }
  } while (step.node != first.node || step.direction != first.direction);
  ring.push_back(ring.front());
  return ring;
}

LonLat FieldContour::corner(WalkField const &field, WalkRaster const &raster, Step step) const {
  auto const column = field.first_column() + static_cast<std::int64_t>(step.node % field.columns());
  auto const row = field.first_row() + static_cast<std::int64_t>(step.node / field.columns());
  auto const share = share_inside(field, step.node, beside(step.node, step.direction));
  auto east = column * raster.lon_step();
  auto north = row * raster.lat_step();
  bool const is_on_row = step.direction % 2 == 0;
  auto const away = std::llround(share * (is_on_row ? raster.lon_step() : raster.lat_step()));
  auto const moved = step.direction < 2 ? away : -away;
  (is_on_row ? east : north) += moved;
  return raster.place(east, north);
}

} // namespace yuntu::geo

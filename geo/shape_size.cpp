#include "geo/shape_size.hpp"

#include "geo/local_frame.hpp"
#include "geo/validity.hpp"

#include <cmath>

namespace yuntu::geo {
namespace {

double length_of(Ring const &ring, LocalFrame const &frame) {
  double length = 0;
  for (std::size_t i = 1; i < ring.size(); ++i) {
    auto const a = frame.to_metric(ring[i - 1]);
    auto const b = frame.to_metric(ring[i]);
    length += std::hypot(b.easting - a.easting, b.northing - a.northing);
  }
  return length;
}

} // namespace

ShapeSize size_of(Polygon const &shape) {
  auto const box = envelope_of(shape);
  if (box.is_empty()) {
    return {};
  }
  auto const middle = [](std::int32_t low, std::int32_t high) {
    return static_cast<std::int32_t>((std::int64_t{low} + high) / 2);
  };
  LocalFrame const frame(
      LonLat::from_units(middle(box.west, box.east), middle(box.south, box.north)).value());
  double const unit2_m2 = frame.metres_per_lon_unit() * frame.metres_per_lat_unit();
  ShapeSize size{std::abs(signed_area2(shape.outer)) / 2 * unit2_m2, length_of(shape.outer, frame)};
  for (auto const &hole : shape.holes) {
    size.area_m2 -= std::abs(signed_area2(hole)) / 2 * unit2_m2;
    size.border_m += length_of(hole, frame);
  }
  return size;
}

} // namespace yuntu::geo

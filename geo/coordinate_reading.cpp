#include "geo/coordinate_reading.hpp"

#include <utility>

namespace yuntu::geo {

std::string_view to_string(AxisOrder axes) {
  return axes == AxisOrder::xy ? "xy" : "yx";
}

CoordinateReader::CoordinateReader(CoordinateReading reading, Projection projection)
    : reading_(std::move(reading)), projection_(std::move(projection)) {}

tl::expected<CoordinateReader, std::string>
CoordinateReader::make(CoordinateReading const &reading) {
  return Projection::make(reading.crs).map([&](Projection projection) {
    return CoordinateReader(reading, std::move(projection));
  });
}

std::optional<Degrees> CoordinateReader::to_own_degrees(double x, double y) const {
  if (reading_.axes == AxisOrder::yx) {
    std::swap(x, y);
  }
  return projection_.to_degrees(x - reading_.dropped_easting_m, y);
}

std::optional<LonLat> CoordinateReader::read(double x, double y) const {
  auto const own = to_own_degrees(x, y);
  return own ? read_as(*own, reading_.datum) : std::nullopt;
}

} // namespace yuntu::geo

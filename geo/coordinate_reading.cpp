#include "geo/coordinate_reading.hpp"

#include "geo/gauss_zone.hpp"

#include <utility>

namespace yuntu::geo {
namespace {

constexpr double margin_degrees = 1;
constexpr double china_north = 54;

} // namespace

std::string_view to_string(AxisOrder axes) {
  return axes == AxisOrder::xy ? "xy" : "yx";
}

CoordinateReader::CoordinateReader(CoordinateReading reading,
                                   std::shared_ptr<Projection const> projection)
    : reading_(std::move(reading)), projection_(std::move(projection)),
      area_(projection_->area_of_use()) {
  if (auto const zone = gauss_zone_of(reading_.crs)) {
    area_ = AreaOfUse{zone->central_meridian() - zone->width / 2.0, 0,
                      zone->central_meridian() + zone->width / 2.0, china_north};
  }
}

bool CoordinateReader::is_in_use_at(Degrees own) const {
  if (!area_) {
    return true;
  }
  // An area across the antimeridian states west > east: every longitude passes.
  bool const is_lon_inside =
      area_->west > area_->east ||
      (own.lon >= area_->west - margin_degrees && own.lon <= area_->east + margin_degrees);
  return is_lon_inside && own.lat >= area_->south - margin_degrees &&
         own.lat <= area_->north + margin_degrees;
}

tl::expected<CoordinateReader, std::string>
CoordinateReader::make(CoordinateReading const &reading) {
  return Projection::make(reading.crs).map([&](Projection projection) {
    return CoordinateReader(reading, std::make_shared<Projection const>(std::move(projection)));
  });
}

std::optional<Degrees> CoordinateReader::to_own_degrees(double x, double y) const {
  if (reading_.axes == AxisOrder::yx) {
    std::swap(x, y);
  }
  return projection_->to_degrees(x - reading_.dropped_easting_m, y);
}

std::optional<LonLat> CoordinateReader::read(double x, double y) const {
  auto const own = to_own_degrees(x, y);
  return own ? read_as(*own, reading_.datum) : std::nullopt;
}

} // namespace yuntu::geo

#include "geo/local_frame.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace yuntu::geo {
namespace {

// WGS 84 (NGA.STND.0036): semi-major axis and first eccentricity squared.
constexpr double semi_major_m = 6378137.0;
constexpr double eccentricity2 = 0.00669437999014;
constexpr double radians_per_unit = std::numbers::pi / 180.0 / LonLat::units_per_degree;

struct UnitLengths {
  double lon_m;
  double lat_m;
};

UnitLengths unit_lengths_at(double lat_radians) {
  double const s = std::sin(lat_radians);
  double const w2 = 1.0 - eccentricity2 * s * s;
  double const prime_vertical = semi_major_m / std::sqrt(w2);
  double const meridian = prime_vertical * (1.0 - eccentricity2) / w2;
  return {prime_vertical * std::cos(lat_radians) * radians_per_unit, meridian * radians_per_unit};
}

} // namespace

LocalFrame::LocalFrame(LonLat origin) : origin_(origin) {
  auto const lengths = unit_lengths_at(origin.lat_e7() * radians_per_unit);
  metres_per_lon_unit_ = lengths.lon_m;
  metres_per_lat_unit_ = lengths.lat_m;
}

LonLat LocalFrame::to_lon_lat(MetricPoint point) const {
  double const lon =
      origin_.lon() + point.easting / metres_per_lon_unit_ / LonLat::units_per_degree;
  double const lat =
      origin_.lat() + point.northing / metres_per_lat_unit_ / LonLat::units_per_degree;
  return LonLat::from_degrees(lon, lat).value_or(origin_);
}

double distance_m(LonLat a, LonLat b) {
  double const middle = (double{1} * a.lat_e7() + b.lat_e7()) / 2 * radians_per_unit;
  auto const lengths = unit_lengths_at(middle);
  return std::hypot((double{1} * a.lon_e7() - b.lon_e7()) * lengths.lon_m,
                    (double{1} * a.lat_e7() - b.lat_e7()) * lengths.lat_m);
}

double distance_m(LonLat place, Envelope const &box) {
  auto const nearest = LonLat::from_units(std::clamp(place.lon_e7(), box.west, box.east),
                                          std::clamp(place.lat_e7(), box.south, box.north));
  return nearest ? distance_m(place, *nearest) : std::numeric_limits<double>::infinity();
}

} // namespace yuntu::geo

#include "geo/datum_shift.hpp"

#include <array>
#include <cmath>
#include <numbers>
#include <utility>

namespace yuntu::geo {
namespace {

// The constants of the published formula (Krassovsky 1940 ellipsoid), not a geodetic statement.
constexpr double semi_major_m = 6378245.0;
constexpr double eccentricity2 = 0.00669342162296594323;
constexpr double pi = std::numbers::pi;
constexpr double bd_pi = pi * 3000.0 / 180.0;
constexpr double bd_lon_offset = 0.0065;
constexpr double bd_lat_offset = 0.006;

constexpr std::array<std::pair<Datum, std::string_view>, 3> names{
    {{Datum::wgs84, "wgs84"}, {Datum::gcj02, "gcj02"}, {Datum::bd09, "bd09"}}};

/// The box in which the published formula shifts at all.
bool is_in_china(Degrees p) {
  return p.lon >= 72.004 && p.lon <= 137.8347 && p.lat >= 0.8293 && p.lat <= 55.8271;
}

double wave(double x, double period_a, double a, double period_b, double b) {
  return (a * std::sin(x * pi / period_a) + b * std::sin(x * pi / period_b)) * 2.0 / 3.0;
}

double raw_lat(double x, double y) {
  double sum =
      -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * std::sqrt(std::abs(x));
  sum += (20.0 * std::sin(6.0 * x * pi) + 20.0 * std::sin(2.0 * x * pi)) * 2.0 / 3.0;
  sum += wave(y, 1.0, 20.0, 3.0, 40.0);
  return sum + wave(y, 12.0, 160.0, 30.0, 320.0);
}

double raw_lon(double x, double y) {
  double sum = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * std::sqrt(std::abs(x));
  sum += (20.0 * std::sin(6.0 * x * pi) + 20.0 * std::sin(2.0 * x * pi)) * 2.0 / 3.0;
  sum += wave(x, 1.0, 20.0, 3.0, 40.0);
  return sum + wave(x, 12.0, 150.0, 30.0, 300.0);
}

Degrees gcj_offset(Degrees p) {
  double const lat = p.lat / 180.0 * pi;
  double const s = std::sin(lat);
  double const magic = 1 - eccentricity2 * s * s;
  double const x = p.lon - 105.0;
  double const y = p.lat - 35.0;
  double const lat_metres_per_radian =
      semi_major_m * (1 - eccentricity2) / (magic * std::sqrt(magic));
  double const lon_metres_per_radian = semi_major_m / std::sqrt(magic) * std::cos(lat);
  return {raw_lon(x, y) * 180.0 / (lon_metres_per_radian * pi),
          raw_lat(x, y) * 180.0 / (lat_metres_per_radian * pi)};
}

Degrees wgs_to_gcj(Degrees p) {
  auto const offset = gcj_offset(p);
  return {p.lon + offset.lon, p.lat + offset.lat};
}

Degrees gcj_to_bd(Degrees p) {
  double const radius = std::hypot(p.lon, p.lat) + 0.00002 * std::sin(p.lat * bd_pi);
  double const angle = std::atan2(p.lat, p.lon) + 0.000003 * std::cos(p.lon * bd_pi);
  return {radius * std::cos(angle) + bd_lon_offset, radius * std::sin(angle) + bd_lat_offset};
}

/// Fixed point of `forward(x) == image`: each round gains two to three digits (domain 2.7), the
/// fifth is below double's resolution of a coordinate.
template <typename Forward>
Degrees inverse(Degrees image, Forward forward) {
  Degrees guess = image;
  for (int round = 0; round < 6; ++round) {
    auto const there = forward(guess);
    guess.lon -= there.lon - image.lon;
    guess.lat -= there.lat - image.lat;
  }
  return guess;
}

} // namespace

std::string_view to_string(Datum datum) {
  for (auto const &[value, name] : names) {
    if (value == datum) {
      return name;
    }
  }
  return "wgs84";
}

std::optional<Datum> parse_datum(std::string_view word) {
  for (auto const &[value, name] : names) {
    if (name == word) {
      return value;
    }
  }
  return std::nullopt;
}

Degrees to_wgs84(Degrees place, Datum datum) {
  if (datum == Datum::wgs84 || !is_in_china(place)) {
    return place;
  }
  if (datum == Datum::bd09) {
    place = inverse(place, gcj_to_bd);
  }
  return inverse(place, wgs_to_gcj);
}

Degrees from_wgs84(Degrees place, Datum datum) {
  if (datum == Datum::wgs84 || !is_in_china(place)) {
    return place;
  }
  auto const gcj = wgs_to_gcj(place);
  return datum == Datum::bd09 ? gcj_to_bd(gcj) : gcj;
}

} // namespace yuntu::geo

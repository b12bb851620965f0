#include "tools/yuntu/demo/map_places.hpp"

#include "geo/datum_shift.hpp"
#include "geo/projection.hpp"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <stdexcept>

namespace yuntu::demo {

Xy as_degrees(geo::LonLat place) {
  return {place.lon(), place.lat()};
}

std::string degrees_text(std::int32_t units) {
  long long const size = std::abs(static_cast<long long>(units));
  char text[32];
  std::snprintf(text, sizeof text, "%s%lld.%07lld", units < 0 ? "-" : "", size / 10'000'000,
                size % 10'000'000);
  return text;
}

Xy as_gcj02(geo::LonLat place) {
  geo::Degrees const shifted = geo::from_wgs84({place.lon(), place.lat()}, geo::Datum::gcj02);
  return {shifted.lon, shifted.lat};
}

Placing in_metres_of(std::string const &crs) {
  auto made = geo::Projection::make(crs);
  if (!made) {
    throw std::runtime_error(made.error());
  }
  auto const projection = std::make_shared<geo::Projection>(std::move(*made));
  return [projection](geo::LonLat place) {
    geo::MetricPoint const at = projection->from_degrees({place.lon(), place.lat()}).value();
    return Xy{std::round(at.easting * 1000) / 1000, std::round(at.northing * 1000) / 1000};
  };
}

} // namespace yuntu::demo

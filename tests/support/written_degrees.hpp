#pragma once

#include "geo/datum_reading.hpp"

namespace yuntu::test {

/// What a device sends or a file holds of a place where its degrees are meant so.
[[nodiscard]] inline geo::Degrees written_degrees(geo::Degrees place, geo::DatumReading meant) {
  switch (meant) {
  case geo::DatumReading::gcj02:
    return geo::from_wgs84(place, geo::Datum::gcj02);
  case geo::DatumReading::bd09:
    return geo::from_wgs84(place, geo::Datum::bd09);
  case geo::DatumReading::gcj02_twice:
    return geo::from_wgs84(geo::from_wgs84(place, geo::Datum::gcj02), geo::Datum::gcj02);
  case geo::DatumReading::wgs84_unshifted:
    return geo::to_wgs84(place, geo::Datum::gcj02);
  case geo::DatumReading::wgs84:
    break;
  }
  return place;
}

[[nodiscard]] inline geo::Degrees written_degrees(geo::LonLat place, geo::DatumReading meant) {
  return written_degrees(geo::Degrees{place.lon(), place.lat()}, meant);
}

} // namespace yuntu::test

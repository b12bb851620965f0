#include "tests/tools/wrong_exports.hpp"

#include "geo/gauss_zone.hpp"
#include "tests/support/written_degrees.hpp"

#include <cmath>
#include <cstddef>
#include <map>
#include <utility>

namespace yuntu::test {
namespace {

using geo::AxisOrder;
using geo::crs_of;
using geo::DatumReading;
using geo::GaussZone;
using geo::NationalSystem;

/// Made once: a CRS takes PROJ 20 ms and more to look up.
geo::Projection const &projection_of(std::string const &crs) {
  static std::map<std::string, geo::Projection> made;
  auto found = made.find(crs);
  if (found == made.end()) {
    found = made.emplace(crs, geo::Projection::make(crs).value()).first;
  }
  return found->second;
}

/// What a file holds that is to be read so.
geo::CoordinateSample written(std::vector<geo::LineString> const &things,
                              geo::CoordinateReading const &reading) {
  auto const &projection = projection_of(reading.crs);
  geo::CoordinateSample sample;
  for (auto const &thing : things) {
    sample.things.emplace_back();
    for (auto const corner : thing) {
      auto const at = projection.from_degrees(written_degrees(corner, reading.datum)).value();
      geo::RawPoint const point{at.easting, at.northing};
      sample.things.back().push_back(
          reading.axes == AxisOrder::xy ? point : geo::RawPoint{point.y, point.x});
    }
  }
  return sample;
}

WrongExport handed_over(std::vector<geo::LineString> const &things, geo::CoordinateReading truth,
                        std::string stated, bool is_by_format = false) {
  return {written(things, truth), {std::move(stated), false, is_by_format, {}}, truth};
}

} // namespace

std::string_view to_string(WrongWay way) {
  constexpr std::array<std::string_view, wrong_ways.size()> names{"degrees, axes swapped",
                                                                  "eastings, axes swapped",
                                                                  "zone number not stated",
                                                                  "zone number missing",
                                                                  "neighbouring zone stated",
                                                                  "no CRS stated",
                                                                  "GCJ-02",
                                                                  "BD-09",
                                                                  "GCJ-02 shifted twice",
                                                                  "Xian 1980 as CGCS2000",
                                                                  "Beijing 1954, not stated",
                                                                  "GCJ-02, projected"};
  return names[static_cast<std::size_t>(way)];
}

std::optional<geo::LonLat> read(geo::RawPoint point, geo::CoordinateReading const &reading) {
  if (reading.axes == AxisOrder::yx) {
    std::swap(point.x, point.y);
  }
  auto const own =
      projection_of(reading.crs).to_degrees(point.x - reading.dropped_easting_m, point.y);
  return own ? geo::read_as(*own, reading.datum) : std::nullopt;
}

WrongExport export_wrongly(std::vector<geo::LineString> const &things, WrongWay way) {
  int const number = static_cast<int>(std::lround(things.front().front().lon() / 3));
  GaussZone const plain{NationalSystem::cgcs2000, 3, number, false};
  GaussZone const prefixed{NationalSystem::cgcs2000, 3, number, true};
  switch (way) {
  case WrongWay::degrees_swapped:
    return handed_over(things, {"EPSG:4326", AxisOrder::yx, 0, {}}, "EPSG:4326");
  case WrongWay::axes_swapped:
    return handed_over(things, {crs_of(plain), AxisOrder::yx, 0, {}}, crs_of(plain));
  case WrongWay::prefix_not_stated:
    return handed_over(things, {crs_of(prefixed), {}, 0, {}}, crs_of(plain));
  case WrongWay::prefix_missing:
    return handed_over(things, {crs_of(plain), {}, 0, {}}, crs_of(prefixed));
  case WrongWay::neighbouring_zone:
    return handed_over(things, {crs_of(plain), {}, 0, {}},
                       crs_of({NationalSystem::cgcs2000, 3, number + 1, false}));
  case WrongWay::crs_not_stated:
    return handed_over(things, {crs_of(plain), {}, 0, {}}, "");
  case WrongWay::gcj02:
    return handed_over(things, {"EPSG:4326", {}, 0, DatumReading::gcj02}, "EPSG:4326", true);
  case WrongWay::bd09:
    return handed_over(things, {"EPSG:4326", {}, 0, DatumReading::bd09}, "EPSG:4326", true);
  case WrongWay::gcj02_twice:
    return handed_over(things, {"EPSG:4326", {}, 0, DatumReading::gcj02_twice}, "EPSG:4326", true);
  case WrongWay::xian_as_cgcs2000:
    return handed_over(things, {crs_of({NationalSystem::xian1980, 3, number, false}), {}, 0, {}},
                       crs_of(plain));
  case WrongWay::beijing_not_stated:
    return handed_over(things, {crs_of({NationalSystem::beijing1954, 3, number, true}), {}, 0, {}},
                       "");
  case WrongWay::gcj02_projected:
    break;
  }
  return handed_over(things, {crs_of(plain), {}, 0, DatumReading::gcj02}, crs_of(plain));
}

} // namespace yuntu::test

#pragma once

#include "geo/crs_detective.hpp"
#include "geo/polygon.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yuntu::test {

/// The wrong ways in which a county's layer is handed over.
enum class WrongWay {
  degrees_swapped,    ///< latitude first
  axes_swapped,       ///< northing first
  prefix_not_stated,  ///< eight digits, the CRS stated without a zone's number
  prefix_missing,     ///< six digits, the CRS stated with it
  neighbouring_zone,  ///< the next zone stated
  crs_not_stated,     ///< six digits, nothing stated
  gcj02,              ///< degrees, stated as WGS 84 by their format
  bd09,               ///< likewise
  gcj02_twice,        ///< likewise
  xian_as_cgcs2000,   ///< Xian 1980, stated as CGCS2000
  beijing_not_stated, ///< Beijing 1954, eight digits, nothing stated
  gcj02_projected     ///< GCJ-02 degrees taken for WGS 84 and projected
};
inline constexpr std::array wrong_ways{WrongWay::degrees_swapped,
                                       WrongWay::axes_swapped,
                                       WrongWay::prefix_not_stated,
                                       WrongWay::prefix_missing,
                                       WrongWay::neighbouring_zone,
                                       WrongWay::crs_not_stated,
                                       WrongWay::gcj02,
                                       WrongWay::bd09,
                                       WrongWay::gcj02_twice,
                                       WrongWay::xian_as_cgcs2000,
                                       WrongWay::beijing_not_stated,
                                       WrongWay::gcj02_projected};

[[nodiscard]] std::string_view to_string(WrongWay way);

/// A layer so handed over, and how it is to be read.
struct WrongExport {
  geo::CoordinateSample sample;
  geo::CoordinateStatement statement;
  geo::CoordinateReading truth;
};

/// Of things around one place; 3-degree zones.
[[nodiscard]] WrongExport export_wrongly(std::vector<geo::LineString> const &things, WrongWay way);

/// Where that way of reading puts a point; nullopt: nowhere.
[[nodiscard]] std::optional<geo::LonLat> read(geo::RawPoint point,
                                              geo::CoordinateReading const &reading);

} // namespace yuntu::test

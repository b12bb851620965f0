#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <tl/expected.hpp>

namespace yuntu::geo::io {

/// The two columns of a table that say where a row is: longitude and latitude (lon, lng, long,
/// longitude, 经度; lat, latitude, 纬度) or, when there are none, easting and northing (x, point_x;
/// y, point_y). Upper and lower case alike.
struct PointColumns {
  std::size_t x = 0, y = 0;
  std::string x_name, y_name; ///< as the file writes them, UTF-8
};

struct TablePoint {
  double x = 0, y = 0; ///< in the CRS of the table
};

/// `fields` as raw bytes of `encoding` (an iconv name; empty: UTF-8 or GB18030, whichever fits).
/// The error says what was looked for and what the file has.
[[nodiscard]] tl::expected<PointColumns, std::string>
find_point_columns(std::vector<std::string> const &fields, std::string const &encoding);

/// The error names the column and what stands in it.
[[nodiscard]] tl::expected<TablePoint, std::string>
read_point(std::vector<std::optional<std::string>> const &values, PointColumns const &columns);

} // namespace yuntu::geo::io

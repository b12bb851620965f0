#include "geo/io/csv_points.hpp"

#include "geo/io/attribute_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string_view>

namespace yuntu::geo::io {
namespace {

constexpr std::array<std::string_view, 5> longitude_names{"lon", "lng", "long", "longitude",
                                                          "经度"};
constexpr std::array<std::string_view, 3> latitude_names{"lat", "latitude", "纬度"};
constexpr std::array<std::string_view, 2> easting_names{"x", "point_x"};
constexpr std::array<std::string_view, 2> northing_names{"y", "point_y"};

std::string_view trimmed(std::string_view text) {
  auto const first = text.find_first_not_of(" \t\r\n");
  auto const last = text.find_last_not_of(" \t\r\n");
  return first == std::string_view::npos ? std::string_view{}
                                         : text.substr(first, last - first + 1);
}

std::string lower(std::string_view text) {
  std::string result(trimmed(text));
  for (char &c : result) {
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return result;
}

template <std::size_t N>
std::optional<std::size_t> find_column(std::vector<std::string> const &fields,
                                       std::array<std::string_view, N> const &names) {
  for (auto const name : names) {
    auto const found = std::find_if(fields.begin(), fields.end(),
                                    [&](auto const &field) { return lower(field) == name; });
    if (found != fields.end()) {
      return static_cast<std::size_t>(found - fields.begin());
    }
  }
  return std::nullopt;
}

tl::expected<double, std::string> number_in(std::optional<std::string> const &value,
                                            std::string const &column) {
  auto const text = trimmed(value ? std::string_view(*value) : std::string_view{});
  if (text.empty()) {
    return tl::unexpected(column + " is empty; expected a number");
  }
  double number = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(number)) {
    return tl::unexpected(column + " is \"" + std::string(text) + "\"; expected a number");
  }
  return number;
}

} // namespace

tl::expected<PointColumns, std::string> find_point_columns(std::vector<std::string> const &fields,
                                                           std::string const &encoding) {
  AttributeText names{fields, {}};
  if (auto const known = to_utf8(names, encoding, ""); !known) {
    return tl::unexpected(known.error().message);
  }
  auto x = find_column(names.fields, longitude_names);
  auto y = find_column(names.fields, latitude_names);
  if (!x || !y) {
    x = find_column(names.fields, easting_names);
    y = find_column(names.fields, northing_names);
  }
  if (!x || !y) {
    std::string has;
    for (auto const &name : names.fields) {
      has += (has.empty() ? "" : ", ") + name;
    }
    return tl::unexpected("no columns that say where a row is; expected lon and lat, longitude and "
                          "latitude, 经度 and 纬度, or x and y; the file has: " +
                          has);
  }
  return PointColumns{*x, *y, names.fields[*x], names.fields[*y]};
}

tl::expected<TablePoint, std::string>
read_point(std::vector<std::optional<std::string>> const &values, PointColumns const &columns) {
  return number_in(values.at(columns.x), columns.x_name).and_then([&](double x) {
    return number_in(values.at(columns.y), columns.y_name).map([x](double y) {
      return TablePoint{x, y};
    });
  });
}

} // namespace yuntu::geo::io

#pragma once

#include "geo/polygon.hpp"
#include "server/protocol/resources.hpp"

#include <nlohmann/json.hpp>

#include <cmath>
#include <string>

// Private to protocol/*.cpp.
namespace yuntu::protocol {

/// Compact; bytes that are not UTF-8 are replaced: they must not stop an answer.
[[nodiscard]] inline std::string text_of(nlohmann::json const &value) {
  return value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// To 1/`parts`; by division, so that 0.1 prints as 0.1.
[[nodiscard]] inline double rounded(double value, double parts) {
  return std::round(value * parts) / parts;
}

/// null for none.
[[nodiscard]] inline nlohmann::json text_or_null(std::string const &text) {
  return text.empty() ? nlohmann::json(nullptr) : nlohmann::json(text);
}

/// As GeoJSON writes a line: [[lon, lat], ...].
[[nodiscard]] inline nlohmann::json positions_of(geo::LineString const &line) {
  auto positions = nlohmann::json::array();
  for (auto const point : line) {
    positions.push_back({degrees_of(point.lon_e7()), degrees_of(point.lat_e7())});
  }
  return positions;
}

} // namespace yuntu::protocol

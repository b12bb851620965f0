#pragma once

#include "geo/polygon.hpp"

#include <string>

#include <nlohmann/json_fwd.hpp>

namespace yuntu::geo::io {

/// GeoJSON geometry objects (RFC 7946): [lon, lat] in degrees, exactly what is stored. Rings are
/// written as they are: normalise first. nlohmann prints about one number in 500 with needless
/// digits; where the text itself matters (exports), use to_geojson_text.
[[nodiscard]] nlohmann::json to_geojson(LonLat point);
[[nodiscard]] nlohmann::json to_geojson(LineString const &line);
[[nodiscard]] nlohmann::json to_geojson(MultiLineString const &lines);
[[nodiscard]] nlohmann::json to_geojson(Polygon const &polygon);
[[nodiscard]] nlohmann::json to_geojson(Geometry const &geometry);

/// The same as text, never more than 7 decimals.
[[nodiscard]] std::string to_geojson_text(Geometry const &geometry);
[[nodiscard]] std::string to_geojson_text(MultiLineString const &lines);
[[nodiscard]] std::string to_geojson_text(MultiPolygon const &polygons);

} // namespace yuntu::geo::io

#pragma once

#include "geo/polygon.hpp"
#include "server/protocol/json_text.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>
#include <utility>

// Private to protocol/*.cpp: GeoJSON (RFC 7946), [lon, lat] in degrees.
namespace yuntu::protocol {

[[nodiscard]] inline nlohmann::json feature_of(nlohmann::json properties, std::string_view type,
                                               nlohmann::json coordinates) {
  return {{"type", "Feature"},
          {"properties", std::move(properties)},
          {"geometry", {{"type", type}, {"coordinates", std::move(coordinates)}}}};
}

[[nodiscard]] inline nlohmann::json point_feature(nlohmann::json properties, geo::LonLat place) {
  return feature_of(std::move(properties), "Point",
                    {degrees_of(place.lon_e7()), degrees_of(place.lat_e7())});
}

[[nodiscard]] inline nlohmann::json lines_feature(nlohmann::json properties,
                                                  geo::MultiLineString const &lines) {
  auto coordinates = nlohmann::json::array();
  for (auto const &line : lines) {
    coordinates.push_back(positions_of(line));
  }
  return feature_of(std::move(properties), "MultiLineString", std::move(coordinates));
}

[[nodiscard]] inline nlohmann::json polygons_feature(nlohmann::json properties,
                                                     geo::MultiPolygon const &parts) {
  auto coordinates = nlohmann::json::array();
  for (auto const &part : parts) {
    auto rings = nlohmann::json::array({positions_of(part.outer)});
    for (auto const &hole : part.holes) {
      rings.push_back(positions_of(hole));
    }
    coordinates.push_back(std::move(rings));
  }
  return feature_of(std::move(properties), "MultiPolygon", std::move(coordinates));
}

[[nodiscard]] inline std::string collection_text(nlohmann::json features) {
  return text_of({{"type", "FeatureCollection"}, {"features", std::move(features)}});
}

} // namespace yuntu::protocol

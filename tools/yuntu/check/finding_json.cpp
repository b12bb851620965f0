#include "tools/yuntu/check/finding_json.hpp"

#include "geo/io/geojson_writer.hpp"

#include <nlohmann/json.hpp>

#include <cmath>

namespace yuntu::tools {
namespace {

using nlohmann::json;
namespace topology = rules::topology;

json rounded(std::optional<double> const &value) {
  return value ? json(std::round(*value * 1000) / 1000) : json(nullptr);
}

json geometry_of(topology::Finding const &finding) {
  if (finding.shape.empty()) {
    return geo::io::to_geojson(finding.place);
  }
  if (finding.shape.size() == 1) {
    return geo::io::to_geojson(finding.shape.front());
  }
  json coordinates = json::array();
  for (auto const &part : finding.shape) {
    coordinates.push_back(geo::io::to_geojson(part).at("coordinates"));
  }
  return {{"type", "MultiPolygon"}, {"coordinates", std::move(coordinates)}};
}

} // namespace

json to_json(topology::Finding const &finding) {
  json out{{"rule", topology::to_string(finding.rule)},
           {"level", topology::to_string(finding.severity)},
           {"layer", model::to_string(finding.layer)},
           {"codes", finding.codes},
           {"lon", finding.place.lon()},
           {"lat", finding.place.lat()},
           {"size_m2", rounded(finding.size_m2)},
           {"hint", finding.hint}};
  if (finding.width_m) {
    out["width_m"] = rounded(finding.width_m);
  }
  return out;
}

json to_json(topology::Skipped const &skipped) {
  json out{{"rule", topology::to_string(skipped.rule)}, {"reason", skipped.reason}};
  if (!skipped.layer.empty()) {
    out["layer"] = skipped.layer;
  }
  return out;
}

json to_json(topology::Thresholds const &thresholds) {
  return {{"tolerance_m", thresholds.tolerance_m},
          {"sliver_width_m", thresholds.sliver_width_m},
          {"numbering_tilt_deg", thresholds.numbering_tilt_deg}};
}

json to_feature_collection(std::vector<topology::Finding> const &findings) {
  json features = json::array();
  for (auto const &finding : findings) {
    features.push_back({{"type", "Feature"},
                        {"id", features.size() + 1},
                        {"geometry", geometry_of(finding)},
                        {"properties", to_json(finding)}});
  }
  return {{"type", "FeatureCollection"}, {"features", std::move(features)}};
}

} // namespace yuntu::tools

#pragma once

#include "tests/e2e/child.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace yuntu::test {

/// `yuntu import` of a file as a layer, with more arguments.
[[nodiscard]] inline Finished import_file(std::filesystem::path const &data,
                                          std::string const &layer,
                                          std::filesystem::path const &file,
                                          std::vector<std::string> const &more = {}) {
  std::vector<std::string> arguments{"import",  "--data", data.string(),
                                     "--layer", layer,    file.string()};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return yuntu(arguments);
}

/// The same of a file in WGS 84, and said to be: few things show it themselves.
[[nodiscard]] inline Finished import_wgs84(std::filesystem::path const &data,
                                           std::string const &layer,
                                           std::filesystem::path const &file,
                                           std::vector<std::string> more = {}) {
  more.insert(more.end(), {"--datum", "wgs84"});
  return import_file(data, layer, file, more);
}

/// A GeoJSON file's text: one square polygon a (west, south) corner, 0.001 degrees wide.
[[nodiscard]] inline std::string squares(std::vector<std::pair<double, double>> const &corners) {
  nlohmann::json features = nlohmann::json::array();
  for (auto const &[w, s] : corners) {
    double const e = w + 0.001;
    double const n = s + 0.001;
    nlohmann::json const ring = {{w, s}, {e, s}, {e, n}, {w, n}, {w, s}};
    features.push_back(
        {{"type", "Feature"},
         {"properties", {{"code", "G" + std::to_string(features.size() + 1)}, {"name", "新网格"}}},
         {"geometry", {{"type", "Polygon"}, {"coordinates", nlohmann::json::array({ring})}}}});
  }
  return nlohmann::json{{"type", "FeatureCollection"}, {"features", features}}.dump();
}

} // namespace yuntu::test

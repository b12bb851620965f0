#pragma once

#include "server/model/worker.hpp"
#include "server/services/walk_city.hpp"
#include "tests/support/samples.hpp"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace yuntu::test {

/// A box of degrees as a polygon, counter-clockwise.
[[nodiscard]] inline geo::Polygon box(double west, double south, double east, double north) {
  return {{place(west, south), place(east, south), place(east, north), place(west, north),
           place(west, south)},
          {}};
}

[[nodiscard]] inline std::shared_ptr<model::LayerVersion>
layer_version(model::LayerKind kind, std::vector<model::LayerFeature> features,
              std::string version = "v1") {
  auto made = std::make_shared<model::LayerVersion>();
  made->layer = kind;
  made->version = std::move(version);
  made->features = std::move(features);
  return made;
}

[[nodiscard]] inline model::LayerFeature
feature(std::string code, geo::Geometry geometry,
        std::vector<std::pair<std::string, std::string>> attributes = {}) {
  auto const name = code.empty() ? "" : "name of " + code;
  return {std::move(code), name, {}, std::move(geometry), std::move(attributes), {}};
}

/// The decided state does not know the ticks of commits to come.
[[nodiscard]] inline std::map<std::string, model::Worker>
without_ticks(std::map<std::string, model::Worker> workers) {
  for (auto &[id, worker] : workers) {
    worker.tick = 0;
  }
  return workers;
}

/// Where things are in the small town. One main street runs west to east through both grids, with
/// dead ends off it, so that closing a piece of it cuts the town in two.
///
///          G1                     |118.36     G2
///   T1----+--B1--+====+-----------|--B2--+------+---B3-----T2     lat 35.055
///  .351  .353  .355  .357         |    .361   .365       .369
namespace small_town {
inline constexpr double street_lat = 35.055;
inline constexpr double border_lon = 118.36;
inline geo::LonLat const station_west = place(118.351, 35.0551);
inline geo::LonLat const station_east = place(118.369, 35.0551);
/// Between B1 and B2, on the main street.
inline geo::LonLat const bottleneck = place(118.356, street_lat);

inline std::vector<model::LayerFeature> streets() {
  std::vector<model::LayerFeature> made;
  geo::LineString main_street;
  for (int i = 0; i <= 9; ++i) {
    main_street.push_back(place(118.351 + i * 0.002, street_lat));
  }
  made.push_back(feature({}, main_street, {{"highway", "residential"}}));
  for (double const lon : {118.353, 118.355, 118.357, 118.361, 118.365}) {
    made.push_back(
        feature({}, geo::LineString{place(lon, 35.053), place(lon, street_lat), place(lon, 35.057)},
                {{"highway", "footway"}}));
  }
  made.push_back(feature({}, geo::LineString{place(118.351, 35.06), place(118.369, 35.06)},
                         {{"highway", "motorway"}}));
  return made;
}

inline std::vector<model::LayerFeature> buildings() {
  return {feature("B1", box(118.3535, 35.0552, 118.3537, 35.0554),
                  {{"households", "24"}, {"floors", "6"}}),
          feature("B2", box(118.3607, 35.0552, 118.3609, 35.0554), {{"households", "30"}}),
          feature("B3", box(118.3664, 35.0552, 118.3666, 35.0554), {{"households", "12"}})};
}

/// G2 stands before G1 in the file: on the shared border the lower code must win all the same.
inline std::vector<model::LayerFeature> grids() {
  return {feature("G2", box(border_lon, 35.05, 118.37, 35.06)),
          feature("G1", box(118.35, 35.05, border_lon, 35.06))};
}

/// Two that lie over each other, one with a hole and in two parts; other versions have the second
/// elsewhere and a third instead of the first.
inline std::vector<model::LayerFeature> fences(std::string const &version = "v1") {
  auto flood = box(118.354, 35.051, 118.364, 35.059);
  flood.holes.push_back({place(118.358, 35.054), place(118.358, 35.056), place(118.361, 35.056),
                         place(118.361, 35.054), place(118.358, 35.054)});
  if (version == "v1") {
    return {feature("flood", flood), feature("flood", box(118.367, 35.051, 118.369, 35.053)),
            feature("school", box(118.352, 35.053, 118.357, 35.057), {{"kind", "school"}})};
  }
  return {feature("school", box(118.362, 35.053, 118.367, 35.057)),
          feature("site", box(118.351, 35.051, 118.355, 35.06))};
}

inline services::BaseMap::Layers layers() {
  using model::LayerKind;
  auto const town = box(118.35, 35.05, 118.37, 35.06);
  services::BaseMap::Layers made;
  made[LayerKind::subdistrict] = layer_version(LayerKind::subdistrict, {feature("S1", town)});
  made[LayerKind::community] = layer_version(LayerKind::community, {feature("C1", town)});
  made[LayerKind::grid] = layer_version(LayerKind::grid, grids());
  made[LayerKind::building] = layer_version(LayerKind::building, buildings());
  made[LayerKind::street] = layer_version(LayerKind::street, streets());
  made[LayerKind::station] =
      layer_version(LayerKind::station, {feature("T2", station_east), feature("T1", station_west)});
  return made;
}

inline std::shared_ptr<services::BaseMap const> with_fences(std::string const &version) {
  auto made = layers();
  made[model::LayerKind::fence] = layer_version(model::LayerKind::fence, fences(version), version);
  return std::make_shared<services::BaseMap const>(made);
}

/// With its only station in the west.
inline services::BaseMap::Layers western_layers() {
  auto made = layers();
  made[model::LayerKind::station] =
      layer_version(model::LayerKind::station, {feature("T1", station_west)});
  return made;
}

/// The same, cut in two at the bottleneck.
inline std::shared_ptr<services::WalkCity const> cut_city() {
  return std::make_shared<services::WalkCity const>(
      std::make_shared<services::BaseMap const>(western_layers()),
      std::map<std::string, model::Closure>{{"k1", {"k1", bottleneck, "", {}}}});
}

inline std::shared_ptr<services::BaseMap const> base() {
  return std::make_shared<services::BaseMap const>(layers());
}
} // namespace small_town

} // namespace yuntu::test

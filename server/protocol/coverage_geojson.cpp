#include "server/protocol/coverage_answers.hpp"
#include "server/protocol/feature_objects.hpp"
#include "server/protocol/people_fields.hpp"

namespace yuntu::protocol {
namespace {

using nlohmann::json;

json streets_feature(ReachAnswer const &answer) {
  return lines_feature({{"kind", "streets"},
                        {"minutes", answer.minutes},
                        {"street_m", rounded(answer.street_m, 10)}},
                       answer.streets);
}

json outline_feature(ReachOutline const &outline) {
  return polygons_feature({{"kind", "outline"},
                           {"minutes", outline.minutes},
                           {"buildings", outline.buildings},
                           {"households", outline.households},
                           {"reached_outside", outline.reached_outside},
                           {"unreached_inside", outline.unreached_inside}},
                          outline.parts);
}

/// The streets, then the outlines.
json features_of(ReachAnswer const &answer) {
  json features = json::array({streets_feature(answer)});
  for (auto const &outline : answer.outlines) {
    features.push_back(outline_feature(outline));
  }
  return features;
}

json area_feature(AreaService const &area, geo::MultiPolygon const &shape, bool tells_older) {
  json properties{{"code", area.code}, {"name", area.name}};
  add_people(properties, "", area.all, tells_older);
  for (std::size_t i = 0; i < served_minutes.size(); ++i) {
    add_people(properties, "_" + std::to_string(served_minutes[i]), area.served[i], tells_older);
  }
  return polygons_feature(std::move(properties), shape);
}

} // namespace

std::string reach_geojson(ReachAnswer const &answer) {
  return collection_text(features_of(answer));
}

std::string reaches_geojson(std::vector<OriginReach> const &reaches) {
  json features = json::array();
  for (auto const &one : reaches) {
    for (auto &feature : features_of(one.reach)) {
      feature["properties"]["origin"] = one.origin;
      if (!one.station.empty()) {
        feature["properties"]["station"] = one.station;
      }
      features.push_back(std::move(feature));
    }
  }
  return collection_text(std::move(features));
}

std::string building_walks_geojson(BuildingWalks const &walks) {
  json features = json::array();
  for (auto const &walk : walks.buildings) {
    features.push_back(point_feature({{"code", walk.code},
                                      {"seconds", rounded(walk.seconds, 10)},
                                      {"station", text_or_null(walk.station)}},
                                     walk.place));
  }
  return collection_text(std::move(features));
}

std::string area_coverage_geojson(AreaCoverage const &coverage,
                                  std::vector<geo::MultiPolygon> const &shapes) {
  json features = json::array();
  for (std::size_t i = 0; i < coverage.areas.size(); ++i) {
    features.push_back(area_feature(coverage.areas[i], shapes[i], coverage.tells_older));
  }
  return collection_text(std::move(features));
}

} // namespace yuntu::protocol

#include "server/protocol/coverage_answers.hpp"

#include "server/protocol/json_text.hpp"
#include "server/protocol/people_fields.hpp"

namespace yuntu::protocol {
namespace {

using nlohmann::json;

json object_of(AreaService const &area, AreaCoverage const &coverage) {
  auto object = people_object(area.all, coverage.tells_older);
  json served = json::array();
  for (std::size_t i = 0; i < served_minutes.size(); ++i) {
    auto within = people_object(area.served[i], coverage.tells_older);
    within["minutes"] = served_minutes[i];
    served.push_back(std::move(within));
  }
  object["served"] = std::move(served);
  return object;
}

json name_of(AreaService const &area) {
  return {{"code", area.code}, {"name", area.name}};
}

json farthest_object(AreaCoverage const &coverage) {
  auto const &farthest = coverage.farthest;
  json areas = json::array();
  for (auto const area : farthest.areas) {
    areas.push_back(name_of(coverage.areas[area]));
  }
  return {{"households", farthest.households},
          {"unreached_households", farthest.unreached_households},
          {"mean_s", farthest.mean_s ? json(rounded(*farthest.mean_s, 10)) : json(nullptr)},
          {"areas", std::move(areas)}};
}

json origin_object(CoverageOrigin const &origin, bool tells_older) {
  auto object = people_object(origin.served, tells_older);
  object["lon"] = degrees_of(origin.place.lon_e7());
  object["lat"] = degrees_of(origin.place.lat_e7());
  object["street_m"] = rounded(origin.street_m, 10);
  object["off_street"] = origin.is_off_street;
  if (!origin.station.empty()) {
    object["station"] = origin.station;
  }
  if (origin.island > 0) {
    object["island"] = origin.island;
  }
  return object;
}

} // namespace

std::string coverage_json(CoverageAnswer const &answer) {
  json origins = json::array();
  for (auto const &origin : answer.origins) {
    origins.push_back(origin_object(origin, answer.tells_older));
  }
  return text_of({{"limit_s", answer.limit_s},
                  {"limit_m", rounded(answer.limit_m, 1000)},
                  {"profile", answer.profile},
                  {"origins", std::move(origins)},
                  {"covered", people_object(answer.covered, answer.tells_older)},
                  {"total", people_object(answer.total, answer.tells_older)},
                  {"off_street", people_object(answer.off_street, answer.tells_older)},
                  {"islands", people_object(answer.islands, answer.tells_older)},
                  {"across", people_object(answer.across, answer.tells_older)}});
}

std::string building_walks_json(BuildingWalks const &walks) {
  json buildings = json::array();
  for (auto const &walk : walks.buildings) {
    buildings.push_back({{"code", walk.code},
                         {"seconds", rounded(walk.seconds, 10)},
                         {"station", text_or_null(walk.station)}});
  }
  return text_of({{"limit_s", walks.limit_s},
                  {"profile", walks.profile},
                  {"buildings", std::move(buildings)}});
}

std::string area_coverage_json(AreaCoverage const &coverage) {
  json areas = json::array();
  for (auto const &area : coverage.areas) {
    auto object = object_of(area, coverage);
    object.update(name_of(area));
    areas.push_back(std::move(object));
  }
  return text_of({{"level", coverage.level},
                  {"profile", coverage.profile},
                  {"minutes", served_minutes},
                  {"areas", std::move(areas)},
                  {"total", object_of(coverage.total, coverage)},
                  {"farthest", farthest_object(coverage)},
                  {"histogram", coverage.histogram}});
}

} // namespace yuntu::protocol

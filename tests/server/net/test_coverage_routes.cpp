#include "server/net/api/api.hpp"
#include "tests/support/small_town.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>

using namespace yuntu;
using namespace yuntu::test;
using nlohmann::json;

namespace {

/// The coverage routes on the small town; the pool answers at once.
class Routes {
public:
  explicit Routes(std::shared_ptr<services::WalkCity const> city) {
    net::Api api;
    api.to_pool = [](std::function<void()> const &work) { work(); };
    api.walk_city = [city] { return city; };
    api.area_trees = std::make_shared<services::AreaTreeCache>();
    net::add_coverage_routes(routes_, api);
  }
  Routes()
      : Routes(std::make_shared<services::WalkCity const>(
            small_town::base(), std::map<std::string, model::Closure>{})) {}

  [[nodiscard]] net::Response get(std::string const &path,
                                  std::map<std::string, std::string> query) const {
    auto const route = std::find_if(routes_.begin(), routes_.end(),
                                    [&](auto const &one) { return one.pattern == path; });
    REQUIRE(route != routes_.end());
    CHECK(route->operation == rules::Operation::read_coverage);
    net::Request request;
    request.path = path;
    request.query = std::move(query);
    net::Response response;
    response.status = 0;
    route->handle(request, [&](net::Response answer) { response = std::move(answer); });
    REQUIRE(response.status != 0);
    return response;
  }
  [[nodiscard]] json json_of(std::string const &path,
                             std::map<std::string, std::string> query) const {
    auto const response = get(path, std::move(query));
    INFO(*response.body);
    REQUIRE(response.status == 200);
    return json::parse(*response.body);
  }
  /// The detail of a refusal with this status.
  [[nodiscard]] std::string refusal(unsigned status, std::string const &path,
                                    std::map<std::string, std::string> query) const {
    auto const response = get(path, std::move(query));
    CHECK(response.status == status);
    return json::parse(*response.body).value("detail", "");
  }

private:
  std::vector<net::Route> routes_;
};

constexpr auto coverage_path = "/api/v1/coverage";
constexpr auto reach_path = "/api/v1/coverage/reach";
constexpr auto buildings_path = "/api/v1/coverage/buildings";
constexpr auto areas_path = "/api/v1/coverage/areas";
constexpr auto stations_path = "/api/v1/coverage/stations";

bool contains(std::string const &text, std::string const &part) {
  return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("metres of a coverage are walked at the profile's speed") {
  Routes const routes;
  auto const elder = routes.json_of(coverage_path, {{"metres", "720"}, {"profile", "elder"}});
  CHECK(elder.at("profile") == "elder");
  CHECK(elder.at("limit_s") == 900.0);
  CHECK(elder.at("limit_m") == 720.0);
  auto const slow = routes.json_of(coverage_path, {{"minutes", "10"}, {"profile", "elder@0.65"}});
  CHECK(slow.at("profile") == "elder@0.65");
  CHECK(slow.at("limit_m").get<double>() == Approx(390));
  CHECK(contains(routes.refusal(400, coverage_path, {{"minutes", "5"}, {"profile", "elder@9"}}),
                 "0.2 to 3 m/s"));
  CHECK(routes.json_of(coverage_path, {{"metres", "990"}}).at("limit_s").get<double>() ==
        Approx(900));
}

TEST_CASE("a reach is a feature of streets and outlines of growing walks") {
  Routes const routes;
  auto const response = routes.get(reach_path, {{"minutes", "15"}, {"station", "T1"}});
  CHECK(response.content_type == "application/geo+json");
  auto const collection = json::parse(*response.body);
  CHECK(collection.at("type") == "FeatureCollection");
  auto const &features = collection.at("features");
  REQUIRE(features.size() == 4);
  CHECK(features[0].at("properties").at("kind") == "streets");
  CHECK(features[0].at("properties").at("minutes") == 15);
  CHECK(features[0].at("properties").at("street_m").get<double>() > 900);
  CHECK(features[0].at("geometry").at("type") == "MultiLineString");
  auto const &last = features[3];
  CHECK(last.at("properties") == json{{"kind", "outline"},
                                      {"minutes", 15},
                                      {"buildings", 2},
                                      {"households", 54},
                                      {"reached_outside", 0},
                                      {"unreached_inside", 0}});
  CHECK(last.at("geometry").at("type") == "MultiPolygon");
  auto const &ring = last.at("geometry").at("coordinates").at(0).at(0);
  CHECK(ring.front() == ring.back());
  CHECK(ring.front().at(0).get<double>() == Approx(118.36).margin(0.02)); // longitude first
}

TEST_CASE("walks of buildings name the station, or none for a place") {
  Routes const routes;
  auto const all = routes.json_of(buildings_path, {{"minutes", "15"}});
  CHECK(all.at("limit_s") == 900.0);
  CHECK(all.at("profile") == "standard");
  REQUIRE(all.at("buildings").size() == 3);
  CHECK(all.at("buildings")[0].at("station") == "T1");
  auto const place =
      routes.json_of(buildings_path, {{"minutes", "15"}, {"lon", "118.351"}, {"lat", "35.0551"}});
  REQUIRE(place.at("buildings").size() == 2);
  CHECK(place.at("buildings")[0].at("code") == "B1");
  CHECK(place.at("buildings")[0].at("station").is_null());
}

TEST_CASE("walks and areas come as tables too") {
  Routes const routes;
  auto const walks = routes.get(buildings_path, {{"minutes", "5"}, {"format", "csv"}});
  CHECK(walks.content_type == "text/csv; charset=utf-8");
  auto const text = *walks.body;
  CHECK(text.rfind("\xEF\xBB\xBF"
                   "building,seconds,station\r\nB1,",
                   0) == 0);
  auto const areas = routes.get(areas_path, {{"level", "grid"}, {"format", "csv"}});
  CHECK(*areas.body ==
        "\xEF\xBB\xBFrow,code,name,buildings,households,buildings_5,households_5,buildings_10,"
        "households_10,buildings_15,households_15\r\n"
        "item,G1,name of G1,1,24,1,24,1,24,1,24\r\n"
        "item,G2,name of G2,2,42,1,12,1,12,2,42\r\n"
        "total,,合计,3,66,2,36,2,36,3,66\r\n");
}

TEST_CASE("walks, areas and stations come as files for maps too") {
  Routes const routes;
  auto const features = [&](std::string const &path, std::map<std::string, std::string> query) {
    query["format"] = "geojson";
    auto const response = routes.get(path, std::move(query));
    CHECK(response.content_type == "application/geo+json");
    REQUIRE(response.headers.size() == 1);
    CHECK(response.headers[0].second.ends_with(".geojson\""));
    auto const collection = json::parse(*response.body);
    CHECK(collection.at("type") == "FeatureCollection");
    return collection.at("features");
  };
  auto const walks = features(buildings_path, {{"minutes", "5"}});
  REQUIRE(walks.size() == 2);
  CHECK(walks[0].at("properties").at("code") == "B1");
  CHECK(walks[0].at("properties").at("station") == "T1");
  // Where the walk begins: the side of B1 that is next to the street.
  CHECK(walks[0].at("geometry").at("type") == "Point");
  CHECK(walks[0].at("geometry").at("coordinates")[1] == 35.0552);

  auto const areas = features(areas_path, {{"level", "grid"}});
  REQUIRE(areas.size() == 2);
  CHECK(areas[1].at("properties") == json{{"code", "G2"},
                                          {"name", "name of G2"},
                                          {"buildings", 2},
                                          {"households", 42},
                                          {"buildings_5", 1},
                                          {"households_5", 12},
                                          {"buildings_10", 1},
                                          {"households_10", 12},
                                          {"buildings_15", 2},
                                          {"households_15", 42}});
  CHECK(areas[1].at("geometry").at("type") == "MultiPolygon");
  auto const &ring = areas[1].at("geometry").at("coordinates").at(0).at(0);
  CHECK(ring.size() == 5);
  CHECK(ring.at(0) == json{118.36, 35.05});

  auto const stations = features(stations_path, {{"minutes", "5"}});
  REQUIRE(stations.size() == 2);
  CHECK(stations[0].at("properties") == json{{"code", "T1"},
                                             {"name", "name of T1"},
                                             {"kind", nullptr},
                                             {"hours", nullptr},
                                             {"open", nullptr},
                                             {"off_street", false},
                                             {"buildings", 1},
                                             {"households", 24},
                                             {"buildings_alone", 1},
                                             {"households_alone", 24},
                                             {"buildings_shared", 0},
                                             {"households_shared", 0}});
  CHECK(stations[0].at("geometry").at("coordinates") == json{118.351, 35.0551});
}

TEST_CASE("areas tell who is served, who walks farthest and how long everybody walks") {
  Routes const routes;
  auto const answer = routes.json_of(areas_path, {{"level", "grid"}});
  CHECK(answer.at("level") == "grid");
  CHECK(answer.at("minutes") == json{5, 10, 15});
  CHECK(answer.at("areas")[1] == json{{"code", "G2"},
                                      {"name", "name of G2"},
                                      {"buildings", 2},
                                      {"households", 42},
                                      {"served",
                                       {{{"minutes", 5}, {"buildings", 1}, {"households", 12}},
                                        {{"minutes", 10}, {"buildings", 1}, {"households", 12}},
                                        {{"minutes", 15}, {"buildings", 2}, {"households", 42}}}}});
  CHECK_FALSE(answer.at("total").contains("code"));
  CHECK(answer.at("total").at("households") == 66);
  CHECK(answer.at("farthest").at("areas") == json{{{"code", "G2"}, {"name", "name of G2"}}});
  CHECK(answer.at("histogram").size() == 30);
}

TEST_CASE("questions about walks are refused with the parameter's name") {
  Routes const routes;
  for (auto const *const path : {coverage_path, reach_path, buildings_path}) {
    CHECK(contains(routes.refusal(400, path, {{"station", "T1"}}), "\"minutes\""));
    CHECK(contains(routes.refusal(400, path, {{"minutes", "121"}}), "\"minutes\""));
    CHECK(contains(routes.refusal(400, path, {{"minutes", "5"}, {"profile", "horse"}}),
                   "\"profile\""));
    CHECK(contains(routes.refusal(400, path, {{"minutes", "5"}, {"lon", "118"}}), "lat"));
    CHECK(contains(routes.refusal(404, path, {{"minutes", "5"}, {"station", "T9"}}), "T9"));
    CHECK(contains(
        routes.refusal(400, path,
                       {{"minutes", "5"}, {"station", "T1"}, {"lon", "118.36"}, {"lat", "35.05"}}),
        "not both"));
    CHECK(contains(routes.refusal(400, path, {{"minutes", "5"}, {"speed", "1"}}), "speed"));
  }
  CHECK(contains(routes.refusal(400, reach_path, {{"minutes", "5"}}), "\"station\""));
  for (auto const *const path : {coverage_path, reach_path, buildings_path}) {
    CHECK(
        contains(routes.refusal(422, path, {{"minutes", "5"}, {"lon", "118.36"}, {"lat", "35.09"}}),
                 "118.36"));
  }
  CHECK(contains(routes.refusal(400, areas_path, {{"level", "building"}}), "\"level\""));
  CHECK(contains(routes.refusal(400, areas_path, {}), "\"level\""));
  CHECK(contains(routes.refusal(400, areas_path, {{"level", "grid"}, {"format", "xlsx"}}),
                 "\"format\" must be json, csv or geojson"));
  for (auto const *const path : {buildings_path, stations_path}) {
    CHECK(contains(routes.refusal(400, path, {{"minutes", "5"}, {"format", "CSV"}}), "geojson"));
  }
}

TEST_CASE("a walk that a ferry takes too far to be drawn is refused, and still counted") {
  auto layers = small_town::layers();
  auto streets = small_town::streets();
  auto const pier = place(120.6, 37);
  streets.push_back(feature({}, geo::LineString{place(118.351, 35.055), pier},
                            {{"route", "ferry"}, {"duration_s", "60"}}));
  streets.push_back(
      feature({}, geo::LineString{pier, place(120.61, 37)}, {{"highway", "residential"}}));
  layers[model::LayerKind::street] = layer_version(model::LayerKind::street, streets);
  Routes const routes(std::make_shared<services::WalkCity const>(
      std::make_shared<services::BaseMap const>(layers), std::map<std::string, model::Closure>{}));
  CHECK(contains(routes.refusal(422, reach_path, {{"minutes", "10"}, {"station", "T1"}}),
                 "too far to be drawn; ask for a shorter walk"));
  CHECK(routes.json_of(coverage_path, {{"minutes", "10"}, {"station", "T1"}})
            .at("covered")
            .at("buildings") > 0);
}

TEST_CASE("a station without a street near is told apart from one that nobody lives by") {
  auto layers = small_town::layers();
  layers[model::LayerKind::station] =
      layer_version(model::LayerKind::station,
                    {feature("T1", small_town::station_west), feature("T9", place(118.36, 35.09))});
  Routes const routes(std::make_shared<services::WalkCity const>(
      std::make_shared<services::BaseMap const>(layers), std::map<std::string, model::Closure>{}));
  auto const stations = routes.json_of(stations_path, {{"minutes", "5"}}).at("stations");
  CHECK(stations[0].at("off_street") == false);
  CHECK(stations[1].at("off_street") == true);
  CHECK(stations[1].at("buildings") == 0);
  auto const table = routes.get(stations_path, {{"minutes", "5"}, {"format", "csv"}});
  CHECK(contains(*table.body, "item,T9,name of T9,,,,yes,0,0,"));
  auto const answer = routes.json_of(coverage_path, {{"minutes", "5"}});
  CHECK(answer.at("origins")[1].at("off_street") == true);
  CHECK(answer.at("islands") == json{{"buildings", 0}, {"households", 0}});
  CHECK(answer.at("across") == json{{"buildings", 0}, {"households", 0}});
}

TEST_CASE("without streets nothing can be said of walks") {
  Routes const routes(nullptr);
  for (auto const *const path : {coverage_path, reach_path, buildings_path}) {
    CHECK(contains(routes.refusal(409, path, {{"minutes", "5"}, {"station", "T1"}}), "walk"));
  }
  CHECK(routes.get(areas_path, {{"level", "grid"}}).status == 409);
}

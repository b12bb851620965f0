// What the server says of walks on the demo county: each answer against the others and against
// `yuntu coverage`.
#include "tests/e2e/scene.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>

using namespace yuntu::test;

namespace {

json answer_of(ApiClient const &api, std::string const &path) {
  auto const answer = api.get(path);
  INFO(path << " " << answer.status << " " << answer.raw.body.substr(0, 300));
  REQUIRE(answer.status == 200);
  return answer.body;
}

std::string printed(Scene const &scene, std::vector<std::string> more) {
  std::vector<std::string> arguments{"coverage", "--data", scene.town.data().string()};
  arguments.insert(arguments.end(), more.begin(), more.end());
  auto const done = yuntu::test::yuntu(arguments);
  INFO(done.errors);
  REQUIRE(done.code == 0);
  return done.out;
}

/// Served within 15 minutes, as the areas' answer says.
json within_15(json const &area) {
  auto served = area.at("served").at(2);
  CHECK(served.at("minutes") == 15);
  served.erase("minutes");
  return served;
}

} // namespace

TEST_CASE("reach, buildings and areas say what the coverage of the same walk says") {
  Scene const scene;
  auto const api = scene.as("planner");
  for (std::string const profile : {"standard", "elder", "wheelchair", "elder@0.65"}) {
    CAPTURE(profile);
    auto const as = "&profile=" + profile;
    auto const coverage = answer_of(api, "/api/v1/coverage?minutes=15" + as);
    CHECK(coverage == json::parse(printed(scene, {"--minutes", "15", "--profile", profile})));
    CHECK(coverage.at("covered").at("buildings").get<int>() > 0);

    auto const walks = answer_of(api, "/api/v1/coverage/buildings?minutes=15" + as);
    CHECK(walks.at("buildings").size() == coverage.at("covered").at("buildings"));

    for (auto const &origin : coverage.at("origins")) {
      auto const station = origin.at("station").get<std::string>();
      auto const features =
          answer_of(api, "/api/v1/coverage/reach?minutes=15&station=" + station + as)
              .at("features");
      REQUIRE(features.size() == 4);
      CHECK(features[0].at("properties").at("street_m") == origin.at("street_m"));
      auto const &outline = features[3].at("properties");
      CHECK(outline.at("buildings") == origin.at("buildings"));
      CHECK(outline.at("households") == origin.at("households"));
      // The picture is good to a few in a hundred.
      CHECK(outline.at("reached_outside").get<double>() <=
            0.05 * outline.at("buildings").get<double>());
    }

    auto const areas = answer_of(api, "/api/v1/coverage/areas?level=grid" + as);
    CHECK(within_15(areas.at("total")) == coverage.at("covered"));
    CHECK(areas.at("total").at("households") == coverage.at("total").at("households"));
    CHECK(coverage.at("covered").at("older").get<int>() > 0);
    CHECK(areas.at("total").at("older") == coverage.at("total").at("older"));
    CHECK(areas == json::parse(printed(scene, {"--level", "grid", "--profile", profile})));
    int buildings = 0;
    for (auto const &area : areas.at("areas")) {
      buildings += within_15(area).at("buildings").get<int>();
    }
    CHECK(buildings == within_15(areas.at("total")).at("buildings").get<int>());
  }
}

TEST_CASE("old people reach less than others and walk longer to the same station") {
  Scene const scene;
  auto const api = scene.as("planner");
  auto const standard = answer_of(api, "/api/v1/coverage/buildings?minutes=5").at("buildings");
  auto const elder =
      answer_of(api, "/api/v1/coverage/buildings?minutes=5&profile=elder").at("buildings");
  CHECK(elder.size() < standard.size());
  for (auto const &walk : elder) {
    auto const same = std::find_if(standard.begin(), standard.end(), [&](auto const &one) {
      return one.at("code") == walk.at("code");
    });
    REQUIRE(same != standard.end());
    CHECK(same->at("station") == walk.at("station"));
    CHECK(walk.at("seconds").get<double>() ==
          Approx(same->at("seconds").get<double>() * 1.1 / 0.8).margin(0.2));
  }
}

TEST_CASE("a county says how its people walk") {
  TownCopy const town;
  std::filesystem::create_directories(town.data() / "config");
  std::ofstream(town.data() / "config" / "walking.toml")
      << "[[profile]]\nname = \"standard\"\nspeed_mps = 0.55\n"
      << "[[profile]]\nname = \"pram\"\ntitle = \"婴儿车\"\nspeed_mps = 1.1\n";
  RunningServer const server(town.data());
  ApiClient const api(server.port(), demo_town().token("planner"));
  auto const profiles = answer_of(api, "/api/v1/map").at("profiles");
  REQUIRE(profiles.size() == 2);
  CHECK(profiles[1] ==
        json{{"name", "pram"}, {"title", "婴儿车"}, {"speed_mps", 1.1}, {"takes_steps", true}});
  auto const covered = [&](std::string const &query) {
    return answer_of(api, "/api/v1/coverage?" + query).at("covered");
  };
  CHECK(covered("minutes=20") == covered("minutes=10&profile=pram"));
  CHECK(covered("minutes=10") != covered("minutes=10&profile=pram"));
  auto const elder = api.get("/api/v1/coverage?minutes=10&profile=elder");
  CHECK(elder.status == 400);
  CHECK(elder.body.at("detail").get<std::string>().find("standard or pram") != std::string::npos);
}

TEST_CASE("tables and maps are the same from the server and on the command line") {
  Scene const scene;
  auto const api = scene.as("planner");
  auto const file = [&](std::string const &path, std::string const &type) {
    auto const answer = api.get("/api/v1/coverage/" + path);
    INFO(path << " " << answer.raw.body.substr(0, 300));
    REQUIRE(answer.status == 200);
    CHECK(answer.raw.header("content-type") == type);
    CHECK(answer.raw.header("content-disposition").starts_with("attachment; filename="));
    return answer.raw.body;
  };
  std::string const csv = "text/csv; charset=utf-8";
  std::string const geojson = "application/geo+json";
  CHECK(file("areas?level=community&format=csv", csv) ==
        printed(scene, {"--level", "community", "--format", "csv"}));
  auto const areas = file("areas?level=community&format=geojson", geojson);
  CHECK(areas + "\n" == printed(scene, {"--level", "community", "--format", "geojson"}));
  CHECK(json::parse(areas).at("features").size() ==
        answer_of(api, "/api/v1/coverage/areas?level=community").at("areas").size());
  auto const stations = file("stations?minutes=5&format=geojson", geojson);
  CHECK(stations + "\n" ==
        printed(scene, {"--per-station", "--minutes", "5", "--format", "geojson"}));
  CHECK(json::parse(stations).at("features").size() ==
        answer_of(api, "/api/v1/coverage/stations?minutes=5").at("stations").size());
  CHECK(json::parse(file("buildings?minutes=5&format=geojson", geojson)).at("features").size() ==
        answer_of(api, "/api/v1/coverage/buildings?minutes=5").at("buildings").size());
}

TEST_CASE("the command line draws streets and outlines of every station as the server does") {
  Scene const scene;
  auto const api = scene.as("planner");
  auto const drawn = json::parse(printed(scene, {"--minutes", "10", "--format", "geojson"}));
  auto const origins = answer_of(api, "/api/v1/coverage?minutes=10").at("origins");
  REQUIRE_FALSE(origins.empty());
  auto const station = origins.back().at("station").get<std::string>();
  auto features = json::array();
  for (auto feature : drawn.at("features")) {
    if (feature.at("properties").at("station") == station) {
      CHECK(feature["properties"]["origin"] == origins.size() - 1);
      feature["properties"].erase("origin");
      feature["properties"].erase("station");
      features.push_back(std::move(feature));
    }
  }
  CHECK(features ==
        answer_of(api, "/api/v1/coverage/reach?minutes=10&station=" + station).at("features"));
}

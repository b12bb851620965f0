#include "tests/e2e/scene.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace yuntu::test;

TEST_CASE("every imported layer comes back whole as GeoJSON") {
  Scene const scene;
  auto const planner = scene.as("planner");
  auto const map = planner.get("/api/v1/map").body;
  for (auto const &layer : map.at("layers")) {
    auto const name = layer.at("layer").get<std::string>();
    INFO(name);
    auto const answer = planner.get("/api/v1/layers/" + name);
    if (name == "street") {
      continue; // drawn from the walk layer in this town
    }
    REQUIRE(answer.status == 200);
    CHECK(answer.raw.header("content-type") == "application/geo+json");
    CHECK(answer.body.at("layer") == name);
    CHECK(answer.body.at("features").size() == layer.at("features"));
  }
  std::set<std::string> codes;
  auto const buildings = planner.get("/api/v1/layers/building").body;
  for (auto const &building : buildings.at("features")) {
    codes.insert(building.at("properties").at("code").get<std::string>());
    CHECK(building.at("properties").contains("households"));
  }
  CHECK(codes.size() == demo_town().places.size());
}

TEST_CASE("a layer that is not loaded is not found, and the answer names those that are") {
  Scene const scene;
  for (auto const *const name : {"moon", "Grid"}) {
    auto const answer = scene.as("desk").get(std::string("/api/v1/layers/") + name);
    INFO(name << " " << answer.raw.body);
    CHECK(answer.status == 404);
    CHECK(answer.body.at("detail").get<std::string>().find("loaded are: subdistrict") !=
          std::string::npos);
  }
}

TEST_CASE("a layer is packed for those who take gzip") {
  Scene const scene;
  auto const plain = scene.as("desk").get("/api/v1/layers/grid");
  auto const packed =
      scene.as("desk").send("GET /api/v1/layers/grid", {"Accept-Encoding: gzip"}, {});
  CHECK(packed.status == 200);
  CHECK(packed.raw.header("content-encoding") == "gzip");
  CHECK(packed.raw.body.size() < plain.raw.body.size() / 2);
}

#include "server/services/layer_document.hpp"

#include "tests/support/small_town.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace yuntu;
using namespace yuntu::test;
using nlohmann::json;

TEST_CASE("a layer is written as it is stored, feature by feature") {
  auto const layer = layer_version(
      model::LayerKind::building,
      {feature("B2", box(118.3607, 35.0552, 118.3609, 35.0554), {{"households", "30"}}),
       feature("", place(118.36, 35.05), {{"note", "a \"quote\"\nand 中文"}})});
  auto const document = json::parse(services::layer_geojson(*layer));
  CHECK(document.at("type") == "FeatureCollection");
  CHECK(document.at("layer") == "building");
  REQUIRE(document.at("features").size() == 2);
  auto const &first = document["features"][0];
  CHECK(first.at("properties") ==
        json({{"code", "B2"}, {"name", "name of B2"}, {"households", "30"}}));
  CHECK(first.at("geometry").at("type") == "Polygon");
  CHECK(first["geometry"].at("coordinates")[0][0] == json({118.3607, 35.0552}));
  CHECK(document["features"][1].at("properties") == json({{"note", "a \"quote\"\nand 中文"}}));
}

TEST_CASE("an attribute never hides the layer's own code, name or parent") {
  auto fake = feature("C1", place(1, 2), {{"code", "forged"}, {"parent", "of the source"}});
  fake.parent = "S1";
  auto const document =
      json::parse(services::layer_geojson(*layer_version(model::LayerKind::station, {fake})));
  CHECK(document["features"][0]["properties"] ==
        json({{"code", "C1"}, {"name", "name of C1"}, {"parent", "S1"}}));
}

TEST_CASE("a layer without features is an empty collection") {
  auto const layer = layer_version(model::LayerKind::water, {});
  CHECK(json::parse(services::layer_geojson(*layer)) ==
        json({{"type", "FeatureCollection"}, {"layer", "water"}, {"features", json::array()}}));
}

#include "tools/yuntu/command.hpp"
#include "tools/yuntu/simulate/world_reader.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace yuntu;
using namespace yuntu::simulate;
using nlohmann::json;

namespace {

json feature(json properties, double west = 118.52) {
  json const ring = {{west, 35.0}, {west + 0.01, 35.0}, {west + 0.01, 35.01}, {west, 35.0}};
  return {{"type", "Feature"},
          {"properties", std::move(properties)},
          {"geometry", {{"type", "Polygon"}, {"coordinates", {ring}}}}};
}

std::string collection(json features) {
  return json{{"type", "FeatureCollection"}, {"features", std::move(features)}}.dump();
}

json post(std::string const &kind, std::string const &level, std::string const &area, json person) {
  return {{"code", "x"},
          {"kind", kind},
          {"level", level},
          {"area", area},
          {"person", std::move(person)},
          {"name", "张**"},
          {"phone", ""}};
}

} // namespace

TEST_CASE("grids come in the order of their codes, parts together") {
  auto const grids = read_grids(collection(
      {feature({{"code", "2"}}), feature({{"code", "1"}}), feature({{"code", "2"}}, 118.6)}));
  REQUIRE(grids.size() == 2);
  CHECK(grids[0].code == "1");
  CHECK(grids[1].parts.size() == 2);
}

TEST_CASE("homes are buildings with households, each once") {
  auto const homes = read_homes(
      collection({feature({{"code", "b"}, {"households", "12"}}),
                  feature({{"code", "a"}, {"households", "3"}}), feature({{"code", "shop"}}),
                  feature({{"code", "b"}, {"households", "12"}})}));
  REQUIRE(homes.size() == 2);
  CHECK(homes[0].code == "a");
  CHECK(homes[1].households == 12);
}

TEST_CASE("staff walk the grid they answer for, or one within their area") {
  std::vector<Grid> const grids{{"371399001001001", {}}, {"371399001001002", {}}};
  json const posts = {post("grid_worker", "grid", "371399001001002", "p2"),
                      post("microgrid_officer", "microgrid", "37139900100100107", "p1"),
                      post("enforcement", "subdistrict", "371399001", "p3"),
                      post("building_head", "building", "37139900100100123", "p4"),
                      post("grid_worker", "grid", "371399001001001", nullptr),
                      post("grid_worker", "grid", "371399009009009", "p5")};
  auto const text = json{{"as_of", "x"}, {"posts", posts}, {"next", nullptr}}.dump();
  auto const staff = read_staff(text, grids);
  REQUIRE(staff.size() == 3);
  CHECK(staff[0].code == "p1");
  CHECK(staff[0].grid == "371399001001001");
  CHECK(staff[1].grid == "371399001001002");
  CHECK(staff[2].code == "p3");
  CHECK(read_staff(text, grids)[2].grid == staff[2].grid);
}

TEST_CASE("an answer of another shape is refused with its route") {
  CHECK_THROWS_WITH(read_grids("{}"), Catch::Contains("GET /api/v1/layers/grid"));
  CHECK_THROWS_WITH(read_streets("<html>"), Catch::Contains("GET /api/v1/streets"));
  CHECK_THROWS_AS(read_streets(R"({"coordinates":[[[200,95]]]})"), tools::CommandError);
}

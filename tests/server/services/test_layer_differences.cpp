#include "server/services/layer_differences.hpp"

#include "tests/support/small_town.hpp"

#include <nlohmann/json.hpp>

#include <catch2/catch.hpp>

#include <algorithm>

using namespace yuntu;
using namespace yuntu::test;
using model::LayerKind;
using nlohmann::json;

namespace {

geo::Polygon land(double west, double east) {
  return box(118.0 + west * 0.01, 35.0, 118.0 + east * 0.01, 35.01);
}

json differences(std::vector<model::LayerFeature> before, std::vector<model::LayerFeature> after,
                 std::size_t most = 100, LayerKind kind = LayerKind::grid) {
  auto const old = layer_version(kind, std::move(before), "old");
  auto const now = layer_version(kind, std::move(after), "new");
  return json::parse(
      services::differences_geojson(services::differences_of(old.get(), *now), most, 1 << 20));
}

json of(json const &collection, std::string const &change, std::string const &side) {
  for (auto const &feature : collection.at("features")) {
    if (feature.at("properties").at("change") == change &&
        feature.at("properties").at("side") == side) {
      return feature;
    }
  }
  return nullptr;
}

} // namespace

TEST_CASE("what is added, removed, moved and edited is told apart, counted and drawn") {
  auto edited = feature("E", land(5, 6));
  edited.name = "新名";
  auto const found = differences(
      {feature("A", land(0, 1)), feature("B", land(1, 2)), feature("E", land(5, 6)),
       feature("S", land(6, 7))},
      {feature("B", land(1, 2.5)), feature("C", land(3, 4)), edited, feature("S", land(6, 7))});
  CHECK(found.at("counts") ==
        json{{"removed", 1}, {"moved", 1}, {"added", 1}, {"edited", 1}, {"same", 1}});
  CHECK(found.at("total") == 4);
  CHECK(found.at("shown") == 4);
  CHECK(of(found, "removed", "before").at("properties").at("code") == "A");
  CHECK(of(found, "removed", "before").at("properties").at("area_after_m2").is_null());
  CHECK(of(found, "removed", "after").is_null());
  CHECK(of(found, "added", "after").at("properties").at("code") == "C");
  CHECK(of(found, "edited", "after").at("properties").at("name") == "新名");
  CHECK(of(found, "edited", "before").is_null());
  auto const moved = of(found, "moved", "after").at("properties");
  CHECK(moved.at("number") == 2);
  CHECK(of(found, "moved", "before").at("properties").at("number") == 2);
  CHECK(moved.at("area_after_m2").get<double>() - moved.at("area_before_m2").get<double>() ==
        Approx(moved.at("moved_m2").get<double>()).margin(1));
}

TEST_CASE("where an area gives land and takes land both are counted as moved") {
  auto const found = differences({feature("B", land(1, 2))}, {feature("B", land(1.5, 2.5))});
  auto const moved = of(found, "moved", "after").at("properties");
  CHECK(moved.at("moved_m2").get<double>() ==
        Approx(moved.at("area_after_m2").get<double>()).epsilon(0.01));
}

TEST_CASE("a layer that is in use for the first time is added, the same layer has no differences") {
  auto const now = layer_version(LayerKind::grid, {feature("A", land(0, 1))}, "new");
  auto const first = services::differences_of(nullptr, *now);
  CHECK(first.changes.size() == 1);
  auto const same = services::differences_of(now.get(), *now);
  CHECK(same.changes.empty());
  CHECK(same.counts.same == 1);
}

TEST_CASE("an area of several parts is one change with every part drawn") {
  auto const found =
      differences({feature("A", land(0, 1))}, {feature("A", land(0, 1)), feature("A", land(2, 3))});
  CHECK(found.at("total") == 1);
  CHECK(found.at("features").size() == 3);
}

TEST_CASE("things without codes are known by where they lie") {
  auto const found =
      differences({feature("", land(0, 1)), feature("", land(1, 2))},
                  {feature("", land(1, 2)), feature("", land(2, 3))}, 100, LayerKind::landuse);
  CHECK(found.at("counts").at("removed") == 1);
  CHECK(found.at("counts").at("added") == 1);
  CHECK(found.at("counts").at("same") == 1);
}

TEST_CASE("a whole new layer is counted whole and drawn as far as can be looked at") {
  std::vector<model::LayerFeature> many;
  for (int i = 0; i < 50; ++i) {
    many.push_back(feature("G" + std::to_string(i), land(i, i + 1)));
  }
  auto const found = differences({}, many, 10);
  CHECK(found.at("total") == 50);
  CHECK(found.at("shown") == 10);
  CHECK(found.at("features").size() == 10);
  CHECK(found.at("counts").at("added") == 50);
}

#include "server/store/base_store.hpp"
#include "server/store/event_log.hpp"
#include "tests/server/store/raw_sqlite.hpp"
#include "tests/server/store/sample_log.hpp"
#include "tests/server/store/temp_directory.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <cstdlib>

using namespace yuntu;
using namespace yuntu::testing;
using Catch::Contains;
using store::BaseStore;

namespace {

geo::Ring square(Random &random, std::int32_t side) {
  auto const a = random_place(random);
  auto const at = [&](std::int32_t dx, std::int32_t dy) {
    return *geo::LonLat::from_units(a.lon_e7() + dx, a.lat_e7() + dy);
  };
  return {at(0, 0), at(side, 0), at(side, side), at(0, side), at(0, 0)};
}

model::LayerVersion versioned(model::LayerKind layer, std::vector<model::LayerFeature> features) {
  auto const version = store::content_version(layer, features);
  return {layer, version, "楼栋.shp", "EPSG:4549", "wgs84", "GBK", std::move(features)};
}

model::LayerVersion buildings(std::size_t count) {
  Random random(71);
  std::vector<model::LayerFeature> features;
  for (std::size_t i = 0; i < count; ++i) {
    auto const code = "B" + std::to_string(i);
    features.push_back({code,
                        "星河苑" + code,
                        "G1",
                        geo::Polygon{square(random, 2'000), {}},
                        {{"floors", "6"}, {"households", "24"}},
                        {}});
  }
  return versioned(model::LayerKind::building, std::move(features));
}

/// One of everything: point, line with node ids, polygon with a clockwise outer ring and a hole.
model::LayerVersion odd_layer() {
  Random random(72);
  auto backwards = square(random, 5'000);
  std::reverse(backwards.begin(), backwards.end());
  auto const max = std::numeric_limits<std::int64_t>::max();
  geo::LineString const line{random_place(random), random_place(random), random_place(random)};
  auto const corner = *geo::LonLat::from_units(-1'800'000'000, 900'000'000);
  return versioned(model::LayerKind::street,
                   {{"", "", "", corner, {}, {}},
                    {"s", "O'Hara \"街\"\n", "", line, {{"z", "1"}, {"a", "2"}}, {max, -5, 7}},
                    {"p", "", "q", geo::Polygon{backwards, {square(random, 100)}}, {}, {}}});
}

void check_same(model::LayerVersion const &a, model::LayerVersion const &b) {
  CHECK(a.layer == b.layer);
  CHECK(a.version == b.version);
  CHECK(a.source == b.source);
  CHECK(a.crs == b.crs);
  CHECK(a.datum == b.datum);
  CHECK(a.encoding == b.encoding);
  CHECK(a.features == b.features);
}

} // namespace

TEST_CASE("a layer comes back exactly as it was written, also after opening again") {
  TempDirectory folder;
  auto const layer = odd_layer();
  {
    BaseStore base(folder / "base.sqlite");
    base.write(layer);
    check_same(base.read(layer.layer, layer.version), layer);
  }
  BaseStore base(folder / "base.sqlite");
  check_same(base.read(layer.layer, layer.version), layer);
}

TEST_CASE("a version is gone through without reading more of it than is wanted") {
  TempDirectory const dir;
  BaseStore store(dir.path() / "base.sqlite");
  auto const layer = buildings(40);
  store.write(layer);
  std::vector<std::string> asked;
  std::vector<model::LayerFeature> seen;
  store.scan(
      layer.layer, layer.version,
      [&](std::string_view code) {
        asked.emplace_back(code);
        return code == "B7" || code == "B31";
      },
      [&](model::LayerFeature const &feature) { seen.push_back(feature); });
  CHECK(asked.size() == 40);
  CHECK(asked[3] == "B3");
  CHECK(seen == std::vector<model::LayerFeature>{layer.features[7], layer.features[31]});
  CHECK_THROWS_WITH(
      store.scan(
          layer.layer, "0000000000000000", [](auto) { return true; }, [](auto const &) {}),
      Contains("0000000000000000"));
}

TEST_CASE("a version is there once, however often it is written") {
  TempDirectory folder;
  BaseStore base(folder / "base.sqlite");
  auto const layer = odd_layer();
  CHECK_FALSE(base.has(layer.layer, layer.version));
  base.write(layer);
  base.write(layer);
  CHECK(base.has(layer.layer, layer.version));
  CHECK_FALSE(base.has(model::LayerKind::grid, layer.version));
  CHECK(base.read(layer.layer, layer.version).features.size() == 3);
}

TEST_CASE("several versions of a layer stand side by side") {
  TempDirectory folder;
  BaseStore base(folder / "base.sqlite");
  auto const first = buildings(10);
  auto const second = buildings(11);
  base.write(first);
  base.write(second);
  check_same(base.read(first.layer, first.version), first);
  check_same(base.read(second.layer, second.version), second);
}

TEST_CASE("the version follows the content and nothing else") {
  auto const layer = odd_layer();
  auto const version = [&](auto change) {
    auto features = layer.features;
    change(features);
    return store::content_version(layer.layer, features);
  };
  CHECK(layer.version.size() == 16);
  CHECK(version([](auto &) {}) == layer.version);
  CHECK(store::content_version(model::LayerKind::walk, layer.features) != layer.version);
  CHECK(version([](auto &f) { f[1].code += "x"; }) != layer.version);
  CHECK(version([](auto &f) { f[1].name.clear(); }) != layer.version);
  CHECK(version([](auto &f) { f[1].parent = "p"; }) != layer.version);
  CHECK(version([](auto &f) { f[1].attributes[0].second = "9"; }) != layer.version);
  CHECK(version([](auto &f) { f[1].node_ids.pop_back(); }) != layer.version);
  CHECK(version([](auto &f) { std::swap(f[0], f[1]); }) != layer.version);
  CHECK(version([](auto &f) {
          f[0].geometry = *geo::LonLat::from_units(-1'800'000'000, 899'999'999);
        }) != layer.version);
  // Text that moves from one field into the next is another content.
  CHECK(version([](auto &f) { f[2].code = "pq", f[2].parent = ""; }) != layer.version);
}

TEST_CASE("a version that is not the hash of its content is a mistake") {
  TempDirectory folder;
  BaseStore base(folder / "base.sqlite");
  auto layer = odd_layer();
  layer.version = "0123456789abcdef";
  CHECK_THROWS_AS(base.write(layer), std::logic_error);
  CHECK_FALSE(base.has(layer.layer, layer.version));
}

TEST_CASE("a layer with text in another encoding is refused whole, naming the feature") {
  TempDirectory folder;
  BaseStore base(folder / "base.sqlite");
  auto features = buildings(3).features;
  features[2].attributes[0].second = "\xd0\xc7"; // GBK
  auto const layer = versioned(model::LayerKind::building, features);
  CHECK_THROWS_WITH(base.write(layer),
                    Contains("layer building") && Contains("code 'B2'") && Contains("not UTF-8"));
  CHECK_FALSE(base.has(layer.layer, layer.version));
}

TEST_CASE("a version that is not there is named") {
  TempDirectory folder;
  BaseStore base(folder / "base.sqlite");
  CHECK_THROWS_WITH(base.read(model::LayerKind::grid, "0011223344556677"),
                    Contains("layer grid, version 0011223344556677 is not there"));
}

TEST_CASE("a stored layer cannot be edited by SQL, and one damaged all the same is refused") {
  TempDirectory folder;
  BaseStore base(folder / "base.sqlite");
  auto const layer = buildings(5);
  base.write(layer);
  RawSqlite raw(folder / "base.sqlite");
  CHECK(raw.try_run("UPDATE layer_version SET crs = 'x'") == "layer versions never change");
  raw.run("DROP TRIGGER feature_no_update; DROP TRIGGER ggu_feature_geometry; "
          "DROP TRIGGER tmu_feature_geometry");
  raw.run("UPDATE feature SET name = 'x' WHERE ordinal = 3");
  CHECK_THROWS_WITH(base.read(layer.layer, layer.version), Contains("has been changed"));
}

TEST_CASE("attributes that are not texts by name are named as they stand") {
  auto const damage = GENERATE("{\"floors\":6}", "{\"floors\":[\"6\"]}", "{\"floors\"", "[]",
                               "\"floors\"", "{\"floors\":{\"a\":\"b\"}}", "{\"floors\":null}", "");
  TempDirectory folder;
  BaseStore base(folder / "base.sqlite");
  auto const layer = buildings(5);
  base.write(layer);
  RawSqlite raw(folder / "base.sqlite");
  raw.run("DROP TRIGGER feature_no_update; DROP TRIGGER ggu_feature_geometry; "
          "DROP TRIGGER tmu_feature_geometry");
  raw.run("UPDATE feature SET attributes = '" + std::string(damage) + "' WHERE ordinal = 3");
  CHECK_THROWS_WITH(base.read(layer.layer, layer.version),
                    Contains("attributes that are not texts by name: " + std::string(damage)) &&
                        Contains("import the layer again"));
}

TEST_CASE("the geometry is SpatiaLite's own, in EPSG:4326") {
  TempDirectory folder;
  BaseStore base(folder / "base.sqlite");
  base.write(odd_layer());
  RawSqlite raw(folder / "base.sqlite");
  raw.run("CREATE TEMP TABLE t (n CHECK (n = 1)); INSERT INTO t SELECT count(*) FROM "
          "geometry_columns WHERE f_table_name = 'feature' AND srid = 4326");
  CHECK_FALSE(raw.try_run("SELECT load_extension('mod_spatialite')").empty());
}

TEST_CASE("a base store of a newer version and a foreign file are refused") {
  TempDirectory folder;
  { BaseStore base(folder / "base.sqlite"); }
  RawSqlite(folder / "base.sqlite").run("PRAGMA user_version = 9");
  CHECK_THROWS_WITH(BaseStore(folder / "base.sqlite"), Contains("newer yuntu"));
  RawSqlite(folder / "other.sqlite").run("CREATE TABLE theirs (x)");
  CHECK_THROWS_WITH(BaseStore(folder / "other.sqlite"), Contains("not yuntu's base store"));
}

TEST_CASE("a relaxed SpatiaLite is refused") {
  TempDirectory folder;
  ::setenv("SPATIALITE_SECURITY", "relaxed", 1);
  CHECK_THROWS_WITH(BaseStore(folder / "base.sqlite"), Contains("SPATIALITE_SECURITY"));
  ::unsetenv("SPATIALITE_SECURITY");
}

TEST_CASE("30,000 buildings are written and read in the time of a coffee sip", "[.][timing]") {
  TempDirectory folder;
  BaseStore base(folder / "base.sqlite");
  auto const layer = buildings(30'000);
  auto const seconds = [](auto const &work) {
    auto const begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  };
  auto const written = seconds([&] { base.write(layer); });
  auto const read = seconds([&] { check_same(base.read(layer.layer, layer.version), layer); });
  WARN("write " << written << " s, read and compare " << read << " s");
  CHECK(written < 3);
  CHECK(read < 1);
}

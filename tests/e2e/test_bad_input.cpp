#include "tests/e2e/import_file.hpp"
#include "tests/e2e/scene.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace yuntu::test;

namespace {

/// Layers and what they hold, as the running server says.
json map_of(Scene const &scene) {
  return scene.as("desk").get("/api/v1/map").body;
}

bool says(std::string const &text, std::string const &words) {
  return text.find(words) != std::string::npos;
}

struct BadImport {
  std::string layer;
  std::filesystem::path file;
  std::vector<std::string> more;
  std::vector<std::string> named; ///< what the message must name
};

/// Files that nothing good can come of, with what is wrong in them.
std::vector<BadImport> bad_imports(TempDir const &dir) {
  namespace fs = std::filesystem;
  auto const &good = demo_town().files;
  // A download that broke off: the parts are there, the geometry ends in the middle.
  for (auto const *const part : {"shp", "shx", "dbf", "prj"}) {
    fs::copy(good / ("grid." + std::string(part)), dir.path() / ("half." + std::string(part)));
  }
  fs::resize_file(dir.path() / "half.shp", fs::file_size(good / "grid.shp") / 2);
  fs::copy(good / "grid.shp", dir.path() / "alone.shp");
  auto const empty = dir.write("empty.geojson", R"({"type":"FeatureCollection","features":[]})");
  auto const outside = dir.write("outside.geojson", squares({{500'000, 3'870'000}}));
  auto const broken = dir.write("broken.geojson", squares({{118.5, 35}}).substr(0, 200));
  auto const nowhere = dir.write("nowhere.csv", "code,name\nST1,同心驿\n");
  auto const no_ways =
      dir.write("no_ways.osm", R"(<osm version="0.6"><node id="1" lat="35" lon="118.5"/></osm>)");
  auto const text = dir.write("words.geojson", "this is not a map");
  return {
      {"grid", dir.path() / "no_such_file.shp", {}, {"no_such_file.shp"}},
      {"grid", empty, {}, {"empty.geojson"}},
      {"grid", good / "grid.shp", {"--map", "code=NUMMER"}, {"grid.shp", "NUMMER", "WGBM"}},
      {"grid", outside, {}, {"outside.geojson"}},
      {"grid", dir.path() / "half.shp", {"--crs", "EPSG:4549"}, {"half.shp"}},
      {"grid", dir.path() / "alone.shp", {"--crs", "EPSG:4549"}, {"alone.shp"}},
      {"grid", broken, {}, {"broken.geojson"}},
      {"grid", text, {}, {"words.geojson"}},
      {"station", good / "grid.shp", {"--crs", "EPSG:4549"}, {"grid.shp"}},
      {"station", good / "stations.csv", {}, {"stations.csv", "--crs"}},
      {"station", nowhere, {"--crs", "EPSG:4490"}, {"nowhere.csv", "经度", "code"}},
      {"shop",
       good / "stations.csv",
       {"--crs", "EPSG:4490", "--map", "star=星级"},
       {"star", "kind"}},
      {"street", no_ways, {}, {"no_ways.osm", "railway=rail"}},
      {"grid", good / "governance.gpkg", {}, {"governance.gpkg", "estate"}},
      {"grid", good / "governance.gpkg", {"--source-layer", "wall"}, {"wall", "estate"}},
      {"grids", good / "grid.shp", {}, {"grids", "microgrid"}},
      {"grid", good / "grid.shp", {"--datum", "bd10"}, {"bd10", "gcj02"}},
      {"grid", good / "grid.shp", {"--crs", "EPSG:999999"}, {"999999"}},
      {"grid", good / "grid.shp", {"--map", "WGBM"}, {"WGBM"}},
      {"grid", good / "grid.shp", {"--effective", "yesterday"}, {"yesterday"}},
  };
}

/// A GeoJSON file's text: one line through each list of points.
std::string lines_text(std::vector<std::vector<std::pair<double, double>>> const &lines) {
  json features = json::array();
  for (auto const &line : lines) {
    json coordinates = json::array();
    for (auto const &[lon, lat] : line) {
      coordinates.push_back({lon, lat});
    }
    features.push_back({{"type", "Feature"},
                        {"properties", json::object()},
                        {"geometry", {{"type", "LineString"}, {"coordinates", coordinates}}}});
  }
  return json{{"type", "FeatureCollection"}, {"features", features}}.dump();
}

} // namespace

TEST_CASE("a bad file is refused in words that name the thing, and nothing of it is imported") {
  Scene const scene;
  TempDir const dir;
  auto const before = map_of(scene);
  auto live = scene.watch_as("desk");
  live.subscribe({"worker"});
  for (auto const &bad : bad_imports(dir)) {
    auto const done = import_file(scene.town.data(), bad.layer, bad.file, bad.more);
    INFO(bad.file.filename() << ": " << done.errors << done.out);
    CHECK(done.code == 2);
    CHECK(done.out.empty());
    for (auto const &word : bad.named) {
      INFO("expected to be named: " << word);
      CHECK(says(done.errors, word));
    }
    CHECK(std::count(done.errors.begin(), done.errors.end(), '\n') <= 2);
    CHECK(map_of(scene) == before);
  }
  // The viewer that watched all the time is still there.
  scene.report("ann", 1, scene.here.at(0));
  live.await_shown(1);
  CHECK(live.shown() == Lines{worker_line("ann", scene.here.at(0))});
}

TEST_CASE("without a server a bad file leaves the data directory as it was") {
  TownCopy const town;
  TempDir const dir;
  auto const verify = [&] {
    return yuntu::test::yuntu({"verify", "--data", town.data().string()});
  };
  auto const before = verify();
  for (auto const &bad : bad_imports(dir)) {
    INFO(bad.file.filename());
    CHECK(import_file(town.data(), bad.layer, bad.file, bad.more).code == 2);
  }
  CHECK(verify().out == before.out);
  RunningServer const server(town.data());
  auto const map = ApiClient(server.port(), demo_town().token("desk")).get("/api/v1/map").body;
  for (auto const &report : demo_town().reports) {
    auto const &layers = map.at("layers");
    CHECK(std::any_of(layers.begin(), layers.end(), [&](json const &layer) {
      return layer.at("layer") == report.at("layer") && layer.at("version") == report.at("version");
    }));
  }
}

TEST_CASE("a good file with bad rows is imported without them, each with its reason") {
  Scene const scene;
  auto rows = json::parse(squares({{118.51, 35}, {118.52, 35}, {118.53, 35}}));
  auto &bad = rows["features"][1]["geometry"]["coordinates"][0];
  std::swap(bad[1], bad[2]); // a bow tie
  auto const file = scene.town.dir().write("rows.geojson", rows.dump());
  auto const done = import_wgs84(scene.town.data(), "grid", file);
  CHECK(done.code == 1);
  auto const report = json::parse(done.out);
  CHECK(report.at("read") == 3);
  CHECK(report.at("written") == 2);
  REQUIRE(report.at("refused").size() == 1);
  CHECK_FALSE(report.at("refused")[0].at("reason").get<std::string>().empty());
}

TEST_CASE("a line of no length is refused by that word, and a file of nothing else is an error") {
  TempDir const dir;
  auto const data = dir.path() / "data";
  auto const layer = GENERATE(as<std::string>{}, "walk", "street");
  auto const some = dir.write("some.geojson", lines_text({{{118.5, 35}, {118.5, 35}, {118.5, 35}},
                                                          {{118.5, 35}, {118.501, 35}}}));
  auto const done = import_wgs84(data, layer, some);
  INFO(done.errors << done.out);
  CHECK(done.code == 1);
  auto const report = json::parse(done.out);
  CHECK(report.at("read") == 2);
  CHECK(report.at("written") == 1);
  REQUIRE(report.at("refused").size() == 1);
  CHECK(report.at("refused")[0].at("row") == 1);
  CHECK(says(report.at("refused")[0].at("reason"), "the line has no length at 118.5000000, 35"));

  auto const none = dir.write("none.geojson", lines_text({{{118.5, 35}, {118.5, 35}}}));
  auto const refused = import_wgs84(data, layer, none);
  CHECK(refused.code == 2);
  CHECK(refused.out.empty());
  CHECK(says(refused.errors, "none.geojson: nothing to import"));
  CHECK(says(refused.errors, "the line has no length"));
}

TEST_CASE("of streets that never touch the import says how many are islands, coverage which one") {
  TempDir const dir;
  auto const data = dir.path() / "data";
  std::vector<std::vector<std::pair<double, double>>> streets;
  for (int i = 0; i < 7; ++i) { // 55 m from each other
    streets.push_back({{118.5, 35 + i * 0.0005}, {118.501, 35 + i * 0.0005}});
  }
  auto const drawn = dir.write("apart.geojson", lines_text(streets));
  // Nobody walks on such a network: it is refused as one, and none is loaded.
  auto const refused = import_wgs84(data, "walk", drawn);
  INFO(refused.errors);
  CHECK(refused.code == 2);
  CHECK(refused.out.empty());
  CHECK(says(refused.errors, "apart.geojson: of 7 streets no two meet; expected lines that share "
                             "points (of OpenStreetMap: nodes), cross, or end within 0.1 m of "
                             "another"));
  auto const apart = import_wgs84(data, "street", drawn);
  INFO(apart.errors << apart.out);
  REQUIRE(apart.code == 0);
  CHECK(says(apart.errors, "the streets make 7 networks that nowhere meet"));
  CHECK(says(apart.errors, "7 are islands"));
  CHECK(says(apart.errors, "7 of the 7 pieces of street"));
  CHECK(json::parse(apart.out).at("network").at("islands") == 7);
  std::vector<std::string> const question{"coverage", "--data",   data.string(),     "--minutes",
                                          "5",        "--origin", "118.5002,35.0005"};
  auto const stranded = yuntu::test::yuntu(question);
  INFO(stranded.errors << stranded.out);
  CHECK(stranded.code == 0);
  CHECK(says(stranded.errors, "--origin 118.500200,35.000500 is on an island"));
  CHECK(json::parse(stranded.out).at("origins")[0].at("island") == 2);

  // One street across them all: nothing is an island any more.
  streets.push_back({{118.5005, 34.999}, {118.5005, 35.004}});
  auto const joined =
      import_wgs84(data, "street", dir.write("joined.geojson", lines_text(streets)));
  REQUIRE(joined.code == 0);
  CHECK_FALSE(says(joined.errors, "island"));
  CHECK(json::parse(joined.out).at("network").at("crossings_cut") == 7);
  auto const free = yuntu::test::yuntu(question);
  CHECK_FALSE(says(free.errors, "island"));
  CHECK_FALSE(json::parse(free.out).at("origins")[0].contains("island"));
  CHECK(json::parse(free.out).at("origins")[0].at("street_m") >
        json::parse(stranded.out).at("origins")[0].at("street_m"));
}

TEST_CASE("a data directory that is not there is an error for a command that reads") {
  for (std::vector<std::string> const &arguments : std::vector<std::vector<std::string>>{
           {"locate", "--data", "/no/such/place", "1", "2"},
           {"verify", "--data", "/no/such/place"},
           {"coverage", "--data", "/no/such/place", "--minutes", "5"}}) {
    auto const done = yuntu::test::yuntu(arguments);
    INFO(arguments[0] << done.errors);
    CHECK(done.code == 2);
    CHECK(says(done.errors, "/no/such/place"));
    CHECK_FALSE(std::filesystem::exists("/no"));
  }
}

TEST_CASE("coverage of walks of more than two hours, or to where no street is, is an error") {
  Scene const scene;
  auto const says_of = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"coverage", "--data", scene.town.data().string()});
    auto const done = yuntu::test::yuntu(arguments);
    INFO(done.out);
    CHECK(done.code == 2);
    CHECK(done.out.empty());
    return done.errors;
  };
  CHECK(says(says_of({"--minutes", "10000"}), "--minutes"));
  CHECK(says(says_of({"--metres", "1000000"}), "--metres"));
  CHECK(says(says_of({"--minutes", "inf", "--per-station"}), "--minutes"));
  CHECK(says(says_of({"--minutes", "5", "--origin", "124.5,33"}), "124.5"));
  CHECK(yuntu::test::yuntu({"coverage", "--data", scene.town.data().string(), "--minutes", "120"})
            .code == 0);
}

TEST_CASE("a server with a mistake in its command line does not start and says which") {
  TownCopy const town;
  auto const config = town.dir().write("bad.toml", "flush_ms = 5\nflsh = 50\n");
  auto const fails = [&](std::vector<std::string> arguments,
                         std::vector<std::string> const &named) {
    arguments.insert(arguments.begin(), {"--data", town.data().string()});
    Child server(binary("yuntu-server"), arguments);
    auto const code = server.wait(Millis{10'000});
    INFO(server.errors());
    CHECK(code.value_or(0) == 2);
    for (auto const &word : named) {
      CHECK(says(server.errors(), word));
    }
  };
  fails({"--listen", "127.0.0.1:0", "--config", config.string()}, {"flush_ms", "flsh"});
  fails({"--listen", "nowhere"}, {"nowhere"});
  fails({"--listen", "0.0.0.0:0"}, {"0.0.0.0", "loopback"});
}

#include "tests/e2e/child.hpp"
#include "tests/e2e/demo_town.hpp"
#include "tests/e2e/import_file.hpp"
#include "tools/checkout.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <fstream>
#include <functional>
#include <iterator>

using namespace yuntu::test;
using nlohmann::json;

namespace {

namespace fs = std::filesystem;

std::string text_of(fs::path const &file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

Finished run_check(fs::path const &data, std::vector<std::string> const &more = {}) {
  std::vector<std::string> arguments{"check", "--data", data.string()};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return yuntu::test::yuntu(arguments);
}

json checked(fs::path const &data, int code, std::vector<std::string> const &more = {}) {
  auto const done = run_check(data, more);
  INFO(done.errors << done.out.substr(0, 2'000));
  REQUIRE(done.code == code);
  return json::parse(done.out);
}

/// What `yuntu check` says of the demo county with its buildings changed and imported anew.
json check_changed(TownCopy const &town, std::function<void(json &)> const &change) {
  auto buildings = json::parse(text_of(demo_town().files / "buildings.geojson"));
  change(buildings.at("features"));
  auto const file = town.dir().write("changed.geojson", buildings.dump());
  auto const done = import_file(town.data(), "building", file, {"--datum", "gcj02"});
  INFO(done.errors << done.out);
  REQUIRE(done.code == 0);
  return checked(town.data(), 1);
}

json only_finding(json const &answer) {
  INFO(answer.at("findings").dump());
  REQUIRE(answer.at("findings").size() == 1);
  CHECK(answer.at("ok") == false);
  CHECK(answer.at("certificate").is_null());
  return answer.at("findings").at(0);
}

void move_all(json &polygon, double east_deg, double north_deg) {
  for (auto &corner : polygon.at("coordinates").at(0)) {
    corner[0] = corner[0].get<double>() + east_deg;
    corner[1] = corner[1].get<double>() + north_deg;
  }
}

/// Two grids of 0.001 degrees side by side, with codes of a community.
std::string two_grids(double second_west, char const *second_code = "371399001001002") {
  auto grids = json::parse(squares({{118.5, 35.0}, {second_west, 35.0}}));
  grids["features"][0]["properties"]["code"] = "371399001001001";
  grids["features"][1]["properties"]["code"] = second_code;
  return grids.dump();
}

} // namespace

TEST_CASE("the demo county is faultless, and its certificate is the same each time") {
  auto const answer = checked(demo_town().data, 0);
  CHECK(answer.at("ok") == true);
  CHECK(answer.at("findings").empty());
  CHECK(answer.at("counts").at("layers").at("building") == 400);
  CHECK(answer.at("counts").at("within_tolerance") == 0);
  auto const &certificate = answer.at("certificate");
  REQUIRE(certificate.is_object());
  CHECK(certificate.at("layers").size() == 7);
  CHECK(certificate.at("rules").size() == 11);
  CHECK(certificate.at("thresholds").at("sliver_width_m") == 0.5);
  CHECK(certificate.at("skipped").empty());
  CHECK(certificate.at("data_hash").get<std::string>().size() == 64);
  CHECK(certificate.at("data_hash") == answer.at("data_hash"));
  CHECK(checked(demo_town().data, 0).at("certificate") == certificate);
}

TEST_CASE("a building moved out of the county, or with a bad code, is the one finding") {
  TownCopy const town;
  SECTION("out of the county") {
    std::string code;
    auto const finding = only_finding(check_changed(town, [&](json &features) {
      move_all(features.at(7).at("geometry"), 0, 0.5);
      code = features.at(7).at("properties").at("code");
    }));
    CHECK(finding.at("rule") == "orphan");
    CHECK(finding.at("layer") == "building");
    CHECK(finding.at("level") == "error");
    CHECK(finding.at("codes") == json::array({code}));
    CHECK(finding.at("size_m2") > 10);
    CHECK(finding.at("lat") > 35.4);
  }
  SECTION("a code given twice") {
    auto const finding = only_finding(check_changed(town, [&](json &features) {
      features.at(7).at("properties")["code"] = features.at(3).at("properties").at("code");
    }));
    CHECK(finding.at("rule") == "duplicate_code");
  }
  SECTION("a code of another form") {
    auto const finding = only_finding(check_changed(
        town, [&](json &features) { features.at(7).at("properties")["code"] = "B-7"; }));
    CHECK(finding.at("rule") == "bad_code");
    CHECK(finding.at("hint").get<std::string>().find("17 digits") != std::string::npos);
  }
}

TEST_CASE("a layer alone is checked for what it can tell, and the rest is said to be skipped") {
  TempDir const dir;
  auto const import = [&](std::string const &text) {
    auto const done = import_wgs84(dir.path() / "data", "grid", dir.write("grids.geojson", text));
    INFO(done.errors);
    REQUIRE(done.code == 0);
  };
  import(two_grids(118.501));
  auto const clean = checked(dir.path() / "data", 0);
  CHECK(clean.at("certificate").is_object());
  bool is_nesting_skipped = false;
  for (auto const &skipped : clean.at("skipped")) {
    CHECK_FALSE(skipped.at("reason").get<std::string>().empty());
    is_nesting_skipped = is_nesting_skipped ||
                         (skipped.at("rule") == "wrong_nesting" && skipped.at("layer") == "grid");
  }
  CHECK(is_nesting_skipped);

  import(two_grids(118.5009));
  auto const finding = only_finding(checked(dir.path() / "data", 1));
  CHECK(finding.at("rule") == "overlap");
  CHECK(finding.at("codes") == json::array({"371399001001001", "371399001001002"}));
  CHECK(finding.at("lon").get<double>() == Approx(118.50095).margin(0.00005));
  CHECK(finding.at("size_m2").get<double>() == Approx(9.13 * 110.9).epsilon(0.01));
}

TEST_CASE("the findings go into a map file and a report, the certificate into the report") {
  TempDir const dir;
  auto const data = dir.path() / "data";
  auto const map = dir.path() / "findings.geojson";
  auto const report = dir.path() / "report.md";
  std::vector<std::string> const files{"--geojson", map.string(), "--report", report.string()};
  REQUIRE(import_wgs84(data, "grid", dir.write("g.geojson", two_grids(118.5009))).code == 0);
  auto const answer = checked(data, 1, files);
  auto const features = json::parse(text_of(map)).at("features");
  REQUIRE(features.size() == 1);
  CHECK(features[0].at("properties") == answer.at("findings").at(0));
  CHECK(features[0].at("geometry").at("type") == "Polygon");
  auto text = text_of(report);
  CHECK(text.find("重叠 overlap") != std::string::npos);
  CHECK(text.find("371399001001002") != std::string::npos);
  CHECK(text.find("No certificate") != std::string::npos);

  REQUIRE(import_wgs84(data, "grid", dir.write("g.geojson", two_grids(118.501))).code == 0);
  auto const clean = checked(data, 0, files);
  CHECK(json::parse(text_of(map)).at("features").empty());
  text = text_of(report);
  CHECK(text.find("拓扑合格证") != std::string::npos);
  CHECK(text.find(clean.at("certificate").at("seal").get<std::string>()) != std::string::npos);
}

TEST_CASE("thresholds come from a file, the one in data/config says what is built in") {
  TempDir const dir;
  auto const data = dir.path() / "data";
  // The second grid overlaps the first by some 0.9 m.
  REQUIRE(import_wgs84(data, "grid", dir.write("g.geojson", two_grids(118.50099))).code == 0);
  auto const shipped = yuntu::checkout() + "/data/config/check.toml";
  auto const built_in = checked(data, 1);
  auto const from_file = checked(data, 1, {"--thresholds", shipped});
  CHECK(from_file.at("findings") == built_in.at("findings"));
  CHECK(built_in.at("findings").at(0).at("rule") == "overlap");
  auto const wide = dir.write("wide.toml", "sliver_width_m = 2\n");
  CHECK(checked(data, 1, {"--thresholds", wide.string()}).at("findings").at(0).at("rule") ==
        "sliver");
  auto const lax = dir.write("lax.toml", "tolerance_m = 2\nsliver_width_m = 3\n");
  auto const passed = checked(data, 0, {"--thresholds", lax.string()});
  CHECK(passed.at("counts").at("within_tolerance") == 1);
  CHECK(passed.at("certificate").at("thresholds").at("tolerance_m") == 2);
}

TEST_CASE("what the check cannot work with ends with one clear error") {
  TempDir const dir;
  auto const data = dir.path() / "data";
  REQUIRE(import_wgs84(data, "grid", dir.write("g.geojson", two_grids(118.501))).code == 0);
  struct Bad {
    std::vector<std::string> arguments;
    std::string named;
  };
  auto const file = [&](std::string const &name, std::string const &text) {
    return dir.write(name, text).string();
  };
  for (auto const &[arguments, named] : std::vector<Bad>{
           {{"--thresholds", file("a.toml", "silver_width_m = 1\n")}, "silver_width_m"},
           {{"--thresholds", file("b.toml", "tolerance_m = \"2\"\n")}, "from 0.02 to 10"},
           {{"--thresholds", file("c.toml", "tolerance_m = nan\n")}, "from 0.02 to 10"},
           {{"--thresholds", file("d.toml", "tolerance_m = 1\n")}, "sliver_width_m"},
           {{"--thresholds", file("e.toml", "tolerance_m 1\n")}, "e.toml"},
           {{"--thresholds", (dir.path() / "none.toml").string()}, "none.toml"},
           {{"--geojson", (dir.path() / "no/such/f").string()}, "cannot be written"},
           {{"--at", "yesterday"}, "--at"}}) {
    auto const done = run_check(data, arguments);
    INFO(named << ": " << done.errors);
    CHECK(done.code == 2);
    CHECK(done.out.empty());
    CHECK(done.errors.find(named) != std::string::npos);
  }
  CHECK(run_check(dir.path() / "nowhere").code == 2);
}

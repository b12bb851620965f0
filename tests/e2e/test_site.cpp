// `yuntu site` on the demo county: its plan against what `yuntu coverage` says of the same places.
#include "tests/e2e/scene.hpp"
#include "tests/geo/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <fstream>

using namespace yuntu::test;

namespace {

std::string const in_the_sea = "119.9,33.0";

class Planner {
public:
  /// Rooms at the first places of two grids, and one without a street near.
  Planner() {
    std::ofstream file(candidates());
    file << "编号,名称,经度,纬度\n";
    for (std::size_t i = 0; i < 6; ++i) {
      add(file, "A" + std::to_string(i), scene_.here.at(i));
      add(file, "B" + std::to_string(i), scene_.there.at(i));
    }
    file << "S0,海上," << in_the_sea << "\n";
  }

  [[nodiscard]] std::filesystem::path candidates() const { return dir_.path() / "rooms.csv"; }
  [[nodiscard]] std::filesystem::path file(std::string const &name, std::string const &text) const {
    return dir_.write(name, text);
  }
  [[nodiscard]] Finished site(std::vector<std::string> more,
                              std::filesystem::path const &from) const {
    std::vector<std::string> arguments{"site", "--data", scene_.town.data().string(),
                                       "--candidates", from.string()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return yuntu::test::yuntu(arguments);
  }
  [[nodiscard]] json plan(std::vector<std::string> const &more) const {
    auto const done = site(more, candidates());
    INFO(done.errors);
    REQUIRE(done.code == 0);
    return json::parse(done.out);
  }
  /// What a walk of so many minutes to these places covers.
  [[nodiscard]] json covered(std::string const &minutes,
                             std::vector<std::pair<double, double>> const &places) const {
    std::vector<std::string> arguments{"coverage", "--data", scene_.town.data().string(),
                                       "--minutes", minutes};
    for (auto const &[lon, lat] : places) {
      arguments.insert(arguments.end(), {"--origin", json(lon).dump() + "," + json(lat).dump()});
    }
    auto const done = yuntu::test::yuntu(arguments);
    REQUIRE(done.code == 0);
    return json::parse(done.out).at("covered");
  }
  /// What a walk of three minutes to the stations that count covers.
  [[nodiscard]] json covered_by_stations(std::vector<std::string> const &more) const {
    std::vector<std::string> arguments{"coverage", "--data", scene_.town.data().string(),
                                       "--minutes", "3"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    auto const done = yuntu::test::yuntu(arguments);
    REQUIRE(done.code == 0);
    return json::parse(done.out).at("covered");
  }
  /// Kinds that stations are of.
  [[nodiscard]] json kinds() const {
    return scene_.as("desk").get("/api/v1/coverage/stations?minutes=3").body.at("kinds");
  }
  [[nodiscard]] std::vector<std::pair<double, double>> stations() const {
    std::vector<std::pair<double, double>> places;
    auto const map = scene_.as("desk").get("/api/v1/map").body;
    for (auto const &one : map.at("stations")) {
      places.emplace_back(one.at("lon"), one.at("lat"));
    }
    return places;
  }

  /// The same places and question asked of the server; where its result is.
  [[nodiscard]] std::string begun(std::size_t picks, double minutes) const {
    json list = json::array();
    for (std::size_t i = 0; i < 6; ++i) {
      list.push_back(candidate("A" + std::to_string(i), scene_.here.at(i)));
      list.push_back(candidate("B" + std::to_string(i), scene_.there.at(i)));
    }
    auto const answer = scene_.as("desk").post(
        "/api/v1/siting", {{"candidates", list}, {"picks", picks}, {"minutes", minutes}});
    INFO(answer.raw.body);
    REQUIRE(answer.status == 202);
    return "/api/v1/siting/" + answer.body.at("id").get<std::string>();
  }
  [[nodiscard]] ApiClient desk() const { return scene_.as("desk"); }

private:
  static json candidate(std::string const &code, DemoPlace const &place) {
    return {{"code", code}, {"name", "闲置用房"}, {"lon", place.lon}, {"lat", place.lat}};
  }
  static void add(std::ofstream &file, std::string const &code, DemoPlace const &place) {
    file << code << ",闲置用房," << json(place.lon) << "," << json(place.lat) << "\n";
  }

  Scene scene_;
  TempDir dir_;
};

std::vector<std::pair<double, double>> places_of(json const &plan) {
  std::vector<std::pair<double, double>> places;
  for (auto const &pick : plan.at("picks")) {
    places.emplace_back(pick.at("lon"), pick.at("lat"));
  }
  return places;
}

} // namespace

TEST_CASE("the plan serves what coverage says of the same places, beside the stations and alone") {
  Planner const planner;
  auto const plan = planner.plan({"--minutes", "3", "--picks", "3"});
  CHECK(plan.at("candidates") == 13);
  CHECK(plan.at("off_street") == json::array({"S0"}));
  CHECK(plan.at("before") == planner.covered("3", planner.stations()));
  auto all = planner.stations();
  auto const chosen = places_of(plan);
  all.insert(all.end(), chosen.begin(), chosen.end());
  CHECK(plan.at("after") == planner.covered("3", all));

  auto const alone = planner.plan({"--minutes", "3", "--picks", "3", "--without-stations"});
  CHECK(alone.at("before") == json({{"buildings", 0}, {"households", 0}, {"older", 0}}));
  CHECK(alone.at("after") == planner.covered("3", places_of(alone)));
  CHECK(alone.at("picks").size() == 3);
  CHECK(alone.at("newly") == alone.at("after").at("households"));
  CHECK(alone.at("bound") >= alone.at("newly"));
  CHECK(alone.at("gap").get<double>() <= 0.1);
}

TEST_CASE("one pick is the best of all candidates, and the forms say the same") {
  Planner const planner;
  std::vector<std::string> const asked{"--minutes", "3", "--weight", "buildings",
                                       "--without-stations"};
  auto const plan = planner.plan(asked);
  REQUIRE(plan.at("picks").size() == 1);
  auto const &pick = plan.at("picks").at(0);
  CHECK(plan.at("gap") == 0.0);
  std::int64_t best = 0;
  auto csv = asked;
  csv.insert(csv.end(), {"--format", "csv"});
  auto const done = planner.site(csv, planner.candidates());
  CHECK(done.out.find("\n1," + pick.at("code").get<std::string>() + ",闲置用房," +
                      pick.at("lon").dump() + "," + pick.at("lat").dump() + ",") !=
        std::string::npos);
  auto all = asked;
  all.insert(all.end(), {"--picks", "13"});
  for (auto const &[lon, lat] : places_of(planner.plan(all))) {
    best = std::max(best, planner.covered("3", {{lon, lat}}).at("buildings").get<std::int64_t>());
  }
  CHECK(pick.at("adds").at("buildings") == best);
  auto geojson = asked;
  geojson.insert(geojson.end(), {"--format", "geojson"});
  auto const feature =
      json::parse(planner.site(geojson, planner.candidates()).out).at("features").at(0);
  CHECK(feature.at("properties").at("code") == pick.at("code"));
}

TEST_CASE("the server's files of a siting are those of the command line") {
  Planner const planner;
  auto const desk = planner.desk();
  auto const path = planner.begun(2, 3);
  auto const end = std::chrono::steady_clock::now() + std::chrono::seconds{30};
  while (desk.get(path).body.at("state") == "running" && std::chrono::steady_clock::now() < end) {
  }
  for (std::string const format : {"csv", "geojson"}) {
    auto const file = desk.get(path + "?format=" + format);
    REQUIRE(file.status == 200);
    CHECK(file.raw.header("content-disposition") ==
          "attachment; filename=\"sites." + format + "\"");
    auto const printed =
        planner.site({"--count", "2", "--minutes", "3", "--format", format}, planner.candidates());
    CHECK(file.raw.body + (format == "csv" ? "" : "\n") == printed.out);
  }
}

TEST_CASE("how many to open is --count, which --picks says as well") {
  Planner const planner;
  auto const counted = planner.plan({"--minutes", "3", "--without-stations", "--count", "3"});
  CHECK(counted.at("picks").size() == 3);
  CHECK(counted == planner.plan({"--minutes", "3", "--without-stations", "--picks", "3"}));
  CHECK(yuntu::test::yuntu({"site", "--help"}).out.find("--count") != std::string::npos);
  auto const none = planner.site({"--count", "0"}, planner.candidates());
  CHECK(none.code == 2);
  CHECK(none.errors.find("--count") != std::string::npos);
}

TEST_CASE("only stations open at --at and of the --kind count, as in a coverage") {
  Planner const planner;
  std::vector<std::string> const at{"--at", "2026-11-28T03:00:00+08:00"};
  CHECK(planner.plan({"--minutes", "3", at[0], at[1]}).at("before") ==
        planner.covered_by_stations(at));
  for (auto const &kind : planner.kinds()) {
    if (!kind.at("kind").is_string()) {
      continue;
    }
    std::vector<std::string> const of{"--kind", kind.at("kind")};
    CHECK(planner.plan({"--minutes", "3", of[0], of[1]}).at("before") ==
          planner.covered_by_stations(of));
  }
  auto const circus = planner.site({"--kind", "circus"}, planner.candidates());
  CHECK(circus.code == 2);
  CHECK(circus.errors.find("circus") != std::string::npos);
  auto const never = planner.site({"--at", "20:00"}, planner.candidates());
  CHECK(never.code == 2);
  CHECK(never.errors.find("--at") != std::string::npos);
}

TEST_CASE("candidates that cannot be read are refused with file, row and what was expected") {
  Planner const planner;
  auto const refuses = [&](std::vector<std::string> const &more, std::filesystem::path const &from,
                           std::string const &words) {
    auto const done = planner.site(more, from);
    INFO(done.errors);
    CHECK(done.code == 2);
    CHECK(done.errors.find(words) != std::string::npos);
  };
  refuses({}, planner.file("bare.csv", "编号,名称\nA,room\n"), "bare.csv");
  refuses({}, planner.file("empty.csv", "编号,经度,纬度\n"), "no candidates");
  refuses({}, planner.file("word.csv", "编号,经度,纬度\nA,east,35\n"), "east");
  refuses({}, planner.file("far.csv", "编号,经度,纬度\nA,218.5,35\n"), "row 2");
  refuses({}, planner.file("twice.csv", "编号,经度,纬度\nA,118.5,35\nA,118.6,35\n"), "row 3");
  refuses({"--count", "0"}, planner.candidates(), "--count");
  refuses({"--minutes", "10000"}, planner.candidates(), "--minutes");
  refuses({"--weight", "dogs"}, planner.candidates(), "dogs");
}

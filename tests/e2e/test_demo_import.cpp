#include "tests/e2e/child.hpp"
#include "tests/e2e/demo_town.hpp"
#include "tests/e2e/live_client.hpp"

#include <catch2/catch.hpp>

#include <sstream>
#include <stdexcept>

using namespace yuntu::test;

namespace {

/// What the import of a layer of the demo county said.
nlohmann::json report_of(std::string const &layer) {
  for (auto const &report : demo_town().reports) {
    if (report.at("layer") == layer) {
      return report;
    }
  }
  throw std::runtime_error("the demo county has no layer " + layer);
}

/// `yuntu import` of a file as its manifest says, into another data directory.
Finished import_again(std::string const &layer, std::filesystem::path const &data,
                      std::vector<std::string> const &more = {}) {
  for (auto const &import : demo_town().manifest.at("imports")) {
    if (import.at("layer") != layer) {
      continue;
    }
    std::vector<std::string> arguments{
        "import", "--data", data.string(),
        (demo_town().files / import.at("file").get<std::string>()).string()};
    for (auto const &argument : import.at("arguments")) {
      arguments.push_back(argument);
    }
    arguments.insert(arguments.end(), more.begin(), more.end());
    return yuntu::test::yuntu(arguments);
  }
  throw std::runtime_error("the demo county has no layer " + layer);
}

} // namespace

TEST_CASE("every file of the demo county is imported whole, as its manifest counts") {
  auto const &town = demo_town();
  auto const &imports = town.manifest.at("imports");
  REQUIRE(imports.size() >= 10);
  REQUIRE(town.reports.size() == imports.size());
  for (std::size_t i = 0; i < imports.size(); ++i) {
    auto const &report = town.reports[i];
    INFO(report.dump());
    CHECK(report.at("layer") == imports[i].at("layer"));
    CHECK(report.at("written") == imports[i].at("written"));
    CHECK(report.at("read") == report.at("written").get<std::int64_t>() +
                                   static_cast<std::int64_t>(report.at("refused").size()));
    CHECK(report.at("version").get<std::string>().size() == 16);
  }
}

TEST_CASE("the declared CRS, datum and encoding of a file are reported back") {
  struct Said {
    std::string layer, crs, datum, encoding;
  };
  auto const said = GENERATE(
      Said{"subdistrict", "EPSG:4527", "wgs84", "GBK"},
      Said{"community", "EPSG:4549", "wgs84", "GBK"}, Said{"estate", "EPSG:4490", "wgs84", "UTF-8"},
      Said{"grid", "EPSG:4548", "wgs84", "GBK"}, Said{"microgrid", "EPSG:4528", "wgs84", "GBK"},
      Said{"building", "EPSG:4326", "gcj02", "UTF-8"},
      Said{"station", "EPSG:4490", "wgs84", "GBK"});
  auto const report = report_of(said.layer);
  INFO(report.dump());
  CHECK(report.at("crs") == said.crs);
  CHECK(report.at("datum") == said.datum);
  CHECK(report.at("encoding") == said.encoding);
}

TEST_CASE("a point in each demo building is found in that building and in all six levels") {
  auto const &places = demo_town().places;
  REQUIRE(places.size() == 400);
  for (auto const &[code, place] : places.items()) {
    INFO(place.dump());
    auto const &areas = place.at("areas");
    CHECK(areas.size() == 6);
    REQUIRE(areas.at("building").is_object());
    CHECK(areas.at("building").at("code") == code);
    for (auto const *const level : {"subdistrict", "community", "grid", "microgrid"}) {
      REQUIRE(areas.at(level).is_object());
      CHECK_FALSE(areas.at(level).at("name").get<std::string>().empty());
    }
    auto const grid = areas.at("grid").at("code").get<std::string>();
    CHECK(areas.at("microgrid").at("code").get<std::string>().substr(0, grid.size()) == grid);
  }
}

TEST_CASE("GBK names come out as UTF-8") {
  auto const place = demo_town().places_in(DemoTown::grid(2)).at(0);
  CHECK(place.areas.at("grid").at("name") == "02网格");
}

TEST_CASE("a bad line among many is answered in its place and the others go on") {
  auto const &town = demo_town();
  auto const place = town.places_in(DemoTown::grid(1)).at(0);
  auto const good = place_text(place.lon, place.lat);
  auto const done = yuntu::test::yuntu({"locate", "--data", town.data.string(), "-"},
                                       good + "\nnorth of the river\n" + good + "\n200,10\n0,0\n");
  CHECK(done.code == 1);
  std::istringstream lines(done.out);
  std::vector<nlohmann::json> answers;
  for (std::string line; std::getline(lines, line);) {
    answers.push_back(nlohmann::json::parse(line));
  }
  REQUIRE(answers.size() == 5);
  CHECK(answers[0].at("areas") == place.areas);
  CHECK(answers[1].at("line") == 2);
  CHECK(answers[1].contains("error"));
  CHECK(answers[2].at("areas") == place.areas);
  CHECK(answers[3].at("line") == 4);
  CHECK(answers[4].at("areas").at("grid").is_null());
  CHECK(answers[4].at("areas").size() == 6);
}

TEST_CASE("within the accuracy of a border the answer is ambiguous, and inside it is not") {
  auto const &town = demo_town();
  auto const place = town.places_in(DemoTown::grid(1)).at(0);
  auto const ask = [&](char const *accuracy) {
    auto const done =
        yuntu::test::yuntu({"locate", "--data", town.data.string(), "--accuracy", accuracy,
                            std::to_string(place.lon), std::to_string(place.lat)});
    REQUIRE(done.code == 0);
    return nlohmann::json::parse(done.out);
  };
  auto const vague = ask("300");
  CHECK(vague.at("ambiguous") == true);
  std::map<std::string, double> sums;
  for (auto const &candidate : vague.at("candidates")) {
    CHECK((candidate.at("code").is_null() || candidate.at("code").is_string()));
    CHECK(candidate.at("probability") >= 0.0);
    CHECK(candidate.at("probability") <= 1.0);
    sums[candidate.at("layer")] += candidate.at("probability").get<double>();
  }
  CHECK(sums.contains("grid"));
  for (auto const &[level, sum] : sums) {
    CHECK(sum == Approx(1));
  }
  CHECK(ask("0").at("ambiguous") == false);
  CHECK(ask("0").at("candidates").empty());
}

TEST_CASE("the same content imported again is the same version and adds nothing to the log") {
  TownCopy const town;
  auto const verify = [&] {
    return nlohmann::json::parse(
        yuntu::test::yuntu({"verify", "--data", town.data().string()}).out);
  };
  auto const before = verify();
  auto const again = import_again("station", town.data());
  CHECK(again.code == 0);
  CHECK(nlohmann::json::parse(again.out).at("version") == report_of("station").at("version"));
  CHECK(verify() == before);
}

TEST_CASE("a dry run reports what an import would do and stores nothing") {
  TempDir const dir;
  auto const done = import_again("station", dir.path() / "data", {"--dry-run"});
  CHECK(done.code == 0);
  CHECK(nlohmann::json::parse(done.out).at("written") == report_of("station").at("written"));
  CHECK_FALSE(std::filesystem::exists(dir.path() / "data"));
}

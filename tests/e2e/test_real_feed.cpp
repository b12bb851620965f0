#include "tests/e2e/api_client.hpp"
#include "tests/e2e/import_file.hpp"
#include "tests/e2e/live_client.hpp"
#include "tests/e2e/running_server.hpp"
#include "tests/geo/real_data.hpp"
#include "tests/geo/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <fstream>
#include <map>
#include <regex>
#include <sstream>

using namespace yuntu::test;

namespace {

/// Beijing with a desk and a gateway.
struct Beijing {
  Beijing(std::filesystem::path const &townships, std::filesystem::path const &osm)
      : data(dir.path() / "data") {
    REQUIRE(import_file(data, "subdistrict", townships, {"--map", "name=乡"}).code == 0);
    REQUIRE(import_file(data, "walk", osm).code == 0);
    for (std::string const user : {"command", "gateway"}) {
      auto const done = yuntu::test::yuntu(
          {"user", "add", "--data", data.string(), "--name", user, "--role", user});
      tokens[user] = json::parse(done.out).at("token");
    }
  }

  TempDir dir;
  std::filesystem::path data;
  std::map<std::string, std::string> tokens;
};

std::vector<std::string> lines_of(std::filesystem::path const &file) {
  std::ifstream in(file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) {
    lines.push_back(line);
  }
  return lines;
}

/// The rows of the track file within the bounds that the OSM file states, under its header.
std::vector<std::string> rows_within(std::filesystem::path const &tracks,
                                     std::filesystem::path const &osm) {
  std::string head(4096, '\0');
  std::ifstream(osm).read(head.data(), static_cast<std::streamsize>(head.size()));
  std::smatch bounds;
  REQUIRE(std::regex_search(
      head, bounds,
      std::regex(R"re(minlat="(.*?)" minlon="(.*?)" maxlat="(.*?)" maxlon="(.*?)")re")));
  auto const all = lines_of(tracks);
  std::vector<std::string> rows{all.at(0)};
  for (std::size_t i = 1; i < all.size(); ++i) {
    double const lon = std::stod(all[i]);
    double const lat = std::stod(all[i].substr(all[i].find(';') + 1));
    if (lat >= std::stod(bounds[1]) && lon >= std::stod(bounds[2]) && lat <= std::stod(bounds[3]) &&
        lon <= std::stod(bounds[4])) {
      rows.push_back(all[i]);
    }
  }
  return rows;
}

std::vector<std::string> feed_arguments(RunningServer const &server, Beijing const &town,
                                        std::filesystem::path const &file) {
  return {
      "feed",        "--url",         server.url(),    "--token",      town.tokens.at("gateway"),
      file.string(), "--track-field", "trajectory_id", "--time-field", "t"};
}

} // namespace

TEST_CASE("recorded tracks are played as five workers who all start now") {
  auto const tracks = real_data("gps/geolife_small.csv");
  auto const townships = real_data("admin/beijing_townships/beijing.shp");
  auto const osm = real_data("osm/beijing-haidian.osm");
  if (!tracks || !townships || !osm) {
    return;
  }
  Beijing const town(*townships, *osm);
  RunningServer const server(town.data);
  LiveClient live(server.port(), town.tokens.at("command"));
  live.subscribe({"worker"}, {116, 39.5, 117, 40.5});
  auto const started = seconds_ago(2);
  auto arguments = feed_arguments(server, town, *tracks);
  arguments.insert(arguments.end(), {"--as-of", "now", "--speed", "50"});
  Child feed(binary("yuntu"), arguments);

  std::map<std::string, json> first;
  live.await([&](json const &message) {
    for (auto const &upsert : message.value("upserts", json::array())) {
      first.emplace(upsert.at("id"), upsert);
    }
    return first.size() == 5;
  });
  for (auto const &[id, worker] : first) {
    INFO(worker.dump());
    CHECK(worker.at("areas").at("subdistrict").get<std::string>().substr(0, 2) == "p-");
    CHECK(worker.at("time").get<std::string>() > started); // both in UTC
    CHECK(worker.at("time").get<std::string>() < seconds_ago(-20));
  }
  CHECK(first.count("track-1") == 1);

  // They go on: each is seen somewhere else.
  std::map<std::string, json> moved;
  live.await([&](json const &message) {
    for (auto const &upsert : message.value("upserts", json::array())) {
      if (upsert.at("lon") != first[upsert.at("id")].at("lon")) {
        moved.emplace(upsert.at("id"), upsert);
      }
    }
    return moved.size() == 5;
  });
  CHECK_FALSE(feed.wait(Millis{0}).has_value());
  feed.signal(SIGTERM);
}

TEST_CASE("240 recorded points lie in the mapped part of Haidian and all are taken as history") {
  auto const tracks = real_data("gps/geolife_small.csv");
  auto const townships = real_data("admin/beijing_townships/beijing.shp");
  auto const osm = real_data("osm/beijing-haidian.osm");
  if (!tracks || !townships || !osm) {
    return;
  }
  auto const rows = rows_within(*tracks, *osm);
  CHECK(rows.size() == 1 + 240);
  Beijing const town(*townships, *osm);
  std::string text;
  std::string places;
  for (auto const &row : rows) {
    text += row + "\n";
    auto const lat_at = row.find(';') + 1;
    places +=
        row.substr(0, lat_at - 1) + "," + row.substr(lat_at, row.find(';', lat_at) - lat_at) + "\n";
  }
  auto const located = yuntu::test::yuntu({"locate", "--data", town.data.string(), "-"},
                                          places.substr(places.find('\n') + 1));
  CHECK(located.code == 0);
  std::istringstream answers(located.out);
  for (std::string answer; std::getline(answers, answer);) {
    CHECK(json::parse(answer).at("areas").at("subdistrict").is_object());
  }
  auto const part = town.dir.write("haidian.csv", text);
  RunningServer const server(town.data);
  auto const done = yuntu::test::yuntu(feed_arguments(server, town, part));
  INFO(done.errors << done.out);
  CHECK(done.code == 0);
  auto const report = json::parse(done.out);
  CHECK(report.at("read") == 240);
  CHECK(report.at("accepted") == 240);

  // What happened years ago is history: it moves nobody on today's map.
  ApiClient const desk(server.port(), town.tokens.at("command"));
  auto const workers = desk.get("/api/v1/workers").body;
  for (auto const &worker : workers.at("items")) {
    CHECK_FALSE(worker.contains("lon"));
  }
}

TEST_CASE("a track file with a mistake is refused by name") {
  TempDir const dir;
  auto const file = dir.write("t.csv", "X;Y;t\n116.3;40;2020-01-01T00:00:00Z\n");
  auto const fails = [&](std::vector<std::string> const &more, std::string const &named) {
    std::vector<std::string> arguments{"feed",    "--url", "http://127.0.0.1:1",
                                       "--token", "0",     file.string()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    auto const done = yuntu::test::yuntu(arguments);
    INFO(done.errors);
    CHECK(done.code == 2);
    CHECK(done.errors.find(named) != std::string::npos);
  };
  fails({}, "--time-field");
  fails({"--time-field", "when"}, "when");
  fails({"--time-field", "t", "--track-field", "who"}, "who");
  fails({"--time-field", "t", "--as-of", "tomorrow"}, "tomorrow");
  fails({"--time-field", "t", "--speed", "0"}, "--speed");
  fails({"--time-field", "t"}, "127.0.0.1:1");
}

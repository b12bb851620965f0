// `yuntu simulate` against the real server, as fast as it answers.
#include "server/store/fact_codec.hpp"
#include "server/store/log_store.hpp"
#include "tests/e2e/scene.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <chrono>

using namespace yuntu;
using namespace yuntu::test;

namespace {

/// Yesterday at 10:00 local time: a busy hour, whatever the hour is now, and less than 72 h ago.
std::string yesterday(std::string const &minutes) {
  using Days = std::chrono::duration<std::int64_t, std::ratio<86'400>>;
  auto const now = std::chrono::system_clock::now();
  auto const midnight = std::chrono::floor<Days>(now);
  auto const seconds = std::chrono::duration_cast<std::chrono::seconds>(
      now - midnight + std::chrono::minutes{21 * 60 + 30});
  return seconds_ago(static_cast<int>(seconds.count())).substr(0, 14) + minutes + ":00Z";
}

/// Half an hour of yesterday.
json simulate(RunningServer const &server, std::string const &start,
              std::vector<std::string> const &more) {
  std::vector<std::string> arguments{
      "simulate", "--url",     server.url(), "--token",    demo_town().token("gateway"),
      "--start",  start,       "--speed",    "0",          "--minutes",
      "30",       "--workers", "8",          "--interval", "10",
      "--seed",   "7"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  auto const done = yuntu::test::yuntu(arguments);
  INFO(done.errors << done.out);
  REQUIRE(done.code == 0);
  return json::parse(done.out);
}

/// A day and a night that lie behind us, and within the 72 h that a step may be told late. As many
/// incidents as a county has.
json simulate_county_day(RunningServer const &server, std::string const &start) {
  auto const done = yuntu::test::yuntu({"simulate",
                                        "--url",
                                        server.url(),
                                        "--token",
                                        demo_town().token("gateway"),
                                        "--desk-token",
                                        demo_town().token("desk"),
                                        "--start",
                                        start,
                                        "--speed",
                                        "0",
                                        "--hours",
                                        "24",
                                        "--workers",
                                        "2",
                                        "--interval",
                                        "600",
                                        "--seed",
                                        "11",
                                        "--incidents",
                                        "125"},
                                       {}, Millis{300'000});
  INFO(done.errors << done.out);
  REQUIRE(done.code == 0);
  return json::parse(done.out);
}

std::vector<std::string> answered() {
  return {"--incidents", "40", "--desk-token", demo_town().token("desk")};
}

std::string line_of(model::Fact const &fact) {
  auto const body = store::encode_body(fact.body);
  // What happened when it came has no time of its own.
  auto const time = fact.event_time == fact.ingest_time ? std::string("-")
                                                        : model::format_rfc3339(fact.event_time);
  return std::string(body.kind) + " " + time + " " + fact.actor + " " + body.json + " " + fact.text;
}

std::string line_of(model::PositionRecord const &record) {
  return "position " + model::format_rfc3339(record.time) + " " + record.worker + " " +
         record.device + " " + std::to_string(record.boot) + "/" + std::to_string(record.seq) +
         " " + std::to_string(record.content_hash) + " " +
         std::string(model::to_string(record.verdict)) + " " +
         std::string(model::to_string(record.flag)) + " " +
         std::to_string(record.position.lon_e7()) + " " + std::to_string(record.position.lat_e7()) +
         " " + std::to_string(record.accuracy_dm);
}

/// What a log holds, without epoch, seq, tick and ingest time, whatever the order.
std::vector<std::string> content_of(std::filesystem::path const &data) {
  store::LogOptions options;
  options.use = store::LogUse::inspect;
  store::LogStore log(data / "log.sqlite", options);
  std::vector<std::string> lines;
  log.for_each_commit(0, [&](model::CommitGroup const &group) {
    for (auto const &fact : group.facts) {
      lines.push_back(line_of(fact));
    }
    for (auto const &record : group.positions) {
      lines.push_back(line_of(record));
    }
  });
  std::sort(lines.begin(), lines.end());
  return lines;
}

std::size_t count_of(std::string const &kind, std::vector<std::string> const &lines) {
  return static_cast<std::size_t>(std::count_if(lines.begin(), lines.end(), [&](auto const &line) {
    return line.rfind(kind + " ", 0) == 0;
  }));
}

} // namespace

TEST_CASE("two runs of one seeded day leave the same facts, through the public interface") {
  auto const start = yesterday("00");
  std::vector<std::vector<std::string>> logs;
  std::vector<json> reports;
  for (int run = 0; run < 2; ++run) {
    TownCopy const town;
    RunningServer server(town.data());
    reports.push_back(simulate(server, start, answered()));
    REQUIRE(server.stop() == 0);
    logs.push_back(content_of(town.data()));
  }
  CHECK(reports[0].at("digest") == reports[1].at("digest"));
  CHECK(reports[0].at("sent") == count_of("position", logs[0]));
  CHECK(reports[0].at("incidents") == count_of("incident_reported", logs[0]));
  CHECK(reports[0].at("actions") == count_of("incident_moved", logs[0]));
  CHECK(count_of("position", logs[0]) > 1000);
  CHECK(count_of("incident_moved", logs[0]) > 10);
  CHECK(count_of("presence_changed", logs[0]) > 8);
  REQUIRE(logs[0].size() == logs[1].size());
  for (std::size_t i = 0; i < logs[0].size(); ++i) {
    REQUIRE(logs[0][i] == logs[1][i]);
  }
}

TEST_CASE("two runs of a county's day of 2,000 incidents leave the same facts and figures") {
  auto const start = seconds_ago(60 * 3'600).substr(0, 14) + "00:00Z";
  std::vector<std::vector<std::string>> logs;
  std::vector<json> figures;
  for (int run = 0; run < 2; ++run) {
    TownCopy const town;
    RunningServer server(town.data());
    auto const report = simulate_county_day(server, start);
    CHECK(report.at("incidents") > 2'000);
    auto const told =
        ApiClient(server.port(), demo_town().token("desk"))
            .get("/api/v1/figures?from=" + start + "&to=" + seconds_ago(-3'600) + "&by=category");
    REQUIRE(told.status == 200);
    figures.push_back({told.body.at("total").at("counts"), report.at("incidents")});
    REQUIRE(server.stop() == 0);
    logs.push_back(content_of(town.data()));
    CHECK(count_of("incident_reported", logs.back()) == report.at("incidents"));
    CHECK(count_of("incident_moved", logs.back()) == report.at("actions"));
  }
  CHECK(figures[0] == figures[1]);
  CHECK(figures[0][0].at("received") == figures[0][1]);
  CHECK(logs[0] == logs[1]);
}

TEST_CASE("the same day sent again is known already and changes nothing") {
  Scene const scene;
  auto const start = yesterday("00");
  auto const first = simulate(scene.server, start, {"--incidents", "0"});
  auto const before = content_of(scene.town.data());
  auto const again = simulate(scene.server, start, {"--incidents", "0"});
  CHECK(again.at("accepted") == first.at("accepted"));
  CHECK(content_of(scene.town.data()) == before);
}

TEST_CASE("incidents are answered by the desk, at the times of the simulated day") {
  Scene const scene;
  auto const start = yesterday("00");
  auto const report = simulate(scene.server, start, answered());
  CHECK(report.at("unanswered") == 0);
  CHECK(report.at("given_up") == 0);
  json const incidents = scene.as("desk").get("/api/v1/incidents?limit=1000").body.at("items");
  CHECK(incidents.size() == report.at("incidents"));
  std::size_t steps = 0;
  for (auto const &item : incidents) {
    auto const id = item.at("id").get<std::string>();
    auto const full = scene.as("desk").get("/api/v1/incidents/" + id).body;
    auto time = full.at("time").get<std::string>();
    for (auto const &step : full.at("history")) {
      CHECK(step.at("time").get<std::string>() > time);
      CHECK_FALSE(step.at("note").get<std::string>().empty());
      time = step.at("time").get<std::string>();
      ++steps;
    }
    CHECK(time < yesterday("30"));
  }
  CHECK(steps == report.at("actions"));
}

TEST_CASE("without a desk token incidents stay unanswered, and that is said") {
  Scene const scene;
  auto const report = simulate(scene.server, yesterday("00"), {"--incidents", "40"});
  CHECK(report.at("actions") == 0);
  CHECK(report.at("unanswered") > 0);
  auto const list = scene.as("desk").get("/api/v1/incidents").body;
  for (auto const &item : list.at("items")) {
    CHECK(item.at("stage") == "received");
  }
}

TEST_CASE("a day that cannot be simulated is refused by name") {
  Scene const scene;
  auto const fails = [&](std::vector<std::string> const &more, std::string const &named) {
    std::vector<std::string> arguments{
        "simulate",  "--url", scene.server.url(), "--token", demo_town().token("gateway"),
        "--minutes", "0.1",   "--incidents",      "0"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    auto const done = yuntu::test::yuntu(arguments);
    INFO(done.errors);
    CHECK(done.code == 2);
    CHECK(done.errors.find(named) != std::string::npos);
  };
  fails({"--start", "yesterday"}, "--start is \"yesterday\"");
  fails({"--start", "2099-01-01T00:00:00Z"}, "lies in the future");
  fails({"--workers", "0"}, "--workers must");
  fails({"--speed", "-1"}, "--speed must");
  fails({"--interval", "0"}, "--interval must");
  fails({"--day", "/nowhere/day.toml"}, "/nowhere/day.toml");
  fails({"--duty", "sometimes"}, "sometimes");
}

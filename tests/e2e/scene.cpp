#include "tests/e2e/scene.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

namespace yuntu::test {
namespace {

/// "118.5,35.0 in building:..;"
std::string located(DemoPlace const &place) {
  auto const done = yuntu({"locate", "--data", demo_town().data.string(), "-"},
                          place_text(place.lon, place.lat) + "\n");
  REQUIRE(done.code == 0);
  return place_text(place.lon, place.lat) + " in " + areas_text(json::parse(done.out).at("areas"));
}

} // namespace

Scene::Scene()
    : server(town.data()), here(demo_town().places_in(DemoTown::grid(1))),
      there(demo_town().places_in(DemoTown::grid(2))) {}

void Scene::report(std::string const &worker, std::uint64_t seq, DemoPlace const &place) const {
  auto const time = seconds_ago(600 - 30 * static_cast<int>(seq));
  auto const answer = as("gateway").post("/api/v1/positions",
                                         position_batch(worker, seq, place.lon, place.lat, time));
  INFO(answer.raw.body);
  REQUIRE(answer.status == 200);
  REQUIRE(answer.body.at("accepted") == json::array({{seq, seq}}));
  REQUIRE(answer.body.at("rejected").empty());
}

void Scene::end_duty(std::string const &worker) const {
  auto const answer = as("gateway").post("/api/v1/duty", {{"on", false}, {"worker", worker}});
  INFO(answer.raw.body);
  REQUIRE(answer.status == 200);
}

void Scene::raise(int number, DemoPlace const &place) const {
  auto const answer =
      as("desk").post("/api/v1/incidents", incident_report(number, place.lon, place.lat));
  INFO(answer.raw.body);
  REQUIRE(answer.status == 201);
}

void Scene::act(int number, std::string const &action, int version) const {
  auto const answer =
      as("desk").post("/api/v1/incidents/" + uuid(number) + "/actions", {{"action", action}},
                      {"If-Match: \"" + std::to_string(version) + "\""});
  INFO(answer.raw.body);
  REQUIRE(answer.status == 200);
}

Cursor Scene::cursor_of(std::string const &user) const {
  auto client = watch_as(user);
  client.subscribe({"worker", "incident"});
  return client.cursor();
}

std::string worker_line(std::string const &id, DemoPlace const &place) {
  return "worker " + id + " at " + located(place);
}

std::string incident_line(int number, std::string const &stage_and_version,
                          DemoPlace const &place) {
  return "incident " + uuid(number) + " " + stage_and_version + " at " + located(place);
}

Lines starting_with(std::string const &start, Lines const &lines) {
  Lines chosen;
  std::copy_if(lines.begin(), lines.end(), std::back_inserter(chosen),
               [&](auto const &line) { return line.rfind(start, 0) == 0; });
  return chosen;
}

} // namespace yuntu::test

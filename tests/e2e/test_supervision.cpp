#include "tests/e2e/scene.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <thread>

using namespace yuntu::test;

namespace {

/// Raises an incident that the desk takes to `in_progress`, for this worker.
void hand_to(Scene const &scene, int number, std::string const &worker) {
  auto const desk = scene.as("desk");
  scene.act(number, "classify", 1);
  auto const path = "/api/v1/incidents/" + uuid(number) + "/actions";
  auto const assigned = desk.post(
      path, {{"action", "assign"}, {"note", "go"}, {"assignee", worker}}, {"If-Match: \"2\""});
  INFO(assigned.raw.body);
  REQUIRE(assigned.status == 200);
  CHECK(assigned.body.at("assignee") == worker);
  CHECK(assigned.body.at("history").back().at("assignee") == worker);
}

std::string user_id(ApiClient const &client) {
  return client.get("/api/v1/session").body.at("user");
}

} // namespace

TEST_CASE("the desk is told whom to send, why, and what that person has already") {
  Scene const scene;
  auto const desk = scene.as("desk");
  auto const worker = user_id(scene.as("worker-1"));
  scene.raise(1, scene.here.at(0));
  auto const none = desk.get("/api/v1/incidents/" + uuid(1) + "/suggestions");
  REQUIRE(none.status == 200);
  CHECK(none.body.at("items").empty());
  CHECK(none.body.at("on_duty") == 0);
  auto const &near = scene.here.at(1);
  REQUIRE(scene.as("gateway")
              .post("/api/v1/duty", {{"on", true}, {"worker", worker}, {"time", seconds_ago(60)}})
              .status == 200);
  REQUIRE(
      scene.as("gateway")
          .post("/api/v1/positions", position_batch(worker, 1, near.lon, near.lat, seconds_ago(5)))
          .status == 200);
  auto const found = desk.get("/api/v1/incidents/" + uuid(1) + "/suggestions").body;
  INFO(found.dump());
  REQUIRE(found.at("items").size() == 1);
  auto const &first = found.at("items")[0];
  CHECK(first.at("worker") == worker);
  CHECK(first.at("of_grid") == true);
  CHECK(first.at("open") == 0);
  CHECK(first.at("walk_s") > 0);
  hand_to(scene, 1, worker);
  scene.raise(2, scene.here.at(2));
  auto const busy = desk.get("/api/v1/incidents/" + uuid(2) + "/suggestions").body;
  CHECK(busy.at("items")[0].at("open") == 1);
  CHECK(busy.at("items")[0].at("load_s") == 300);
  CHECK(desk.get("/api/v1/incidents/" + uuid(9) + "/suggestions").status == 404);
  CHECK(scene.as("worker-1").get("/api/v1/incidents/" + uuid(1) + "/suggestions").status == 403);
}

TEST_CASE("a critical report is up the ladder at once, is supervised, and a person may move it") {
  Scene const scene;
  auto const desk = scene.as("desk");
  auto const report = desk.post("/api/v1/incidents", {{"id", uuid(1)},
                                                      {"channel", "desk"},
                                                      {"text", "燃气泄漏"},
                                                      {"severity", "critical"},
                                                      {"lon", scene.here.at(0).lon},
                                                      {"lat", scene.here.at(0).lat}});
  INFO(report.raw.body);
  REQUIRE(report.status == 201);
  auto const listed = [&] { return desk.get("/api/v1/supervision").body; };
  for (int i = 0; i < 100 && listed().at("items").empty(); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds{100});
  }
  auto const list = listed();
  INFO(list.dump());
  REQUIRE(list.at("items").size() == 1);
  CHECK(list.at("items")[0].at("id") == uuid(1));
  CHECK(list.at("items")[0].at("level") == 1);
  CHECK(list.at("levels").size() == 4);
  auto const one = desk.get("/api/v1/incidents/" + uuid(1)).body;
  REQUIRE(one.at("escalations").size() == 1);
  CHECK(one.at("escalations")[0].at("cause") == "severity critical");
  auto const path = "/api/v1/incidents/" + uuid(1) + "/escalations";
  CHECK(desk.post(path, {{"level", 9}, {"note", "x"}}).status == 422);
  CHECK(desk.post(path, {{"level", 1.5}, {"note", "x"}}).status == 400);
  CHECK(desk.post(path, {{"level", 2}}).status == 400);
  CHECK(scene.as("worker-1").post(path, {{"level", 2}, {"note", "x"}}).status == 403);
  auto const raised = desk.post(path, {{"level", 3}, {"note", "多部门会商"}});
  REQUIRE(raised.status == 200);
  CHECK(raised.body.at("level") == 3);
  CHECK(desk.get("/api/v1/incidents/" + uuid(1)).body.at("level") == 3);
  auto const verified =
      json::parse(yuntu::test::yuntu({"verify", "--data", scene.town.data().string()}).out);
  CHECK(verified.at("ok") == true);
}

TEST_CASE("the same thing reported twice is merged, leaves the map, and can be reopened") {
  Scene const scene;
  auto const desk = scene.as("desk");
  scene.raise(1, scene.here.at(0));
  scene.raise(2, scene.here.at(0));
  auto const path = "/api/v1/incidents/" + uuid(2) + "/actions";
  auto const merge = [&](json const &body) { return desk.post(path, body, {"If-Match: \"1\""}); };
  CHECK(merge({{"action", "merge"}}).status == 400);
  CHECK(merge({{"action", "merge"}, {"into", uuid(2)}}).status == 422);
  CHECK(merge({{"action", "accept"}, {"into", uuid(1)}}).status == 400);
  auto const merged = merge({{"action", "merge"}, {"into", uuid(1)}});
  INFO(merged.raw.body);
  REQUIRE(merged.status == 200);
  CHECK(merged.body.at("merged_into") == uuid(1));
  CHECK(merged.body.at("actions") == json{"reopen"});
  CHECK(desk.post(path, {{"action", "reopen"}}, {"If-Match: \"2\""}).body.at("merged_into") == "");
}

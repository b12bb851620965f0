// Plans that are open for everybody, over HTTP and on /live, in the demo county.
#include "tests/e2e/scene.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <chrono>
#include <iostream>
#include <set>

using namespace yuntu::test;

namespace {

constexpr auto minutes = 3;

json made(ApiClient const &user, json const &edits) {
  auto const answer =
      user.post("/api/v1/plans", {{"name", "河东"}, {"minutes", minutes}, {"edits", edits}});
  INFO(answer.raw.body);
  REQUIRE(answer.status == 201);
  return answer.body;
}

Answer put(ApiClient const &user, json const &plan, json const &edits) {
  json const body{{"version", plan.at("version")}, {"edits", edits}};
  return user.send("PUT /api/v1/plans/" + plan.at("id").get<std::string>(),
                   {"Content-Type: application/json"}, body.dump());
}

json what_if(ApiClient const &user, json const &edits) {
  auto const answer =
      user.post("/api/v1/coverage/what-if", {{"minutes", minutes}, {"edits", edits}});
  REQUIRE(answer.status == 200);
  return answer.body;
}

/// The next that `live` hears of the plan and that fits.
json await_plan(
    LiveClient &live, json const &id,
    std::function<bool(json const &)> const &fits = [](json const &) { return true; }) {
  json found;
  live.await([&](json const &message) {
    for (auto const &upsert : message.value("upserts", json::array())) {
      if (upsert.at("layer") == "plan" && upsert.at("id") == id && fits(upsert)) {
        found = upsert;
      }
    }
    return !found.is_null();
  });
  return found;
}

std::string path_of(json const &plan) {
  return "/api/v1/plans/" + plan.at("id").get<std::string>();
}

json move_of(json const &station, double by) {
  return json::array({{{"edit", "move_station"},
                       {"station", station.at("code")},
                       {"lon", station.at("lon").get<double>() + by},
                       {"lat", station.at("lat")}}});
}

/// Halfway along the first piece of the first street.
json on_a_street(ApiClient const &user) {
  auto const line = user.get("/api/v1/streets").body.at("coordinates").at(0);
  auto const middle = [&](std::size_t axis) {
    return (line.at(0).at(axis).get<double>() + line.at(1).at(axis).get<double>()) / 2;
  };
  return json::array({middle(0), middle(1)});
}

json first_station(ApiClient const &user) {
  return user.get("/api/v1/map").body.at("stations").at(0);
}

} // namespace

TEST_CASE("who watches plans sees what another changes, as a what-if says it") {
  Scene const scene;
  auto const planner = scene.as("planner");
  auto const station = first_station(planner);
  auto live = scene.watch_as("desk", GENERATE(Wire::text, Wire::binary));
  live.subscribe({"plan"});
  auto const plan = made(planner, move_of(station, 0.0005));
  CHECK(await_plan(live, plan.at("id")).at("version") == 1);
  auto const edits = move_of(station, 0.001);
  auto const changed = put(planner, plan, edits);
  REQUIRE(changed.status == 200);
  auto const seen = await_plan(live, plan.at("id"));
  CHECK(seen.at("version") == 2);
  auto const asked = what_if(planner, edits);
  CHECK(changed.body.at("answer") == asked);
  for (auto const *part : {"before", "after", "gained", "lost"}) {
    CHECK(seen.at("answer").at(part).at("households") == asked.at(part).at("households"));
  }
  CHECK(seen.at("answer").at("lost").at("codes") == asked.at("lost").at("codes"));
  auto const late = put(planner, plan, json::array());
  CHECK(late.status == 409);
  CHECK(late.body.at("detail").get<std::string>().find("version 2") != std::string::npos);
  CHECK(planner.erase(path_of(plan)).status == 204);
  live.await([&](json const &message) {
    auto const removes = message.value("removes", json::array());
    return std::any_of(removes.begin(), removes.end(),
                       [&](json const &one) { return one.at("id") == plan.at("id"); });
  });
  CHECK(planner.get(path_of(plan)).status == 404);
}

TEST_CASE("a street that is closed is said of every open plan without anybody asking") {
  Scene const scene;
  auto const desk = scene.as("desk");
  auto const planner = scene.as("planner");
  auto const place = on_a_street(planner);
  json const closing{{"edit", "close_street"}, {"lon", place.at(0)}, {"lat", place.at(1)}};
  auto const plan = made(planner, json::array({closing}));
  auto live = scene.watch_as("planner");
  live.subscribe({"plan"});
  json const closure{
      {"id", uuid(1)}, {"lon", place.at(0)}, {"lat", place.at(1)}, {"reason", "fire"}};
  REQUIRE(desk.post("/api/v1/closures", closure).status == 201);
  auto const seen = await_plan(live, plan.at("id"));
  CHECK(seen.at("version") == 1);
  CHECK(seen.at("answer").is_null());
  CHECK(seen.at("problem").get<std::string>().find("edits[0]") == 0);
  // What its edit did, the closure does now.
  auto const emptied = put(planner, plan, json::array());
  REQUIRE(emptied.status == 200);
  CHECK(emptied.body.at("answer").at("after").at("buildings") <=
        plan.at("answer").at("before").at("buildings"));
  REQUIRE(desk.erase("/api/v1/closures/" + uuid(1)).status == 204);
  auto const back = await_plan(live, plan.at("id"), [&](json const &upsert) {
    return !upsert.at("answer").is_null() &&
           upsert.at("answer").at("after") == plan.at("answer").at("before");
  });
  CHECK(back.at("version") == 2);
}

TEST_CASE("plans are the business of planners and the desk") {
  Scene const scene;
  auto const worker = scene.as("worker-1");
  auto const plan = made(scene.as("planner"), json::array());
  CHECK(worker.get("/api/v1/plans").status == 403);
  CHECK(worker.post("/api/v1/plans", {{"name", "x"}}).status == 403);
  CHECK(scene.as("desk").get(path_of(plan)).body == plan);
  CHECK(put(scene.as("desk"), plan, json::array()).status == 403);
  CHECK(ApiClient(scene.server.port(), "").get("/api/v1/plans").status == 401);
  CHECK(scene.as("desk").get("/api/v1/plans").body.at("items") == json::array({plan}));
}

TEST_CASE("a plan that was told to be kept is there after the server was killed, others are not") {
  TownCopy const town;
  json kept;
  {
    RunningServer server(town.data());
    ApiClient const planner(server.port(), demo_town().token("planner"));
    kept = made(planner, move_of(first_station(planner), 0.0005));
    (void)made(planner, json::array());
    auto const gone = made(planner, json::array());
    REQUIRE(planner.post(path_of(gone) + "/save", json::object()).status == 200);
    REQUIRE(planner.erase(path_of(gone)).status == 204);
    auto const answer = planner.post(path_of(kept) + "/save", json::object());
    REQUIRE(answer.status == 200);
    CHECK(answer.body.at("saved_version") == 1);
    REQUIRE(put(planner, kept, json::array()).status == 200); // not told to be kept
    kept = answer.body;
    server.kill();
  }
  RunningServer const server(town.data());
  ApiClient const planner(server.port(), demo_town().token("planner"));
  CHECK(planner.get("/api/v1/plans").body.at("items") == json::array({kept}));
}

TEST_CASE("every change of a plan is heard on another socket with what it comes to, and timed") {
  Scene const scene;
  auto const planner = scene.as("planner");
  auto const station = first_station(planner);
  auto live = scene.watch_as("desk", Wire::binary);
  live.subscribe({"plan"});
  auto plan = made(planner, move_of(station, 0.0001));
  (void)await_plan(live, plan.at("id"));
  std::vector<double> took_ms;
  std::set<json> outcomes;
  for (int i = 1; i <= 40; ++i) {
    auto const begun = std::chrono::steady_clock::now();
    // The other socket may hear of it before the answer is read: read that afterwards.
    auto const edits = move_of(station, 0.0001 * (i % 8));
    auto const answer = put(planner, plan, edits);
    auto const heard = await_plan(live, plan.at("id"));
    took_ms.push_back(
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun)
            .count());
    REQUIRE(answer.status == 200);
    plan = answer.body;
    CHECK(heard.at("version") == i + 1);
    CHECK(plan.at("version") == i + 1);
    CHECK(plan.at("edits").at(0).at("lon").get<double>() ==
          Approx(edits.at(0).at("lon").get<double>()).margin(1e-7));
    for (auto const *part : {"before", "after", "gained", "lost"}) {
      CHECK(heard.at("answer").at(part).at("households") ==
            plan.at("answer").at(part).at("households"));
    }
    outcomes.insert(plan.at("answer"));
  }
  CHECK(outcomes.size() == 8); // a place each
  std::sort(took_ms.begin(), took_ms.end());
  std::cout << R"({"name":"plan_put_to_change","value":)" << took_ms[took_ms.size() / 2]
            << R"(,"unit":"ms","p99_ms":)" << took_ms.back() << "}\n";
}

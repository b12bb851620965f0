#include "tests/e2e/scene.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace yuntu::test;

namespace {

/// The contract's table (server/protocol/README.md), written down again by hand so that it does not
/// change with the server's.
struct Right {
  std::string start;         ///< method and path
  std::string body;          ///< not good enough to change anything
  std::set<std::string> who; ///< users of the demo town
};

std::vector<Right> rights() {
  std::set<std::string> const signed_in{"desk",    "worker-1",      "planner",
                                        "steward", "administrator", "gateway"};
  std::set<std::string> const desk_and_worker{"desk", "worker-1"};
  std::set<std::string> const reporters{"worker-1", "gateway"};
  std::set<std::string> const siters{"desk", "planner", "administrator"};
  auto const one = "/api/v1/incidents/" + uuid(1);
  return {
      {"GET /api/v1/session", "", signed_in},
      {"GET /api/v1/map", "", signed_in},
      {"GET /api/v1/streets", "", signed_in},
      {"GET /api/v1/layers/grid", "", {"desk", "planner", "steward", "administrator", "gateway"}},
      {"GET /api/v1/owner?lon=118.52&lat=35", "", signed_in},
      {"GET /api/v1/staff", "", signed_in},
      {"GET /api/v1/staffing?level=grid", "", signed_in},
      {"GET /api/v1/coverage?minutes=5", "", signed_in},
      {"GET /api/v1/coverage/reach?minutes=5&lon=118.52&lat=35", "", signed_in},
      {"GET /api/v1/coverage/buildings?minutes=5", "", signed_in},
      {"GET /api/v1/coverage/areas?level=grid", "", signed_in},
      {"POST /api/v1/coverage/reach", "{}", signed_in},
      {"POST /api/v1/coverage/what-if", "{}", signed_in},
      {"GET /api/v1/coverage/barriers?minutes=5", "", signed_in},
      {"POST /api/v1/siting", "{}", siters},
      {"GET /api/v1/siting/none", "", siters},
      {"DELETE /api/v1/siting/none", "", siters},
      {"GET /api/v1/figures?from=2026-11-01T00:00:00Z&to=2099-01-01T00:00:00Z",
       "",
       {"desk", "planner"}},
      {"GET /api/v1/rankings?month=2026-11", "", {"desk", "planner"}},
      {"GET /tiles/grid/14/13585/6489.mvt", "", signed_in},
      {"GET /tiles/grid.json", "", signed_in},
      {"GET /api/v1/workers", "", desk_and_worker},
      {"POST /api/v1/positions", "{}", reporters},
      {"POST /api/v1/duty", "{}", reporters},
      {"POST /api/v1/incidents", "{}", {"desk", "worker-1", "gateway"}},
      {"GET /api/v1/incidents", "", desk_and_worker},
      {"GET " + one, "", desk_and_worker},
      {"POST " + one + "/actions", "{}", desk_and_worker},
      {"GET /api/v1/categories", "", signed_in},
      {"GET /api/v1/routing?text=x&lon=118.52&lat=35",
       "",
       {"desk", "worker-1", "steward", "administrator"}},
      {"GET /api/v1/routing/corrections", "", {"desk", "steward", "administrator"}},
      {"GET /api/v1/closures", "", {"desk", "planner"}},
      {"POST /api/v1/closures", "{}", {"desk"}},
      {"DELETE /api/v1/closures/" + uuid(1), "", {"desk"}},
      {"GET /api/v1/imports", "", {"steward", "administrator"}},
      {"POST /api/v1/imports", "{}", {"steward"}},
      {"GET /api/v1/imports/none", "", {"steward", "administrator"}},
      {"PUT /api/v1/imports/none/file", "{}", {"steward"}},
      {"POST /api/v1/imports/none/actions", "{}", {"steward"}},
      {"GET /api/v1/imports/none/findings.geojson", "", {"steward", "administrator"}},
      {"GET /api/v1/imports/none/layer.geojson", "", {"steward", "administrator"}},
      {"GET /api/v1/imports/none/differences.geojson", "", {"steward", "administrator"}},
      {"GET /api/v1/imports/none/certificate", "", {"steward", "administrator"}},
      {"GET /api/v1/coming", "", {"steward", "administrator"}},
      {"DELETE /api/v1/coming/grid/none", "", {"steward"}},
  };
}

} // namespace

TEST_CASE("each route is open to the roles of the contract and answers 403 to every other") {
  Scene const scene;
  for (auto const &right : rights()) {
    for (auto const &[user, account] : demo_town().users.items()) {
      if (user == "worker-2") {
        continue; // the same role as worker-1
      }
      auto const answer = scene.as(user).send(right.start, {}, right.body);
      INFO(user << ": " << right.start << " -> " << answer.status << " " << answer.raw.body);
      if (right.who.count(user) != 0) {
        CHECK(answer.status != 403);
        CHECK(answer.status != 401);
        CHECK(answer.status < 500);
      } else {
        CHECK(answer.status == 403);
        CHECK(answer.raw.header("content-type") == "application/problem+json");
        CHECK(answer.body.at("detail").get<std::string>().find(
                  "role " + account.at("role").get<std::string>()) != std::string::npos);
      }
    }
  }
}

TEST_CASE("without credentials every route but reporting from a building asks to sign in") {
  Scene const scene;
  ApiClient const nobody(scene.server.port(), "");
  for (auto const &right : rights()) {
    if (right.start == "POST /api/v1/incidents" ||
        right.start == "GET /api/v1/incidents/" + uuid(1)) {
      continue; // open to residents, see below
    }
    INFO(right.start);
    CHECK(nobody.send(right.start, {}, right.body).status == 401);
    CHECK(ApiClient(scene.server.port(), "0123456789abcdef")
              .send(right.start, {}, right.body)
              .status == 401);
  }
}

TEST_CASE("anyone may ask whether the server is well") {
  Scene const scene;
  ApiClient const nobody(scene.server.port(), "");
  for (auto const *const path : {"/healthz", "/readyz", "/metrics", "/api/openapi.json"}) {
    INFO(path);
    CHECK(nobody.get(path).status == 200);
  }
}

TEST_CASE("a request from a foreign page is refused on the API and on /live, whoever sends it") {
  Scene const scene;
  auto const port = scene.server.port();
  auto const token = "Authorization: Bearer " + demo_town().token("desk");
  auto const ours = "Origin: " + scene.server.url();
  for (std::string const foreign : {"Origin: http://evil.example", "Origin: null",
                                    "Origin: http://127.0.0.1:1", "Origin: https://127.0.0.1"}) {
    INFO(foreign);
    CHECK(ask(port, "GET /api/v1/workers", {token, foreign}).status == 403);
    CHECK(RawWebSocket(port, "/live", {token, foreign}).response().status == 403);
  }
  CHECK(ask(port, "GET /api/v1/workers", {token, ours}).status == 200);
  CHECK(RawWebSocket(port, "/live", {token, ours}).response().status == 101);
}

TEST_CASE("a device belongs to the first who used it") {
  Scene const scene;
  scene.report("ann", 1, scene.here.at(0));
  auto batch = position_batch("ann", 1, 118.52, 35, seconds_ago(1));
  batch.erase("worker");
  auto const answer = scene.as("worker-1").post("/api/v1/positions", batch);
  CHECK(answer.status == 403);
  CHECK(answer.body.at("detail").get<std::string>().find("device-ann") != std::string::npos);
}

TEST_CASE("a grid worker reports for nobody else") {
  Scene const scene;
  auto const batch = position_batch("ann", 1, 118.52, 35, seconds_ago(1));
  CHECK(scene.as("worker-1").post("/api/v1/positions", batch).status == 403);
}

TEST_CASE("positions of a worker who is not on duty are refused by name, one by one") {
  Scene const scene;
  auto const place = scene.here.at(0);
  auto batch = position_batch("", 1, place.lon, place.lat, seconds_ago(1));
  batch.erase("worker");
  auto const answer = scene.as("worker-1").post("/api/v1/positions", batch);
  REQUIRE(answer.status == 200);
  CHECK(answer.body.at("accepted").empty());
  CHECK(answer.body.at("rejected") == json::parse(R"([{"seq":1,"reason":"off_duty"}])"));
  CHECK(scene.as("desk").get("/api/v1/workers").body.at("items").empty());
}

TEST_CASE("an action needs the version one has seen, and must be possible") {
  Scene const scene;
  scene.raise(1, scene.here.at(0));
  auto const path = "/api/v1/incidents/" + uuid(1);
  auto const desk = scene.as("desk");
  auto const act = [&](char const *action, std::vector<std::string> const &headers) {
    return desk.post(path + "/actions", {{"action", action}}, headers);
  };
  CHECK(act("classify", {}).status == 428);
  auto const impossible = act("finish", {"If-Match: \"1\""});
  CHECK(impossible.status == 422);
  CHECK(impossible.body.at("allowed") == json::array({"classify", "reject", "merge"}));
  auto const done = act("classify", {"If-Match: \"1\""});
  CHECK(done.status == 200);
  CHECK(done.raw.header("etag") == "\"2\"");
  auto const stale = act("assign", {"If-Match: \"1\""});
  CHECK(stale.status == 412);
  CHECK(stale.raw.header("content-type") == "application/problem+json");
  auto const now = desk.get(path);
  CHECK(now.body.at("stage") == "classified");
  CHECK(now.body.at("history").size() == 1);
  CHECK(now.body.at("actions") == json::array({"assign", "accept", "merge"}));
}

TEST_CASE("an incident of another grid is not there for a worker") {
  Scene const scene;
  scene.raise(1, scene.there.at(0));
  auto const path = "/api/v1/incidents/" + uuid(1);
  CHECK(scene.as("worker-1").get(path).status == 404);
  CHECK(scene.as("worker-1").get("/api/v1/incidents").body.at("items").empty());
  CHECK(scene.as("worker-1")
            .post(path + "/actions", {{"action", "classify"}}, {"If-Match: \"1\""})
            .status == 404);
  CHECK(scene.as("worker-2").get(path).status == 200);
}

TEST_CASE("the same report again is one incident, and another under its id a conflict") {
  Scene const scene;
  auto const place = scene.here.at(0);
  auto const report = incident_report(1, place.lon, place.lat);
  auto const first = scene.as("desk").post("/api/v1/incidents", report);
  CHECK(first.status == 201);
  CHECK(first.raw.header("location") == "/api/v1/incidents/" + uuid(1));
  CHECK(first.raw.header("etag") == "\"1\"");
  CHECK(scene.as("desk").post("/api/v1/incidents", report).status == 200);
  auto other = report;
  other["text"] = "another text";
  CHECK(scene.as("desk").post("/api/v1/incidents", other).status == 409);
  CHECK(scene.as("desk").get("/api/v1/incidents").body.at("items").size() == 1);
}

TEST_CASE("a resident reports from a building and reads it by the receipt alone") {
  Scene const scene;
  ApiClient const resident(scene.server.port(), "");
  auto const building = scene.here.at(0).areas.at("building").at("code").get<std::string>();
  json report{
      {"id", uuid(1)}, {"channel", "qr"}, {"text", "the lift is out"}, {"building", building}};
  auto const answer = resident.post("/api/v1/incidents", report);
  INFO(answer.raw.body);
  REQUIRE(answer.status == 201);
  CHECK(answer.body.at("areas").at("building") == building);
  auto const place = resident.get("/api/v1/buildings/" + building);
  CHECK(place.body.at("areas").at("building").at("code") == building);
  CHECK(resident.get("/api/v1/buildings/no-such-building").status == 404);
  auto const receipt = answer.body.at("receipt").get<std::string>();
  auto const path = "/api/v1/incidents/" + uuid(1);
  CHECK(resident.get(path).status == 404);
  CHECK(resident.get(path + "?receipt=0000").status == 404);
  CHECK(resident.get(path + "?receipt=" + receipt).body.at("text") == "the lift is out");
  CHECK(resident.get("/api/v1/incidents").status == 401);
  CHECK(resident.post("/api/v1/incidents", report).body.at("receipt") == receipt);

  REQUIRE(scene.as("desk")
              .post(path + "/actions", {{"action", "classify"}, {"note", "he always complains"}},
                    {"If-Match: *"})
              .status == 200);
  auto const seen = resident.get(path + "?receipt=" + receipt).body;
  CHECK(seen.at("stage") == "classified");
  auto const &step = seen.at("history").at(0);
  CHECK(step.at("action") == "classify");
  CHECK(step.at("actor") == "");
  CHECK(step.at("note") == "");
  for (auto const *const inside : {"routings", "escalations", "actions", "candidates"}) {
    CHECK(seen.at(inside).empty());
  }
  CHECK_FALSE(seen.contains("similar"));

  CHECK(resident.post("/api/v1/incidents", incident_report(2, 118.52, 35)).status == 403);
  report["id"] = uuid(3);
  report["building"] = "no-such-building";
  CHECK(resident.post("/api/v1/incidents", report).status == 422);
}

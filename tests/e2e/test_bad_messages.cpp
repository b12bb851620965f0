#include "tests/e2e/scene.hpp"

#include <catch2/catch.hpp>

using namespace yuntu::test;

namespace {

struct Refusal {
  json problem; ///< null: none was read
  unsigned close_code = 0;
};

/// What the server says to a message, and how it closes.
Refusal refusal_of(LiveClient &client, std::string const &message) {
  Refusal refusal;
  client.socket().send(Opcode::text, message);
  while (auto const frame = client.socket().read()) {
    if (frame->opcode == Opcode::text) {
      refusal.problem = json::parse(frame->payload);
    } else if (frame->opcode == Opcode::close) {
      refusal.close_code = frame->close_code();
      break;
    }
  }
  return refusal;
}

struct BadMessage {
  std::string text;
  std::string named;
};

std::vector<BadMessage> bad_messages() {
  return {
      {"{\"type\":", "JSON"},
      {"[]", "object"},
      {"{}", "type"},
      {R"({"type":"teleport"})", "teleport"},
      {R"({"type":"subscribe","bbox":[1,2,3],"zoom":1,"layers":["worker"]})", "bbox"},
      {R"({"type":"subscribe","bbox":[3,2,1,4],"zoom":1,"layers":["worker"]})", "bbox"},
      {R"({"type":"subscribe","bbox":[1,2,3,4],"zoom":1,"layers":["dogs"]})", "dogs"},
      {R"({"type":"subscribe","bbox":[1,2,3,4],"zoom":"x","layers":["worker"]})", "zoom"},
      {std::string(20, '[') + std::string(20, ']'), "16"},
  };
}

} // namespace

TEST_CASE("a malformed message is answered by one clear problem and the socket closed with 1008") {
  Scene const scene;
  for (auto const &bad : bad_messages()) {
    INFO(bad.text);
    auto client = scene.watch_as("desk");
    auto const refusal = refusal_of(client, bad.text);
    REQUIRE(refusal.problem.is_object());
    INFO(refusal.problem.dump());
    CHECK(refusal.problem.at("type") == "problem");
    CHECK(refusal.problem.at("status") == 400);
    CHECK(refusal.problem.at("detail").get<std::string>().find(bad.named) != std::string::npos);
    CHECK(refusal.close_code == 1008);
  }
  CHECK(scene.as("desk").get("/readyz").status == 200);
}

TEST_CASE("bytes that are no ClientMessage, or text on a binary stream, close the socket") {
  Scene const scene;
  auto const close_code_after = [&](Opcode opcode, std::string const &bytes) {
    auto client = scene.watch_as("desk", Wire::binary);
    client.socket().send(opcode, bytes);
    auto const end = client.socket().read(Opcode::close);
    REQUIRE(end);
    return end->close_code();
  };
  CHECK(close_code_after(Opcode::binary, "\x12\xff\xff\xff") == 1008);
  CHECK(close_code_after(Opcode::binary, "") == 1008);
  CHECK(close_code_after(Opcode::text, R"({"type":"subscribe"})") == 1003);
  CHECK(scene.as("desk").get("/readyz").status == 200);
}

TEST_CASE("a message of a megabyte closes the socket with 1009 and harms nobody else") {
  Scene const scene;
  auto other = scene.watch_as("desk");
  other.subscribe({"worker"});
  auto client = scene.watch_as("desk");
  json message{{"type", "subscribe"}, {"layers", {std::string(1'000'000, 'x')}}};
  auto const refusal = refusal_of(client, message.dump());
  CHECK(refusal.problem.is_null());
  CHECK(refusal.close_code == 1009);
  scene.report("ann", 1, scene.here.at(0));
  other.await_shown(1);
}

TEST_CASE("only positions may be larger than 64 KiB") {
  Scene const scene;
  std::string const room(100'000, ' ');
  auto client = scene.watch_as("desk");
  json const message{
      {"type", "subscribe"}, {"bbox", {118, 34, 119, 36}}, {"zoom", 14}, {"layers", {"worker"}}};
  CHECK(refusal_of(client, message.dump() + room).close_code == 1009);

  auto gateway = scene.watch_as("gateway");
  auto batch = position_batch("ann", 1, scene.here.at(0).lon, scene.here.at(0).lat, seconds_ago(1));
  batch["type"] = "positions";
  gateway.socket().send(Opcode::text, batch.dump() + room);
  auto const ack = gateway.await([](json const &m) { return m.at("type") == "ack"; });
  CHECK(ack.at("accepted") == json::parse("[[1,1]]"));
}

TEST_CASE("a message that the role may not send is refused and the socket stays") {
  Scene const scene;
  auto client = scene.watch_as("desk");
  auto batch = position_batch("ann", 1, 118.52, 35, seconds_ago(1));
  batch["type"] = "positions";
  client.socket().send(Opcode::text, batch.dump());
  auto const problem = client.await([](json const &m) { return m.at("type") == "problem"; });
  CHECK(problem.at("status") == 403);
  client.subscribe({"worker"});
  CHECK(client.snapshot().is_object());
}

TEST_CASE("a steward, who has no map to watch, is told so") {
  Scene const scene;
  auto client = scene.watch_as("steward");
  client.socket().send(
      Opcode::text, R"({"type":"subscribe","bbox":[118,34,119,36],"zoom":14,"layers":["worker"]})");
  auto const problem = client.await([](json const &m) { return m.at("type") == "problem"; });
  CHECK(problem.at("status") == 403);
  CHECK(problem.at("detail").get<std::string>().find("steward") != std::string::npos);
}

TEST_CASE("bad bodies over HTTP are 400 with the field named, too large ones 413") {
  Scene const scene;
  auto const desk = scene.as("desk");
  auto const bad = [&](std::string const &start, std::string const &body,
                       std::string const &named) {
    auto const answer = desk.send(start, {}, body);
    INFO(start << " " << body << " -> " << answer.raw.body);
    CHECK(answer.status == 400);
    CHECK(answer.raw.header("content-type") == "application/problem+json");
    CHECK(answer.body.at("detail").get<std::string>().find(named) != std::string::npos);
  };
  bad("POST /api/v1/incidents", "{", "JSON");
  bad("POST /api/v1/incidents", "{}", "id");
  auto report = incident_report(1, 118.52, 35);
  report["severity"] = "awful";
  bad("POST /api/v1/incidents", report.dump(), "awful");
  report = incident_report(1, 200, 35);
  bad("POST /api/v1/incidents", report.dump(), "lon");
  report = incident_report(1, 118.52, 35);
  report["colour"] = "red";
  bad("POST /api/v1/incidents", report.dump(), "colour");
  bad("GET /api/v1/owner?lon=118.52", "", "lat");
  bad("GET /api/v1/owner?lon=118.52&lat=north", "", "lat");
  bad("GET /api/v1/owner?lon=118.52&lat=35&colour=red", "", "colour");
  bad("GET /api/v1/coverage", "", "minutes");
  bad("GET /api/v1/incidents?stage=lost", "", "stage");
  bad("GET /tiles/grid/14/99999/1.mvt", "", "tile");
  auto const siting = [](json const &candidate, double minutes) {
    return json{{"candidates", json::array({candidate})}, {"minutes", minutes}}.dump();
  };
  bad("POST /api/v1/siting", siting({{"code", "A"}}, 15), "\"candidates[0].lon\"");
  bad("POST /api/v1/siting", siting({{"code", "A"}, {"lon", 118.5}}, 15), "\"candidates[0].lat\"");
  bad("POST /api/v1/siting", siting({{"code", "A"}, {"lon", 118.5}, {"lat", 35}}, 10'000),
      "\"minutes\"");
  bad("POST /api/v1/coverage/what-if", R"({"minutes":10000,"edits":[]})", "\"minutes\"");
  bad("GET /api/v1/coverage?minutes=10000", "", "\"minutes\"");
  CHECK(desk.send("POST /api/v1/incidents", {}, std::string(1'000'000, 'x')).status == 413);
  CHECK(desk.send("POST /api/v1/positions", {}, "{}").status == 403);
  CHECK(desk.get("/api/v1/nothing").status == 404);
  CHECK(desk.send("DELETE /api/v1/map", {}, "").status == 405);
}

TEST_CASE("positions that cannot be are refused one by one with a reason from the closed list") {
  Scene const scene;
  auto const place = scene.here.at(0);
  auto batch = position_batch("ann", 1, place.lon, place.lat, seconds_ago(60));
  auto const add = [&](std::uint64_t seq, json const &lon, json const &lat, int ago) {
    batch["reports"].push_back(
        {{"seq", seq}, {"time", seconds_ago(ago)}, {"lon", lon}, {"lat", lat}, {"accuracy_m", 5}});
  };
  add(2, nullptr, place.lat, 50);
  add(3, 200, place.lat, 50);
  add(4, 0, 0, 50);
  add(5, 100, 35, 50);
  add(6, place.lon + 0.3, place.lat, 59);
  add(7, place.lon, place.lat, -4'000);
  add(8, place.lon, place.lat, 55);
  auto const answer = scene.as("gateway").post("/api/v1/positions", batch);
  REQUIRE(answer.status == 200);
  CHECK(answer.body.at("accepted") == json::parse("[[1,1],[7,8]]"));
  CHECK(answer.body.at("rejected") == json::parse(R"([
    {"seq":2,"reason":"not_finite"}, {"seq":3,"reason":"out_of_range"},
    {"seq":4,"reason":"zero_zero"}, {"seq":5,"reason":"outside_county"},
    {"seq":6,"reason":"too_fast"}])"));
  // Within a batch the order of time counts, not that of arrival: the eighth is not late.
  CHECK(answer.body.at("flagged") == json::parse(R"([{"seq":7,"flag":"future"}])"));
  CHECK(answer.body.at("acked_through") == 8);
  auto const late = scene.as("gateway").post(
      "/api/v1/positions", position_batch("ann", 9, place.lon, place.lat, seconds_ago(57)));
  CHECK(late.body.at("flagged") == json::parse(R"([{"seq":9,"flag":"late"}])"));

  batch["reports"][0]["accuracy_m"] = 6;
  auto const again = scene.as("gateway").post("/api/v1/positions", batch);
  CHECK(again.body.at("conflicts") == json::parse("[1]"));
  CHECK(again.body.at("accepted") == json::parse("[[7,8]]"));
}

#include "tests/e2e/scene.hpp"

#include <catch2/catch.hpp>

#include <chrono>

using namespace yuntu::test;

namespace {

/// What `yuntu user ...` prints.
json user_command(Scene const &scene, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "user");
  arguments.insert(arguments.end(), {"--data", scene.town.data().string()});
  auto const done = yuntu::test::yuntu(arguments);
  INFO(done.errors);
  REQUIRE(done.code == 0);
  return json::parse(done.out);
}

/// "Cookie: yuntu_session=..." from the answer that set it.
std::string cookie_of(Answer const &answer) {
  auto const header = answer.raw.header("set-cookie");
  return "Cookie: " + header.substr(0, header.find(';'));
}

std::string code_of_link(Scene const &scene, std::string const &user) {
  auto const link = user_command(scene, {"link", "--name", user});
  auto const url = link.at("url").get<std::string>();
  CHECK(url.rfind(scene.server.url() + "/", 0) == 0);
  auto const code = link.at("code").get<std::string>();
  CHECK(url.find(code) != std::string::npos);
  return code;
}

} // namespace

TEST_CASE("a sign-in link works exactly once and its cookie opens /live from our own page") {
  Scene const scene;
  auto const port = scene.server.port();
  ApiClient const browser(port, "");
  auto const ours = "Origin: " + scene.server.url();
  auto const code = code_of_link(scene, "desk");

  auto const opened = browser.post("/api/v1/session", {{"code", code}}, {ours});
  REQUIRE(opened.status == 200);
  CHECK(opened.body.at("name") == "desk");
  CHECK(opened.body.at("role") == "command");
  auto const header = opened.raw.header("set-cookie");
  CHECK(header.find("HttpOnly") != std::string::npos);
  CHECK(header.find("SameSite=Strict") != std::string::npos);
  CHECK(browser.post("/api/v1/session", {{"code", code}}, {ours}).status == 401);
  CHECK(browser.post("/api/v1/session", {{"code", "0000"}}, {ours}).status == 401);

  auto const cookie = cookie_of(opened);
  CHECK(ask(port, "GET /api/v1/session", {cookie}).status == 200);
  CHECK(ask(port, "GET /api/v1/workers", {cookie, "Origin: http://evil.example"}).status == 403);
  CHECK(RawWebSocket(port, "/live", {cookie, "Origin: http://evil.example"}).response().status ==
        403);
  RawWebSocket live(port, "/live?format=json", {cookie, ours});
  REQUIRE(live.response().status == 101);
  auto const hello = json::parse(live.read(Opcode::text)->payload);
  CHECK(hello.at("type") == "hello");
  CHECK(hello.at("user") == opened.body.at("user"));

  // A change by cookie needs our Origin; signing out ends the session and its open sockets.
  CHECK(browser.send("DELETE /api/v1/session", {cookie}, "").status == 403);
  CHECK(browser.send("DELETE /api/v1/session", {cookie, ours}, "").status == 204);
  CHECK(ask(port, "GET /api/v1/session", {cookie}).status == 401);
  auto const end = live.read(Opcode::close);
  REQUIRE(end);
  CHECK(end->close_code() == 1008);
}

TEST_CASE("an open session outlives kill -9") {
  Scene scene;
  auto const code = code_of_link(scene, "desk");
  auto const opened = ApiClient(scene.server.port(), "").post("/api/v1/session", {{"code", code}});
  REQUIRE(opened.status == 200);
  scene.server.kill();
  RunningServer const server(scene.town.data());
  CHECK(ask(server.port(), "GET /api/v1/session", {cookie_of(opened)}).status == 200);
  CHECK(ApiClient(server.port(), "").post("/api/v1/session", {{"code", code}}).status == 401);
}

TEST_CASE("a user added to the running server may come in, and once revoked is put out") {
  Scene const scene;
  auto const account = user_command(scene, {"add", "--name", "night desk", "--role", "command"});
  auto const token = account.at("token").get<std::string>();
  CHECK(ApiClient(scene.server.port(), token).get("/api/v1/workers").status == 200);
  LiveClient live(scene.server.port(), token);
  live.subscribe({"worker"});
  CHECK(user_command(scene, {"revoke", "--name", "night desk"}).at("revoked") == true);
  CHECK(ApiClient(scene.server.port(), token).get("/api/v1/workers").status == 401);
  auto const end = live.socket().read(Opcode::close);
  REQUIRE(end);
  CHECK(end->close_code() == 1008);
}

TEST_CASE("rights taken away are forgotten by the open page, and the new ones shown") {
  Scene const scene;
  scene.report("ann", 1, scene.here.at(0));
  scene.report("bob", 1, scene.there.at(0));
  scene.raise(1, scene.here.at(1));
  auto live = scene.watch_as("worker-1");
  live.subscribe({"worker", "incident"});
  REQUIRE(live.snapshot().at("upserts").size() == 2);
  user_command(
      scene, {"role", "--name", "worker-1", "--role", "grid_worker", "--areas", DemoTown::grid(2)});
  auto const changed = std::chrono::steady_clock::now();
  auto const forget = live.await([](json const &m) { return m.at("type") == "forget"; });
  auto const waited_ms = std::chrono::duration_cast<std::chrono::milliseconds>(
                             std::chrono::steady_clock::now() - changed)
                             .count();
  INFO("forgotten " << waited_ms << " ms after the command's return");
  CHECK(waited_ms < 1000);
  CHECK(forget.at("removes").size() == 2);
  live.await([](json const &m) { return m.at("type") == "snapshot"; });
  REQUIRE(live.snapshot().at("upserts").size() == 1);
  CHECK(describe(live.snapshot().at("upserts")[0]) == worker_line("bob", scene.there.at(0)));
}

TEST_CASE("a user with a mistake in it is refused with words that name the mistake") {
  Scene const scene;
  auto const refused = [&](std::vector<std::string> arguments, std::string const &named) {
    arguments.insert(arguments.begin(), {"user", "add", "--data", scene.town.data().string()});
    auto const done = yuntu::test::yuntu(arguments);
    INFO(done.errors);
    CHECK(done.code == 2);
    CHECK(done.out.empty());
    CHECK(done.errors.find(named) != std::string::npos);
  };
  refused({"--name", "x", "--role", "boss"}, "boss");
  refused({"--name", "x", "--role", "grid_worker", "--areas", "999"}, "999");
  refused({"--name", "desk", "--role", "command"}, "desk");
  refused({"--name", "x", "--role", "resident"}, "resident");
}

TEST_CASE("who does not sign in on /live is sent away") {
  Scene const scene;
  auto const first_message = [&](std::string const &message) {
    RawWebSocket live(scene.server.port(), "/live?format=json");
    REQUIRE(live.response().status == 101);
    live.send(Opcode::text, message);
    auto const answer = live.read(Opcode::text);
    REQUIRE(answer);
    return std::make_pair(json::parse(answer->payload), live.read(Opcode::close));
  };
  auto const [wrong, end] = first_message(R"({"type":"authenticate","token":"0000"})");
  CHECK(wrong.at("status") == 401);
  CHECK(end->close_code() == 1008);
  auto const [eager, eager_end] =
      first_message(R"({"type":"subscribe","bbox":[118,34,119,36],"zoom":14,"layers":["worker"]})");
  CHECK(eager.at("status") == 401);
  CHECK(eager_end->close_code() == 1008);

  RawWebSocket live(scene.server.port(), "/live?format=json");
  live.send(Opcode::text,
            json{{"type", "authenticate"}, {"token", demo_town().token("desk")}}.dump());
  CHECK(json::parse(live.read(Opcode::text)->payload).at("type") == "hello");
}

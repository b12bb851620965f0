#include "tests/server/net/net_fixture.hpp"
#include "tests/support/raw_http.hpp"
#include "tests/support/raw_websocket.hpp"

#include <catch2/catch.hpp>

using namespace yuntu;
using namespace yuntu::test;

namespace {

/// Fourteen ways to come from somewhere else; PORT is the listener's.
std::vector<std::string> foreign_origins(std::uint16_t port) {
  auto const own = std::to_string(port);
  return {"null",
          "http://evil.example",
          "http://sub.127.0.0.1:" + own,
          "http://127.0.0.1:" + own + ".evil.example",
          "http://evil.example/127.0.0.1:" + own,
          "http://127.0.0.1:" + std::to_string(port ^ 1U),
          "http://127.0.0.1",
          "https://127.0.0.1:" + own,
          "HTTP://127.0.0.1:" + own,
          "http://localhost:" + own,
          "http://127.0.0.1:" + own + "/",
          "http://user@127.0.0.1:" + own,
          "ws://127.0.0.1:" + own,
          "http://127.0.0.1:" + own + " http://evil.example"};
}

std::string own_origin(std::uint16_t port) {
  return "Origin: http://127.0.0.1:" + std::to_string(port);
}

} // namespace

TEST_CASE("a foreign Origin is refused whatever the credentials") {
  NetFixture net;
  for (auto const &origin : foreign_origins(net.port())) {
    CAPTURE(origin);
    auto const line = "Origin: " + origin;
    CHECK(ask(net.port(), "GET /api/v1/owner", {line}).status == 403);
    CHECK(ask(net.port(), "GET /api/v1/owner", {line, "Authorization: Bearer command"}).status ==
          403);
    CHECK(
        ask(net.port(), "POST /api/v1/duty", {line, "Cookie: yuntu_session=grid_worker"}).status ==
        403);
    CHECK(RawWebSocket(net.port(), "/live", {line}).response().status == 403);
    CHECK(RawWebSocket(net.port(), "/live", {line, "Authorization: Bearer command"})
              .response()
              .status == 403);
    CHECK(RawWebSocket(net.port(), "/live", {line, "Cookie: yuntu_session=command"})
              .response()
              .status == 403);
  }
  CHECK(net.live.viewers().empty());
}

TEST_CASE("the server's own Origin is allowed") {
  NetFixture net;
  auto const origin = own_origin(net.port());
  auto const *const cookie = "Cookie: a=b; yuntu_session=grid_worker; c=d";
  CHECK(ask(net.port(), "POST /api/v1/duty", {origin, cookie}).status == 200);
  CHECK(RawWebSocket(net.port(), "/live", {origin, cookie}).response().status == 101);
}

TEST_CASE("a cookie alone reads, and changes nothing without an Origin") {
  NetFixture net;
  auto const *const cookie = "Cookie: yuntu_session=grid_worker";
  CHECK(ask(net.port(), "GET /api/v1/owner", {cookie}).body.find("grid_worker") == 0);
  CHECK(ask(net.port(), "POST /api/v1/duty", {cookie}).status == 403);
  CHECK(ask(net.port(), "DELETE /api/v1/session", {cookie}).status == 403);
  CHECK(RawWebSocket(net.port(), "/live", {cookie}).response().status == 403);
}

TEST_CASE("a bearer token needs no Origin and wins over the cookie") {
  NetFixture net;
  CHECK(ask(net.port(), "POST /api/v1/duty", {"Authorization: Bearer gateway"}).status == 200);
  auto const both = ask(net.port(), "GET /api/v1/owner",
                        {"Authorization: bearer planner", "Cookie: yuntu_session=command"});
  CHECK(both.body.find("planner") == 0);
}

TEST_CASE("an unknown or malformed Authorization is 401 with a challenge") {
  NetFixture net;
  auto const *const value =
      GENERATE("Bearer nobody", "Bearer", "Bearer  ", "Basic YTpi", "Bearer a b", "command");
  CAPTURE(value);
  auto const answer = ask(net.port(), "GET /healthz", {std::string("Authorization: ") + value});
  CHECK(answer.status == 401);
  CHECK(answer.header("www-authenticate").find("Bearer realm=\"yuntu\"") == 0);
}

TEST_CASE("an unknown or doubled cookie counts as none") {
  NetFixture net;
  CHECK(ask(net.port(), "GET /healthz", {"Cookie: yuntu_session=old"}).body.find("resident") == 0);
  CHECK(ask(net.port(), "GET /api/v1/owner", {"Cookie: yuntu_session=old"}).status == 401);
  CHECK(
      ask(net.port(), "GET /api/v1/owner", {"Cookie: yuntu_session=command; yuntu_session=planner"})
          .status == 401);
}

TEST_CASE("without credentials one is a resident, and is asked to sign in for more") {
  NetFixture net;
  CHECK(ask(net.port(), "POST /api/v1/incidents", {}, "x").body.find("resident") == 0);
  auto const refusal = ask(net.port(), "GET /api/v1/owner");
  CHECK(refusal.status == 401);
  CHECK(refusal.header("www-authenticate") == "Bearer realm=\"yuntu\"");
}

TEST_CASE("a role that may not is told what it may not and who may") {
  NetFixture net;
  auto const refusal =
      ask(net.port(), "POST /api/v1/duty", {"Authorization: Bearer planner"}, "{}");
  CHECK(refusal.status == 403);
  CHECK(refusal.body.find("role planner may not POST /api/v1/duty; allowed to: grid_worker, "
                          "gateway") != std::string::npos);
  CHECK(RawWebSocket(net.port(), "/live", {"Authorization: Bearer resident"}).response().status ==
        403);
}

#include "tests/server/net/net_fixture.hpp"
#include "tests/support/raw_http.hpp"

#include <catch2/catch.hpp>

#include <future>
#include <thread>

using namespace yuntu;
using namespace yuntu::test;

TEST_CASE("a connection serves one request after the other, also when they come at once") {
  NetFixture net;
  RawSocket socket(net.port());
  socket.send(make_request("GET /healthz?a=1", net.port()));
  CHECK(read_response(socket).body == "resident /healthz  a=1");
  socket.send(make_request("GET /healthz?a=2", net.port()) +
              make_request("GET /healthz?a=3", net.port()));
  CHECK(read_response(socket).body == "resident /healthz  a=2");
  CHECK(read_response(socket).body == "resident /healthz  a=3");
  socket.send(make_request("GET /healthz", net.port(), {"Connection: close"}));
  CHECK(read_response(socket).header("connection") == "close");
  CHECK(socket.read_to_end().empty());
  CHECK(net.listener->counts().requests == 4);
}

TEST_CASE("a handler gets body, query, captures and principal") {
  NetFixture net;
  auto const post = ask(net.port(), "POST /api/v1/incidents", {}, "{\"id\":1}");
  CHECK(post.status == 200);
  CHECK(post.body == "resident /api/v1/incidents {\"id\":1}");
  auto const get = ask(net.port(), "GET /api/v1/incidents/%E4%BA%91?receipt=r",
                       {"Authorization: Bearer command"});
  CHECK(get.body == "command /api/v1/incidents/云  receipt=r {云}");
}

TEST_CASE("every answer carries the browser's security headers") {
  NetFixture net;
  auto const *const start =
      GENERATE("GET /", "GET /nowhere", "GET /api/v1/owner", "GET /healthz", "GET /%zz");
  auto const answer = ask(net.port(), start);
  CAPTURE(start, answer.status);
  auto const policy = answer.header("content-security-policy");
  CHECK(policy.find("default-src 'none'; script-src 'self';") == 0);
  CHECK(policy.find("frame-ancestors 'none'") != std::string::npos);
  CHECK(policy.find("unsafe") == std::string::npos);
  CHECK(answer.header("x-content-type-options") == "nosniff");
  CHECK(answer.header("referrer-policy") == "no-referrer");
  CHECK(answer.header("cross-origin-opener-policy") == "same-origin");
  CHECK(answer.header("permissions-policy") == "geolocation=(self)");
}

TEST_CASE("answers under /api are not stored and pages may be revalidated") {
  NetFixture net;
  CHECK(ask(net.port(), "GET /api/v1/owner", {"Authorization: Bearer command"})
            .header("cache-control") == "no-store");
  CHECK(ask(net.port(), "GET /").header("cache-control") == "no-cache");
}

TEST_CASE("an unknown path is 404 and a wrong method 405 with what is allowed") {
  NetFixture net;
  auto const missing = ask(net.port(), "GET /api/v1/nothing");
  CHECK(missing.status == 404);
  CHECK(missing.header("content-type") == "application/problem+json");
  auto const wrong = ask(net.port(), "PUT /api/v1/incidents");
  CHECK(wrong.status == 405);
  CHECK(wrong.header("allow") == "GET, POST");
  CHECK(ask(net.port(), "PATCH /api/v1/duty").header("allow") == "POST");
  CHECK(ask(net.port(), "OPTIONS /api/v1/nothing").status == 404);
  auto const page = ask(net.port(), "POST /index.html");
  CHECK(page.status == 405);
  CHECK(page.header("allow") == "GET, HEAD");
}

TEST_CASE("HEAD of a page has the length and no body") {
  NetFixture net;
  RawSocket socket(net.port());
  socket.send(make_request("HEAD /", net.port()));
  auto const head = read_response(socket, false);
  CHECK(head.status == 200);
  CHECK(head.header("content-length") == "18");
  socket.send(make_request("HEAD /api/v1/owner", net.port()));
  CHECK(read_response(socket, false).status == 405);
  socket.send(make_request("GET /healthz", net.port()));
  CHECK(read_response(socket).body == "resident /healthz ");
}

TEST_CASE("no spelling of a path leads out of the web folder") {
  NetFixture net;
  auto const *const path = GENERATE(
      "/../secret.txt", "/..%2fsecret.txt", "/..%2Fsecret.txt", "/%2e%2e/secret.txt",
      "/%2e%2e%2fsecret.txt", "/%2E%2E%2Fsecret.txt", "/..%5csecret.txt", "/..%5Csecret.txt",
      "/..\\secret.txt", "/%252e%252e/secret.txt", "/%252e%252e%252fsecret.txt",
      "/..%252fsecret.txt", "/%c0%ae%c0%ae/secret.txt", "/%c0%ae%c0%ae%c0%afsecret.txt",
      "/..%c0%afsecret.txt", "/%e0%80%ae%e0%80%ae/secret.txt", "/assets/../../secret.txt",
      "/assets/%2e%2e/%2e%2e/secret.txt", "/assets/..%2f..%2fsecret.txt", "/./../secret.txt",
      "/..;/secret.txt", "/....//secret.txt", "//secret.txt", "/../secret.txt%00.html",
      "/secret.txt%00", "/%00/../secret.txt", "/..%ff/secret.txt", "/.%2e/secret.txt",
      "/%2e./secret.txt", "/..%u2215secret.txt", "/%uff0e%uff0e/secret.txt", "/file:///etc/passwd",
      "/etc/passwd", "/index.html/../../secret.txt");
  CAPTURE(path);
  auto const answer = ask(net.port(), std::string("GET ") + path);
  CHECK((answer.status == 400 || answer.status == 404));
  CHECK(answer.body.find("top secret") == std::string::npos);
  CHECK(answer.body.find("root:") == std::string::npos);
}

TEST_CASE("a handler may answer later from another thread") {
  std::promise<net::Respond> kept;
  NetFixture net({}, {},
                 {{net::Method::get, "/api/v1/later", rules::Operation::read_health,
                   [&](net::Request, net::Respond respond) { kept.set_value(respond); }}});
  RawSocket socket(net.port());
  socket.send(make_request("GET /api/v1/later", net.port()));
  std::thread([respond = kept.get_future().get()] {
    respond(text_response("first"));
    respond(text_response("second, ignored"));
  }).join();
  CHECK(read_response(socket).body == "first");
  socket.send(make_request("GET /healthz", net.port()));
  CHECK(read_response(socket).status == 200);
}

TEST_CASE("an answer that comes after the server has stopped is dropped") {
  std::promise<net::Respond> kept;
  net::Respond respond;
  {
    NetFixture net({}, {},
                   {{net::Method::get, "/api/v1/later", rules::Operation::read_health,
                     [&](net::Request, net::Respond given) { kept.set_value(given); }}});
    RawSocket socket(net.port());
    socket.send(make_request("GET /api/v1/later", net.port()));
    respond = kept.get_future().get();
    net.listener->stop(std::chrono::milliseconds(1));
    CHECK(socket.read_to_end().empty());
  }
  CHECK_NOTHROW(respond(text_response("too late")));
}

TEST_CASE("a handler that drops its answer or throws gives 500 and the server lives") {
  using net::Method;
  NetFixture net({}, {},
                 {{Method::get, "/api/v1/drop", rules::Operation::read_health,
                   [](net::Request, net::Respond) {}},
                  {Method::get, "/api/v1/throw", rules::Operation::read_health,
                   [](net::Request, net::Respond) { throw std::runtime_error("broken"); }},
                  {Method::get, "/api/v1/inject", rules::Operation::read_health,
                   [](net::Request, net::Respond respond) {
                     auto response = text_response("body");
                     response.headers.emplace_back("Location", "/a\r\nSet-Cookie: x=y");
                     respond(response);
                   }}});
  RawSocket socket(net.port());
  for (auto const *const path : {"/api/v1/drop", "/api/v1/throw", "/api/v1/inject"}) {
    CAPTURE(path);
    socket.send(make_request(std::string("GET ") + path, net.port()));
    auto const answer = read_response(socket);
    CHECK(answer.status == 500);
    CHECK(answer.headers.count("set-cookie") == 0);
  }
  socket.send(make_request("GET /healthz", net.port()));
  CHECK(read_response(socket).status == 200);
  REQUIRE(net.log().size() == 1);
  CHECK(net.log().front().find("error=\"broken\"") != std::string::npos);
}

TEST_CASE("an address that is not loopback is refused with the reason") {
  net::ListenerOptions options;
  options.address = GENERATE("0.0.0.0", "192.168.1.5", "::", "8.8.8.8");
  options.port = 0;
  CHECK_THROWS_WITH(net::Listener(options, net::Router({}), {}, {}),
                    Catch::Contains(options.address) && Catch::Contains("loopback"));
}

TEST_CASE("a port in use is refused with address and port") {
  NetFixture net;
  net::ListenerOptions options;
  options.port = net.port();
  CHECK_THROWS_WITH(net::Listener(options, net::Router({}), {}, {}),
                    Catch::Contains("127.0.0.1 port " + std::to_string(net.port())));
}

TEST_CASE("stopping ends idle connections and refuses new ones") {
  NetFixture net;
  RawSocket idle(net.port());
  idle.send(make_request("GET /healthz", net.port()));
  read_response(idle);
  net.listener->stop(std::chrono::seconds(5));
  CHECK(idle.read_to_end().empty());
  CHECK_THROWS(RawSocket(net.port()));
}

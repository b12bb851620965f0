#include "tests/server/net/net_fixture.hpp"
#include "tests/support/raw_http.hpp"

#include <catch2/catch.hpp>

#include <thread>

using namespace yuntu;
using namespace yuntu::test;

namespace {

/// A GET whose request line and headers together have exactly `bytes` bytes.
std::string request_of_size(std::uint16_t port, std::size_t bytes) {
  auto const bare = make_request("GET /healthz", port, {"X: "});
  return make_request("GET /healthz", port, {"X: " + std::string(bytes - bare.size(), 'x')});
}

} // namespace

TEST_CASE("a head of the limit is served and one byte more is refused") {
  NetFixture net;
  RawSocket fits(net.port());
  fits.send(request_of_size(net.port(), 8192));
  CHECK(read_response(fits).status == 200);
  RawSocket over(net.port());
  over.send(request_of_size(net.port(), 8193));
  CHECK(read_response(over).status == 431);
  CHECK(over.read_to_end().empty());
}

TEST_CASE("a body of the limit is served and one byte more is refused before it is read") {
  NetFixture net;
  CHECK(ask(net.port(), "POST /api/v1/incidents", {}, std::string(64 * 1024, 'b')).status == 200);
  RawSocket over(net.port());
  over.send(make_request("POST /api/v1/incidents", net.port(), {"Content-Length: 65537"}));
  auto const answer = read_response(over);
  CHECK(answer.status == 413);
  CHECK(answer.body.find("65536") != std::string::npos);
}

TEST_CASE("positions have a limit of their own") {
  NetFixture net;
  auto const *const token = "Authorization: Bearer grid_worker";
  std::size_t const limit = 256 * 1024;
  CHECK(ask(net.port(), "POST /api/v1/positions", {token}, std::string(limit, 'p')).status == 200);
  CHECK(ask(net.port(), "POST /api/v1/positions", {token}, std::string(limit + 1, 'p')).status ==
        413);
}

TEST_CASE("the answer to a body too large arrives although the body is still being sent") {
  NetFixture net;
  RawSocket socket(net.port());
  socket.send(make_request("POST /api/v1/incidents", net.port(), {}, std::string(900'000, 'b')));
  CHECK(read_response(socket).status == 413);
  socket.shutdown_send();
  socket.read_to_end();
  CHECK(!socket.was_reset());
}

TEST_CASE("chunked bodies are refused, also beside a length") {
  NetFixture net;
  RawSocket chunked(net.port());
  chunked.send(make_request("POST /api/v1/incidents", net.port(), {"Transfer-Encoding: chunked"}) +
               "3\r\nabc\r\n0\r\n\r\n");
  CHECK(read_response(chunked).status == 501);
  RawSocket smuggled(net.port());
  smuggled.send(make_request("POST /api/v1/incidents", net.port(),
                             {"Content-Length: 3", "Transfer-Encoding: chunked"}) +
                "0\r\n\r\nGET /healthz HTTP/1.1\r\n\r\n");
  auto const answer = read_response(smuggled);
  CHECK((answer.status == 400 || answer.status == 501));
  CHECK(read_response(smuggled).status == 0);
}

TEST_CASE("a malformed request is answered 400 and the connection ends") {
  NetFixture net;
  auto const *const bytes = GENERATE(
      "nonsense\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
      "GET /?a=1&a=2 HTTP/1.1\r\nHost: localhost\r\n\r\n",
      "GET /a%00b HTTP/1.1\r\nHost: localhost\r\n\r\n",
      "GET /%ff HTTP/1.1\r\nHost: localhost\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
      "GET / HTTP/1.1\r\nHost : localhost\r\n\r\n");
  CAPTURE(bytes);
  RawSocket socket(net.port());
  socket.send(bytes);
  auto const answer = read_response(socket);
  CHECK(answer.status == 400);
  CHECK(answer.header("content-type") == "application/problem+json");
}

TEST_CASE("a Host that is not this server is misdirected") {
  NetFixture net;
  for (auto const *const host : {"Host: evil.example", "Host: localhost.evil.example", "Host: "}) {
    CAPTURE(host);
    CHECK(ask(net.port(), "GET /", {host}).status == 421);
  }
  CHECK(ask(net.port(), "GET /", {"Host: localhost"}).status == 200);
}

TEST_CASE("a client that waits before sending its body is told to go on") {
  NetFixture net;
  RawSocket socket(net.port());
  socket.send(make_request("POST /api/v1/incidents", net.port(),
                           {"Content-Length: 3", "Expect: 100-continue"}));
  CHECK(socket.read_until("\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n");
  socket.send("abc");
  CHECK(read_response(socket).body == "resident /api/v1/incidents abc");
}

TEST_CASE("a client that does not finish its head, its body or its next request is cut") {
  net::NetLimits limits;
  limits.header_time = std::chrono::seconds(1);
  limits.body_time = std::chrono::seconds(1);
  limits.idle_time = std::chrono::seconds(1);
  NetFixture net(limits);
  RawSocket head(net.port());
  head.send("GET / HTTP/1.1\r\nHost: loc");
  RawSocket body(net.port());
  body.send(make_request("POST /api/v1/incidents", net.port(), {"Content-Length: 3"}) + "ab");
  RawSocket idle(net.port());
  idle.send(make_request("GET /healthz", net.port()));
  read_response(idle);
  CHECK(head.read_to_end().empty());
  CHECK(body.read_to_end().empty());
  CHECK(idle.read_to_end().empty());
}

TEST_CASE("a reader that takes nothing of its answer is cut and others are served") {
  net::NetLimits limits;
  limits.write_time = std::chrono::seconds(2); // the fast one is never so slow, sanitized or not
  auto const big = std::make_shared<std::string const>(16U << 20U, 'x');
  NetFixture net(limits, {},
                 {{net::Method::get, "/api/v1/big", rules::Operation::read_health,
                   [&](net::Request, net::Respond respond) {
                     net::Response response;
                     response.body = big;
                     respond(std::move(response));
                   }}});
  RawSocket slow(net.port(), 4096);
  slow.send(make_request("GET /api/v1/big", net.port()));
  slow.read_until("\r\n\r\n");
  RawSocket fast(net.port());
  fast.send(make_request("GET /api/v1/big", net.port()));
  CHECK(read_response(fast).body.size() == big->size());
  while (net.listener->counts().connections > 1) {
    std::this_thread::yield();
  }
  CHECK(slow.read_to_end().size() < big->size());
}

TEST_CASE("connections past the limit are refused with a time to come back") {
  net::NetLimits limits;
  limits.connections = 2;
  NetFixture net(limits);
  RawSocket first(net.port());
  RawSocket second(net.port());
  first.send(make_request("GET /healthz", net.port()));
  second.send(make_request("GET /healthz", net.port()));
  CHECK(read_response(first).status == 200);
  CHECK(read_response(second).status == 200);
  RawSocket third(net.port());
  auto const refusal = read_response(third);
  CHECK(refusal.status == 503);
  CHECK(refusal.header("retry-after") == "5");
  CHECK(net.listener->counts().refused_connections == 1);
}

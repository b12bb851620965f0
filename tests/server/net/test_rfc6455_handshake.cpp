#include "tests/server/net/net_fixture.hpp"
#include "tests/support/raw_websocket.hpp"

#include <catch2/catch.hpp>

// Section 4.2 of RFC 6455: which upgrade requests are accepted, and with what answer.

using namespace yuntu;
using namespace yuntu::test;

namespace {

struct Handshake {
  char const *what;
  std::string line = "GET /live HTTP/1.1";
  std::string upgrade = "Upgrade: websocket";
  std::string connection = "Connection: Upgrade";
  std::string version = "Sec-WebSocket-Version: 13";
  std::string key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
  std::string more = {};
  unsigned status = 101;
};

RawResponse answer_to(NetFixture const &net, Handshake const &handshake) {
  std::string request = handshake.line + "\r\nHost: 127.0.0.1:" + std::to_string(net.port()) +
                        "\r\nAuthorization: Bearer command\r\n";
  for (auto const *const header : {&handshake.upgrade, &handshake.connection, &handshake.version,
                                   &handshake.key, &handshake.more}) {
    request += header->empty() ? "" : *header + "\r\n";
  }
  RawSocket socket(net.port());
  socket.send(request + "\r\n");
  return read_response(socket);
}

std::vector<Handshake> handshakes() {
  return {
      {.what = "as in the RFC"},
      {.what = "names and values in other cases",
       .upgrade = "UPGRADE: WebSocket",
       .connection = "connection: UPGRADE"},
      {.what = "Connection is a list", .connection = "Connection: keep-alive, Upgrade"},
      {.what = "Upgrade is a list", .upgrade = "Upgrade: h2c, websocket"},
      {.what = "an extension nobody knows", .more = "Sec-WebSocket-Extensions: x-yuntu; a=1"},
      {.what = "a subprotocol nobody speaks", .more = "Sec-WebSocket-Protocol: chat, superchat"},
      {.what = "without Upgrade", .upgrade = "", .status = 426},
      {.what = "Upgrade to something else", .upgrade = "Upgrade: h2c", .status = 426},
      {.what = "without Connection", .connection = "", .status = 426},
      {.what = "Connection without Upgrade", .connection = "Connection: keep-alive", .status = 426},
      {.what = "by POST",
       .line = "POST /live HTTP/1.1",
       .more = "Content-Length: 0",
       .status = 426},
      {.what = "by HTTP/1.0", .line = "GET /live HTTP/1.0", .status = 426},
      {.what = "without a version", .version = "", .status = 400},
      {.what = "version 8", .version = "Sec-WebSocket-Version: 8", .status = 426},
      {.what = "version 14", .version = "Sec-WebSocket-Version: 14", .status = 426},
      {.what = "without a key", .key = "", .status = 400},
      {.what = "an empty key", .key = "Sec-WebSocket-Key:", .status = 400},
      {.what = "a key of 15 bytes",
       .key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25j",
       .status = 400},
      {.what = "a key that is no base64",
       .key = "Sec-WebSocket-Key: !!!!!!!!!!!!!!!!!!!!!!==",
       .status = 400},
      {.what = "two keys", .more = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", .status = 400},
  };
}

} // namespace

TEST_CASE("RFC 6455, 4.2: handshakes") {
  NetFixture net;
  auto const cases = handshakes();
  CHECK(cases.size() >= 20);
  for (auto const &handshake : cases) {
    INFO(handshake.what);
    auto const answer = answer_to(net, handshake);
    CHECK(answer.status == handshake.status);
    CHECK(answer.headers.count("sec-websocket-extensions") == 0);
    CHECK(answer.headers.count("sec-websocket-protocol") == 0);
    if (handshake.status == 101) {
      CHECK(answer.header("sec-websocket-accept") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
      CHECK(answer.header("upgrade") == "websocket");
    } else if (handshake.status == 426 && handshake.version.find("13") == std::string::npos) {
      CHECK(answer.header("sec-websocket-version") == "13"); // 4.4: which one it is to try
    }
  }
}

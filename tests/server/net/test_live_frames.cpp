#include "tests/server/net/net_fixture.hpp"
#include "tests/support/raw_websocket.hpp"

#include <catch2/catch.hpp>

using namespace yuntu;
using namespace yuntu::test;

namespace {

constexpr auto token = "Authorization: Bearer command";

bool is_closed_once(RecordingEndpoint::Viewers const &viewers) {
  return !viewers.empty() && viewers.begin()->second.closed == 1;
}

/// The close code that a frame earns; the connection must end after it.
unsigned close_code_for(NetFixture &net, Opcode opcode, std::string const &payload,
                        FrameFlaws flaws = {}) {
  RawWebSocket client(net.port(), "/live?format=json", {token});
  REQUIRE(client.response().status == 101);
  client.send(opcode, payload, flaws);
  auto const frame = client.read(Opcode::close);
  client.send_close(1000);
  client.socket().shutdown_send();
  CHECK(client.socket().read_to_end().empty());
  return frame ? frame->close_code() : 0;
}

} // namespace

TEST_CASE("a frame against the protocol is closed with its code") {
  NetFixture net;
  FrameFlaws unmasked;
  unmasked.is_masked = false;
  FrameFlaws compressed;
  compressed.has_rsv1 = true;
  FrameFlaws endless;
  endless.declared_length = std::uint64_t{1} << 58U;
  CHECK(close_code_for(net, Opcode::text, "hi", unmasked) == 1002);
  CHECK(close_code_for(net, Opcode::text, "hi", compressed) == 1002);
  CHECK(close_code_for(net, Opcode::text, "hi", endless) == 1009);
  CHECK(close_code_for(net, static_cast<Opcode>(3), "hi") == 1002);
  CHECK(close_code_for(net, Opcode::continuation, "hi") == 1002);
  CHECK(close_code_for(net, Opcode::ping, std::string(126, 'p')) == 1002);
  CHECK(close_code_for(net, Opcode::text, "\xff\xfe") == 1007);
  CHECK(ask(net.port(), "GET /healthz").status == 200);
}

TEST_CASE("permessage-deflate is not offered back") {
  NetFixture net;
  RawWebSocket client(net.port(), "/live", {token, "Sec-WebSocket-Extensions: permessage-deflate"});
  CHECK(client.response().status == 101);
  CHECK(client.response().headers.count("sec-websocket-extensions") == 0);
}

TEST_CASE("a frame of 2^58 bytes in one segment with the upgrade ends that connection only") {
  NetFixture net;
  FrameFlaws endless;
  endless.declared_length = std::uint64_t{1} << 58U;
  endless.has_rsv1 = GENERATE(false, true);
  RawSocket socket(net.port());
  socket.send(upgrade_request(net.port(), "/live",
                              {token, "Sec-WebSocket-Extensions: permessage-deflate"}) +
              make_frame(Opcode::binary, std::string(1500, 'x'), endless));
  CHECK(read_response(socket).status == 400);
  socket.shutdown_send();
  CHECK(socket.read_to_end().empty());
  CHECK(ask(net.port(), "GET /healthz").status == 200);
  CHECK(net.live.viewers().empty());
}

TEST_CASE("a message of the limit passes and one byte more is closed 1009") {
  net::NetLimits limits;
  limits.positions_bytes = 1000;
  NetFixture net(limits);
  CHECK(close_code_for(net, Opcode::text, std::string(1001, 'x')) == 1009);
  RawWebSocket client(net.port(), "/live?format=json", {token});
  client.send(Opcode::text, std::string(1000, 'x'));
  CHECK(net.live.wait([](auto const &viewers) {
    return viewers.count(2) != 0 && viewers.at(2).messages.size() == 1;
  }));
}

TEST_CASE("a stream takes messages of its own kind only") {
  NetFixture net;
  CHECK(close_code_for(net, Opcode::binary, "x") == 1003);
  RawWebSocket binary(net.port(), "/live", {token});
  binary.send(Opcode::text, "x");
  auto const frame = binary.read(Opcode::close);
  REQUIRE(frame);
  CHECK(frame->close_code() == 1003);
  CHECK(frame->payload.substr(2) == "this stream takes binary messages");
  CHECK(net.live.viewers().begin()->second.messages.empty());
}

TEST_CASE("a fragmented message arrives whole, with a ping between its parts answered") {
  NetFixture net;
  RawWebSocket client(net.port(), "/live?format=json", {token});
  auto first = make_frame(Opcode::text, "one ");
  first[0] = '\x01'; // not final
  client.socket().send(first);
  client.send(Opcode::ping, "p");
  client.send(Opcode::continuation, "two");
  CHECK(client.read(Opcode::pong)->payload == "p");
  CHECK(net.live.wait([](auto const &viewers) {
    return !viewers.empty() &&
           viewers.begin()->second.messages == std::vector<std::string>{"one two"};
  }));
}

TEST_CASE("a client's close is answered with its code and ends in good order") {
  NetFixture net;
  RawWebSocket client(net.port(), "/live", {token});
  client.send_close(1001);
  auto const frame = client.read(Opcode::close);
  REQUIRE(frame);
  CHECK(frame->close_code() == 1001);
  CHECK(client.socket().read_to_end().empty());
  CHECK(!client.socket().was_reset());
  client.socket().shutdown_send();
  CHECK(net.live.wait(is_closed_once));
}

TEST_CASE("the close frame arrives although the client goes on sending") {
  NetFixture net;
  RawWebSocket client(net.port(), "/live?format=json", {token});
  net.live.socket()->close(live::CloseReason::try_again, "resync");
  for (int i = 0; i < 200; ++i) {
    client.send(Opcode::text, std::string(1000, 'x'));
  }
  auto const frame = client.read(Opcode::close);
  REQUIRE(frame);
  CHECK(frame->close_code() == 1013);
  CHECK(frame->payload.substr(2) == "resync");
  client.send_close(1013);
  CHECK(client.socket().read_to_end().empty());
  CHECK(!client.socket().was_reset());
  client.socket().shutdown_send();
  CHECK(net.live.wait(is_closed_once));
}

TEST_CASE("words too long for a close frame are cut between characters") {
  NetFixture net;
  RawWebSocket client(net.port(), "/live", {token});
  std::string words = "x";
  while (words.size() < 200) {
    words += "云";
  }
  net.live.socket()->close(live::CloseReason::policy, words);
  auto const frame = client.read(Opcode::close);
  REQUIRE(frame);
  CHECK(frame->payload.substr(2) == words.substr(0, 121));
}

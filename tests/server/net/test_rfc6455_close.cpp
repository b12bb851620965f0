#include "tests/server/net/rfc6455_case.hpp"

// Sections 5.5.1 and 7.4 of RFC 6455: how a connection is closed.

using namespace yuntu;
using namespace yuntu::test;
using namespace yuntu::test::wire;

namespace {

std::string close_payload(unsigned code, std::string const &reason = {}) {
  return std::string{static_cast<char>(code >> 8U), static_cast<char>(code & 0xFFU)} + reason;
}

FrameCase closing(char const *section, char const *what, std::string const &payload,
                  unsigned answer) {
  return {section, what, client_frame(fin | close_op, payload), {}, {}, answer};
}

std::vector<FrameCase> closes() {
  std::vector<FrameCase> cases{
      closing("5.5.1", "without a code", "", 1000),
      closing("5.5.1", "half a code", "\x03", 1002),
      closing("5.5.1", "the longest reason", close_payload(1000, std::string(123, 'r')), 1000),
      closing("5.5.1", "a reason in Chinese", close_payload(1000, "\xe5\x86\x8d\xe8\xa7\x81"),
              1000),
      closing("5.5.1", "a reason that is not UTF-8", close_payload(1000, "\xff"), 1002),
      closing("5.5.1", "a reason cut inside a character", close_payload(1000, "\xe5\x86"), 1002),
      {"5.5.1",
       "what follows a close is not looked at",
       client_frame(fin | close_op, close_payload(1000)) + client_frame(fin | text, "late"),
       {},
       {},
       1000},
      {"5.5.1",
       "a ping after a close is not answered",
       client_frame(fin | close_op, close_payload(1001)) + client_frame(fin | ping, "late"),
       {},
       {},
       1001},
      {"5.5.1",
       "a second close is not answered",
       client_frame(fin | close_op, close_payload(1001)) +
           client_frame(fin | close_op, close_payload(1002)),
       {},
       {},
       1001},
      {"5.5.1",
       "a message before the close is delivered",
       client_frame(fin | text, "last words") + client_frame(fin | close_op, close_payload(1000)),
       {"last words"},
       {},
       1000},
      {"5.5.2",
       "a ping before the close is answered before it",
       client_frame(fin | ping, "p") + client_frame(fin | close_op, close_payload(1000)),
       {},
       {"p"},
       1000},
  };
  for (unsigned const code : {1000U, 1001U, 1002U, 1003U, 1007U, 1008U, 1009U, 1010U, 1011U, 1012U,
                              1013U, 3000U, 3999U, 4000U, 4999U}) {
    cases.push_back(closing("7.4", "a code that may be sent is echoed", close_payload(code), code));
  }
  for (unsigned const code :
       {0U, 1U, 999U, 1004U, 1005U, 1006U, 1015U, 1016U, 1100U, 2000U, 2999U}) {
    cases.push_back(closing("7.4", "a code that must not be sent", close_payload(code), 1002));
  }
  for (unsigned const code : {5000U, 65'535U}) {
    cases.push_back(closing("7.4.2", "a code outside every range, of which nothing is said",
                            close_payload(code), code));
  }
  return cases;
}

live::Frame message(std::size_t size) {
  return std::make_shared<std::string const>(std::string(size, 'm'));
}

} // namespace

TEST_CASE("RFC 6455: closing") {
  check_frame_cases(closes(), 39);
}

TEST_CASE("RFC 6455, 5.5.1: a close that comes during a backlog is answered, with whole frames "
          "before it") {
  NetFixture net;
  RawWebSocket client(net.port(), "/live", {"Authorization: Bearer command"}, 4096);
  net.live.socket()->offer(std::vector<live::Frame>(64, message(1U << 20U)));
  client.send_close(1001);
  std::optional<RawFrame> last;
  while ((last = client.read()) && last->opcode == Opcode::binary) {
    CHECK(last->payload.size() == 1U << 20U);
  }
  REQUIRE(last);
  CHECK(last->close_code() == 1001);
  CHECK(client.socket().read_to_end().empty());
  CHECK_FALSE(client.socket().was_reset());
}

TEST_CASE("RFC 6455, 5.5.2: pings sent during a backlog are answered in order at frame borders") {
  NetFixture net;
  RawWebSocket client(net.port(), "/live", {"Authorization: Bearer command"}, 4096);
  net.live.socket()->offer(std::vector<live::Frame>(16, message(1U << 20U)));
  for (int i = 0; i < 20; ++i) {
    client.send(Opcode::ping, std::to_string(i));
  }
  int pongs = 0;
  int messages = 0;
  while (pongs < 20 || messages < 16) {
    auto const frame = client.read();
    REQUIRE(frame);
    if (frame->opcode == Opcode::pong) {
      CHECK(frame->payload == std::to_string(pongs++));
    } else {
      CHECK(frame->opcode == Opcode::binary);
      CHECK(frame->payload.size() == 1U << 20U);
      ++messages;
    }
  }
}

TEST_CASE("RFC 6455, 7.1.1: the server ends the TCP connection after the closing handshake") {
  NetFixture net;
  RawWebSocket client(net.port(), "/live", {"Authorization: Bearer command"});
  client.send_close(1000);
  REQUIRE(client.read(Opcode::close));
  CHECK(client.socket().read_to_end().empty()); // the end comes before ours
}

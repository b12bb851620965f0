#pragma once

#include "tests/server/net/net_fixture.hpp"
#include "tests/support/raw_websocket.hpp"

#include <catch2/catch.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace yuntu::test {

/// Bits and opcodes as RFC 6455, section 5.2, numbers them.
namespace wire {
inline constexpr unsigned fin = 0x80;
inline constexpr unsigned rsv1 = 0x40;
inline constexpr unsigned rsv2 = 0x20;
inline constexpr unsigned rsv3 = 0x10;
inline constexpr unsigned continuation = 0;
inline constexpr unsigned text = 1;
inline constexpr unsigned binary = 2;
inline constexpr unsigned close_op = 8;
inline constexpr unsigned ping = 9;
inline constexpr unsigned pong = 10;
} // namespace wire

enum class LengthForm { minimal, in_16_bits, in_64_bits };

/// How a frame is told, where it is not told as it should be.
struct FrameForm {
  LengthForm length = LengthForm::minimal;
  std::optional<std::uint64_t> declared; ///< instead of the payload's own length
  bool is_masked = true;
  std::string mask = "\x12\x34\x56\x78";
};

/// One client frame, byte for byte: `first` is FIN, RSV and opcode.
inline std::string client_frame(unsigned first, std::string const &payload, FrameForm form = {}) {
  auto const length = form.declared.value_or(payload.size());
  int extended = length < 126 ? 0 : length <= 0xFFFF ? 2 : 8;
  extended = form.length == LengthForm::in_16_bits   ? 2
             : form.length == LengthForm::in_64_bits ? 8
                                                     : extended;
  unsigned const mask_bit = form.is_masked ? 0x80U : 0U;
  auto const short_length = extended == 0 ? length : extended == 2 ? 126U : 127U;
  std::string frame{static_cast<char>(first), static_cast<char>(mask_bit | short_length)};
  for (int i = extended - 1; i >= 0; --i) {
    frame += static_cast<char>(length >> (8 * i) & 0xFFU);
  }
  frame += form.is_masked ? form.mask : "";
  for (std::size_t i = 0; i < payload.size(); ++i) {
    frame += form.is_masked ? static_cast<char>(payload[i] ^ form.mask[i % 4]) : payload[i];
  }
  return frame;
}

/// What a client sends after the handshake, and what must come of it.
struct FrameCase {
  char const *section; ///< of RFC 6455
  char const *what;
  std::string sent;
  std::vector<std::string> delivered = {}; ///< messages handed on
  std::vector<std::string> pongs = {};
  unsigned close = 0; ///< code of the server's close frame; 0: the connection stays open
  net::LiveFormat stream = net::LiveFormat::json;
};

enum class Sending { whole, byte_by_byte };

/// The first bytes each in a segment of its own, so that every field of the header is cut.
inline void send_bytes(RawSocket &socket, std::string const &bytes, Sending sending) {
  constexpr std::size_t single = 48;
  auto const cut = sending == Sending::whole ? 0 : std::min(single, bytes.size());
  for (std::size_t i = 0; i < cut; ++i) {
    socket.send(bytes.substr(i, 1));
  }
  socket.send(bytes.substr(cut));
}

inline void check_frame_case(FrameCase const &entry, Sending sending) {
  INFO("RFC 6455, " << entry.section << ": " << entry.what
                    << (sending == Sending::whole ? "" : ", byte by byte"));
  static constexpr auto still_open = "still open?";
  NetFixture net;
  RawWebSocket client(net.port(),
                      entry.stream == net::LiveFormat::json ? "/live?format=json" : "/live",
                      {"Authorization: Bearer command"});
  REQUIRE(client.response().status == 101);
  client.socket().no_delay();
  send_bytes(client.socket(), entry.sent, sending);
  if (entry.close == 0) {
    client.send(Opcode::ping, still_open);
  }
  std::vector<std::string> pongs;
  std::optional<RawFrame> last;
  while ((last = client.read())) {
    CHECK(last->is_final);
    bool const is_end = last->opcode == Opcode::close || last->payload == still_open;
    if (is_end) {
      break;
    }
    CHECK(last->opcode == Opcode::pong); // the server has nothing else to say
    pongs.push_back(last->payload);
  }
  REQUIRE(last);
  CHECK((last->opcode == Opcode::close ? last->close_code() : 0U) == entry.close);
  CHECK(pongs == entry.pongs);
  CHECK(net.live.wait([&](RecordingEndpoint::Viewers const &viewers) {
    return !viewers.empty() && viewers.begin()->second.messages.size() >= entry.delivered.size();
  }));
  if (last->opcode == Opcode::close) {
    client.send_close(1000);
    client.socket().shutdown_send();
    CHECK(client.socket().read_to_end().empty()); // nothing after the close frame
    CHECK(net.live.wait([](RecordingEndpoint::Viewers const &viewers) {
      return viewers.begin()->second.closed == 1;
    }));
  }
  CHECK(net.live.viewers().begin()->second.messages == entry.delivered);
}

/// Of at least `least` cases, so that none gets lost.
inline void check_frame_cases(std::vector<FrameCase> const &cases, std::size_t least) {
  CHECK(cases.size() >= least);
  for (auto const &entry : cases) {
    check_frame_case(entry, Sending::whole);
    check_frame_case(entry, Sending::byte_by_byte);
  }
}

} // namespace yuntu::test

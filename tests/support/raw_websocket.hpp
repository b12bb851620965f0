#pragma once

#include "tests/support/raw_http.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace yuntu::test {

enum class Opcode : std::uint8_t {
  continuation = 0,
  text = 1,
  binary = 2,
  close = 8,
  ping = 9,
  pong = 10
};

struct RawFrame {
  Opcode opcode{};
  bool is_final = true;
  std::string payload;

  /// Of a close frame; 0 without one.
  [[nodiscard]] unsigned close_code() const {
    return payload.size() < 2 ? 0U
                              : static_cast<unsigned char>(payload[0]) * 256U +
                                    static_cast<unsigned char>(payload[1]);
  }
};

/// How a client frame is malformed on purpose.
struct FrameFlaws {
  bool is_masked = true;
  bool has_rsv1 = false;
  std::optional<std::uint64_t> declared_length; ///< instead of the payload's own
};

inline std::string make_frame(Opcode opcode, std::string_view payload, FrameFlaws flaws = {}) {
  auto const byte = [](std::uint64_t value) { return static_cast<char>(value & 0xFFU); };
  auto const length = flaws.declared_length.value_or(payload.size());
  std::string frame(1, byte(0x80U | (flaws.has_rsv1 ? 0x40U : 0U) | static_cast<unsigned>(opcode)));
  unsigned const mask_bit = flaws.is_masked ? 0x80U : 0U;
  int length_bytes = 0;
  if (length < 126) {
    frame += byte(mask_bit | length);
  } else {
    length_bytes = length <= 0xFFFF ? 2 : 8;
    frame += byte(mask_bit | (length_bytes == 2 ? 126U : 127U));
  }
  for (int i = length_bytes - 1; i >= 0; --i) {
    frame += byte(length >> (8 * i));
  }
  constexpr std::string_view mask = "\x12\x34\x56\x78";
  if (flaws.is_masked) {
    frame += mask;
  }
  for (std::size_t i = 0; i < payload.size(); ++i) {
    frame += flaws.is_masked ? static_cast<char>(payload[i] ^ mask[i % 4]) : payload[i];
  }
  return frame;
}

inline std::string upgrade_request(std::uint16_t port, std::string const &target = "/live",
                                   std::initializer_list<std::string> headers = {}) {
  auto request = make_request("GET " + target, port, headers);
  request.insert(request.size() - 2, "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                                     "Sec-WebSocket-Version: 13\r\n"
                                     "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
  return request;
}

/// A WebSocket client that can send malformed frames.
class RawWebSocket {
public:
  explicit RawWebSocket(std::uint16_t port, std::string const &target = "/live",
                        std::initializer_list<std::string> headers = {}, int receive_bytes = 0)
      : socket_(port, receive_bytes) {
    socket_.send(upgrade_request(port, target, headers));
    response_ = read_response(socket_);
  }

  [[nodiscard]] RawResponse const &response() const { return response_; }
  RawSocket &socket() { return socket_; }

  bool send(Opcode opcode, std::string_view payload, FrameFlaws flaws = {}) {
    return socket_.send(make_frame(opcode, payload, flaws));
  }
  bool send_close(unsigned code) {
    return send(Opcode::close,
                {std::string{static_cast<char>(code >> 8U), static_cast<char>(code & 0xFFU)}});
  }

  /// nullopt: the connection has ended.
  std::optional<RawFrame> read() {
    auto const head = socket_.read_exactly(2);
    if (head.size() < 2) {
      return std::nullopt;
    }
    auto const at = [](std::string const &bytes, std::size_t i) {
      return static_cast<unsigned char>(bytes[i]);
    };
    std::uint64_t length = at(head, 1) & 0x7FU;
    if (length >= 126) {
      auto const extended = socket_.read_exactly(length == 126 ? 2 : 8);
      length = 0;
      for (std::size_t i = 0; i < extended.size(); ++i) {
        length = length * 256 + at(extended, i);
      }
    }
    RawFrame frame;
    frame.opcode = static_cast<Opcode>(at(head, 0) & 0x0FU);
    frame.is_final = (at(head, 0) & 0x80U) != 0;
    frame.payload = socket_.read_exactly(length);
    return frame;
  }

  /// The next frame of this kind; others are passed over.
  std::optional<RawFrame> read(Opcode wanted) {
    for (;;) {
      auto frame = read();
      if (!frame || frame->opcode == wanted) {
        return frame;
      }
    }
  }

private:
  RawSocket socket_;
  RawResponse response_;
};

} // namespace yuntu::test

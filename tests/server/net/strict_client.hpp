#pragma once

#include "tests/support/raw_websocket.hpp"

#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

namespace yuntu::test {

/// What a server has sent against RFC 6455.
class Violation : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};

/// One whole message or control frame of the server.
struct StrictMessage {
  Opcode opcode{};
  std::string payload;
  bool was_fragmented = false;
};

/// A client that forgives nothing: RSV and opcode, masks, minimal lengths, the order of fragments,
/// control frames whole and short, nothing after a close.
class StrictClient {
public:
  explicit StrictClient(std::uint16_t port, int receive_bytes = 4096)
      : socket_(port, receive_bytes) {
    socket_.send(upgrade_request(port, "/"));
    if (auto const status = read_response(socket_).status; status != 101) {
      throw std::runtime_error("upgrade answered " + std::to_string(status));
    }
  }

  RawSocket &socket() { return socket_; }
  bool send(Opcode opcode, std::string_view payload, bool is_final = true) {
    auto frame = make_frame(opcode, payload);
    frame[0] = static_cast<char>(static_cast<unsigned char>(frame[0]) & (is_final ? 0xFFU : 0x7FU));
    return socket_.send(frame);
  }

  /// nullopt: the connection has ended, in good order only when a close frame came before.
  std::optional<StrictMessage> read() {
    for (;;) {
      auto const head = socket_.read_exactly(2);
      if (head.size() < 2) {
        require(head.empty(), "a header cut by the end");
        return std::nullopt;
      }
      require(!has_closed_, "a frame after the close frame");
      auto const first = static_cast<unsigned char>(head[0]);
      auto const second = static_cast<unsigned char>(head[1]);
      require((first & 0x70U) == 0, "a reserved bit");
      require((second & 0x80U) == 0, "a masked frame from the server");
      auto payload = read_payload(second);
      if (auto whole =
              take(static_cast<Opcode>(first & 0x0FU), (first & 0x80U) != 0, std::move(payload))) {
        return whole;
      }
    }
  }

private:
  static void require(bool holds, char const *what) {
    if (!holds) {
      throw Violation(what);
    }
  }

  std::string read_payload(unsigned second) {
    std::uint64_t length = second & 0x7FU;
    if (length >= 126) {
      auto const extended = socket_.read_exactly(length == 126 ? 2 : 8);
      auto const least = length == 126 ? 126U : 65'536U;
      length = 0;
      for (char const byte : extended) {
        length = length << 8U | static_cast<unsigned char>(byte);
      }
      require(length >= least, "a length that is not minimal");
      require(length < (1U << 26U), "a length nobody has sent");
    }
    auto payload = socket_.read_exactly(length);
    require(payload.size() == length, "a frame cut by the end");
    return payload;
  }

  std::optional<StrictMessage> take(Opcode opcode, bool is_final, std::string payload) {
    switch (opcode) {
    case Opcode::close:
      has_closed_ = true;
      [[fallthrough]];
    case Opcode::ping:
    case Opcode::pong:
      require(is_final, "a fragmented control frame");
      require(payload.size() <= 125, "a control frame over 125 bytes");
      return StrictMessage{opcode, std::move(payload)};
    case Opcode::text:
    case Opcode::binary:
      require(!open_, "a data frame inside a fragmented message");
      if (is_final) {
        return StrictMessage{opcode, std::move(payload)};
      }
      open_ = StrictMessage{opcode, std::move(payload), true};
      return std::nullopt;
    case Opcode::continuation:
      require(open_.has_value(), "a continuation of nothing");
      open_->payload += payload;
      return is_final ? std::exchange(open_, std::nullopt) : std::nullopt;
    }
    throw Violation("a reserved opcode");
  }

  RawSocket socket_;
  std::optional<StrictMessage> open_;
  bool has_closed_ = false;
};

} // namespace yuntu::test

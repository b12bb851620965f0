#pragma once

#include "tools/bench/live/loop.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace yuntu::bench {

/// The client's end of a WebSocket on loopback: handshake, masking, frames, pongs. A server frame
/// that RFC 6455 forbids ends the program with std::runtime_error.
class WebSocket : public Watched {
public:
  enum class State : std::uint8_t { connecting, upgrading, open, closed };

  /// `headers` of the upgrade request, each with its line end. `receive_bytes` 0: the kernel's.
  WebSocket(Loop &loop, int port, std::string const &headers, int receive_bytes = 0);
  ~WebSocket() override;

  void send_binary(std::string_view payload);
  /// Bytes that the kernel has not taken yet.
  [[nodiscard]] std::size_t unsent() const { return unsent_.size(); }
  [[nodiscard]] State state() const { return state_; }
  [[nodiscard]] unsigned close_code() const { return close_code_; }
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }
  void stop_reading();
  void read_again();

protected:
  virtual void on_open() {}
  virtual void on_message(std::string_view payload) = 0;

private:
  void on_ready(std::uint32_t events) final;
  void receive();
  void handle(std::string_view bytes);
  std::size_t take_upgrade(std::string_view bytes);
  std::size_t take_frame(std::string_view bytes);
  void send_frame(unsigned opcode, std::string_view payload);
  void send_raw(std::string_view bytes);
  void send_unsent();
  void watch();
  void end();

  Loop &loop_;
  int fd_;
  State state_ = State::connecting;
  bool is_reading_ = true;
  unsigned close_code_ = 0;
  std::uint64_t bytes_ = 0;
  std::string unsent_;
  std::string partial_; ///< of a frame that has not come whole
};

} // namespace yuntu::bench

#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace yuntu::live {

/// One whole WebSocket message, encoded once and shared by every viewer that gets it.
using Frame = std::shared_ptr<std::string const>;

enum class CloseReason : std::uint16_t {
  going_away = 1001,
  policy = 1008, ///< rights, rate, malformed message
  too_big = 1009,
  try_again = 1013
};

/// Facts, answers and whatever else there is little of pass positions by on their way to the
/// socket.
enum class Lane : std::uint8_t { facts, positions };

/// What the fan-out core knows of a socket: "offer these, tell how many you took" and, through the
/// callback given when the viewer was opened, "ready again". Called on the live thread; the
/// implementation posts to the session's own I/O thread.
class Socket {
public:
  Socket() = default;
  Socket(Socket const &) = delete;
  Socket &operator=(Socket const &) = delete;
  virtual ~Socket() = default;

  /// Takes all frames when no earlier offer is still being written, else none. In order.
  virtual std::size_t offer(std::vector<Frame> frames, Lane lane = Lane::facts) = 0;
  /// After what was taken has been written, or 3 s.
  virtual void close(CloseReason reason, std::string const &words) = 0;
};

} // namespace yuntu::live

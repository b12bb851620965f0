#pragma once

#include "server/net/live_endpoint.hpp"
#include "server/net/route.hpp"
#include "server/net/static_files.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace yuntu::net {

/// Bounds on what comes from outside (reliability.md section 2, "limits").
struct NetLimits {
  std::size_t header_bytes = 8 * 1024;
  std::size_t body_bytes = 64 * 1024;
  std::size_t positions_bytes = 256 * 1024; ///< body of POST /api/v1/positions, and a live message
  std::uint64_t upload_bytes = std::uint64_t{2} << 30; ///< of one file of an import
  std::size_t connections = 4096;
  std::size_t unauthenticated_sockets = 128;
  std::chrono::seconds header_time{10};
  std::chrono::seconds body_time{30};
  std::chrono::seconds idle_time{60}; ///< of a keep-alive HTTP connection
  std::chrono::seconds authenticate_time{5};
  std::chrono::seconds ping_time{15};
  std::chrono::seconds dead_time{45};
  std::chrono::seconds write_time{20}; ///< a viewer that takes nothing for so long is closed
};

struct ListenerOptions {
  std::string address = "127.0.0.1"; ///< loopback only, as long as there is no TLS
  std::uint16_t port = 8080;         ///< 0: a free one
  unsigned io_threads = 2;
  NetLimits limits;
  /// Live messages go to the socket through `frame_layer`, one send for all of a flush; false: each
  /// by a write of Beast's, for comparison.
  bool frame_layer = true;
  /// Exact origins a browser may come from; empty: "http://HOST" of the request's own Host header
  /// when that is 127.0.0.1:PORT or localhost:PORT of this listener.
  std::vector<std::string> allowed_origins;
  /// Gets one `key=value` line an event, without personal data; from any I/O thread. May be empty.
  std::function<void(std::string const &)> log;
};

/// How a live socket came to its end.
enum class LiveEnd : std::uint8_t {
  left,     ///< its peer closed it, or the connection broke
  silent,   ///< no word from it for `dead_time`
  stalled,  ///< it took nothing for `write_time`
  dismissed ///< the server closed it: rights, a message it does not take, stopping
};
inline constexpr std::size_t live_ends = 4;

/// HTTP and WebSocket on one port: a few I/O threads, each with its own io_context, its own
/// SO_REUSEPORT acceptor (or one acceptor handing out round robin) and its own sessions for life.
class Listener {
public:
  /// Binds and listens; throws std::runtime_error naming address and port. `api` and `live` are
  /// used from the I/O threads until stop() has returned.
  Listener(ListenerOptions options, Router api, StaticFiles files, LiveEndpoint live);
  ~Listener();
  Listener(Listener const &) = delete;
  Listener &operator=(Listener const &) = delete;

  void start();
  /// Stops accepting, closes sockets with going_away, waits at most `grace`, joins the threads.
  void stop(std::chrono::milliseconds grace);
  [[nodiscard]] std::uint16_t port() const;

  /// For /metrics. Any thread.
  struct Counts {
    std::size_t connections = 0;
    std::size_t live_sockets = 0;
    std::uint64_t requests = 0;
    std::uint64_t refused_connections = 0;
    std::uint64_t live_answers = 0;
    std::uint64_t queued_answer_bytes = 0;
    std::array<std::uint64_t, live_ends> live_ended{}; ///< by LiveEnd
  };
  [[nodiscard]] Counts counts() const;

private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

} // namespace yuntu::net

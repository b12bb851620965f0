#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <list>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <thread>

namespace yuntu::test {

/// What can happen to a connection on its way.
enum class Fault : std::uint8_t {
  cut,        ///< both sides see an end, in the middle of whatever was being sent
  stall,      ///< nothing passes for a while, then everything
  half_close, ///< the client's end of sending reaches the server, a moment later all is cut
  reset       ///< both sides see a reset
};
inline constexpr std::size_t fault_kinds = 4;

/// A TCP proxy on a loopback port that does to its connections what bad networks do: seeded, on one
/// thread of its own.
class ChaosProxy {
public:
  ChaosProxy(std::uint16_t server_port, unsigned seed);
  ~ChaosProxy();
  ChaosProxy(ChaosProxy const &) = delete;
  ChaosProxy &operator=(ChaosProxy const &) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  /// Where new connections go from now on.
  void lead_to(std::uint16_t server_port) { server_port_ = server_port; }
  /// A fault comes to each connection within 20 ms and `longest_ms`; 0: none any more.
  void set_faults(unsigned longest_ms) { longest_ms_ = longest_ms; }
  /// Cuts every connection there is; waits until it is done.
  void cut_all();
  /// From now on nothing passes and nothing is told, as when a cable is out.
  void freeze() { is_frozen_ = true; }

  [[nodiscard]] std::array<std::uint64_t, fault_kinds> counts() const;
  [[nodiscard]] std::size_t connections() const { return connections_; }

private:
  using Clock = std::chrono::steady_clock;

  /// Bytes on their way in one direction.
  struct Pipe {
    int from = -1;
    int to = -1;
    std::string held;
    bool has_ended = false; ///< `from` has
    bool has_told = false;  ///< `to` knows
  };
  struct Link {
    Pipe up;   ///< client to server
    Pipe down; ///< server to client
    std::optional<Clock::time_point> fault_at;
    std::optional<Clock::time_point> stalled_until;
    std::optional<Clock::time_point> cut_at; ///< after a half-close
    bool is_over = false;
  };

  void run();
  void accept();
  void wait();
  void strike(Link &link, Clock::time_point now);
  void plan(Link &link, Clock::time_point now);
  static void move(Pipe &pipe, short from_events, short to_events);
  static void end(Link &link, bool by_reset);

  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<std::uint16_t> server_port_;
  std::atomic<unsigned> longest_ms_{0};
  std::atomic<bool> is_frozen_{false};
  std::atomic<bool> is_over_{false};
  std::atomic<unsigned> cuts_asked_{0};
  std::atomic<unsigned> cuts_done_{0};
  std::atomic<std::size_t> connections_{0};
  std::array<std::atomic<std::uint64_t>, fault_kinds> counts_{};
  std::mt19937 random_;
  std::list<Link> links_;
  std::thread thread_;
};

} // namespace yuntu::test

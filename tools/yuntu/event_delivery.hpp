#pragma once

#include "tools/yuntu/http_pool.hpp"
#include "tools/yuntu/simulate/event.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <unordered_map>

namespace yuntu::tools {

struct DeliveryOptions {
  std::string url;
  std::string token;      ///< of a gateway: duty, positions, reports
  std::string desk_token; ///< of the desk: acts on incidents; empty: nobody does
  std::size_t connections = 16;
};

/// What became of what was sent.
struct DeliveryCounts {
  std::uint64_t events = 0;
  std::uint64_t sent = 0; ///< positions answered
  std::uint64_t accepted = 0;
  std::map<std::string, std::uint64_t> rejected; ///< reason -> positions
  std::map<std::string, std::uint64_t> flagged;  ///< flag -> positions
  std::uint64_t duty = 0;
  std::uint64_t incidents = 0;
  std::uint64_t actions = 0;
  std::uint64_t unanswered = 0; ///< actions left out for want of a desk token
  std::uint64_t given_up = 0;   ///< incidents that somebody else has moved or closed meanwhile
};

/// Brings events to the server: in order within a lane, lanes beside each other. What the server
/// has no room for (503, 507) is sent again after a second; an incident that a person has taken
/// over is left to them. Any other refusal throws CommandError. One thread.
class EventDelivery {
public:
  explicit EventDelivery(DeliveryOptions options);

  /// Whether more should be offered: what waits is bounded.
  [[nodiscard]] bool has_room() const { return waiting_ < most_waiting; }
  void offer(simulate::Event const &event);
  /// Sends and receives; waits at most so long.
  void run(std::chrono::milliseconds at_most);
  [[nodiscard]] bool is_idle() const { return waiting_ == 0; }

  [[nodiscard]] DeliveryCounts const &counts() const { return counts_; }
  [[nodiscard]] simulate::EventDigest const &digest() const { return digest_; }

private:
  enum class Kind { duty, positions, raise, act };
  struct Pending {
    Kind kind = Kind::duty;
    std::size_t reports = 0;
    simulate::WireRequest request;
  };
  struct Lane {
    std::deque<Pending> queue; ///< the first is under way when busy
    bool is_busy = false;
    bool is_given_up = false;
  };
  using Steady = std::chrono::steady_clock;
  static constexpr std::size_t most_waiting = 4096;

  void start_ready();
  void start(std::string const &name);
  void answered(std::string const &name, HttpAnswer const &answer);
  void take_answer(Lane &lane, Pending const &pending, HttpAnswer const &answer);
  void count_positions(Pending const &pending, std::string const &body);

  DeliveryOptions options_;
  DeliveryCounts counts_;
  simulate::EventDigest digest_;
  std::unordered_map<std::string, Lane> lanes_;
  std::deque<std::string> ready_;                        ///< lanes with something to send
  std::multimap<Steady::time_point, std::string> later_; ///< lanes to try again
  std::size_t waiting_ = 0;                              ///< of all lanes, under way included
  HttpPool pool_;
};

} // namespace yuntu::tools

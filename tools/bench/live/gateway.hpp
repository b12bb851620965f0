#pragma once

#include "tools/bench/live/tally.hpp"
#include "tools/bench/live/web_socket.hpp"

#include <deque>
#include <vector>

namespace yuntu::bench {

/// A connection that sends reports and waits for their acknowledgements.
class Gateway final : public WebSocket {
public:
  Gateway(Loop &loop, Dialect const &dialect, Tally *&tally, int port, std::string const &headers);

  /// All of one worker.
  void send(std::vector<Sending> const &reports, std::int64_t intended_us);
  /// Of any workers, numbered here: in the sequence of `device`.
  void send_as(std::string const &device, std::vector<Sending> &reports, std::int64_t intended_us);
  /// Frames that have not been acknowledged.
  [[nodiscard]] std::size_t waiting() const { return waiting_us_.size(); }

private:
  void on_message(std::string_view payload) override;
  void send_numbered(std::vector<Sending> const &reports, std::string const &device,
                     std::int64_t intended_us);

  Dialect const &dialect_;
  Tally *&tally_;
  std::deque<std::int64_t> waiting_us_;
  std::uint64_t seq_ = 0;
};

} // namespace yuntu::bench

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
  /// Frames that have not been acknowledged.
  [[nodiscard]] std::size_t waiting() const { return waiting_us_.size(); }

private:
  void on_message(std::string_view payload) override;

  Dialect const &dialect_;
  Tally *&tally_;
  std::deque<std::int64_t> waiting_us_;
};

} // namespace yuntu::bench

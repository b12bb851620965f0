#pragma once

#include "tools/bench/live/loop.hpp"
#include "tools/bench/live/tally.hpp"

#include <cstdint>
#include <deque>
#include <string>

namespace yuntu::bench {

/// Reports incidents over one kept HTTP connection, one after the other.
class FactPoster final : public Watched {
public:
  FactPoster(Loop &loop, Tally *&tally, int port, std::string token);
  ~FactPoster() override;

  void post(std::uint64_t number, double lon, double lat, std::int64_t intended_us);
  [[nodiscard]] std::size_t waiting() const { return waiting_.size(); }

private:
  struct Waiting {
    std::string request;
    std::int64_t intended_us;
  };
  void on_ready(std::uint32_t events) override;
  void connect();
  void send_first();

  Loop &loop_;
  Tally *&tally_;
  int port_;
  std::string token_;
  int fd_ = -1;                 ///< -1: the server has closed the idle connection
  std::deque<Waiting> waiting_; ///< the first is under way
  std::string answer_;
};

} // namespace yuntu::bench

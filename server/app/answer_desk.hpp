#pragma once

#include "server/net/live_endpoint.hpp"

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace yuntu::app {

/// Gathers what live sockets are to be told, so that what one commit brings about wakes each I/O
/// thread once. Any thread.
class AnswerDesk {
public:
  void add(std::shared_ptr<net::LiveReplies> const &to, net::LiveReply reply);
  /// Everything added so far goes out.
  void send();

private:
  using Lane = std::pair<std::shared_ptr<net::LiveReplies>, std::vector<net::LiveReply>>;

  std::mutex mutex_;
  std::vector<Lane> lanes_; ///< one an I/O thread
};

} // namespace yuntu::app

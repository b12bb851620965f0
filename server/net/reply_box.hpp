#pragma once

#include "server/net/live_endpoint.hpp"

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace yuntu::net {

class Mailbox;

/// What waits to be told to the viewers of one I/O thread, from any other thread. The I/O thread is
/// woken once for all that comes until it looks, and is given it together. Like its mailbox it
/// outlives the thread: what comes afterwards is dropped.
class ReplyBox final : public LiveReplies, public std::enable_shared_from_this<ReplyBox> {
public:
  using Sink = std::function<void(std::vector<LiveReply> replies)>;

  /// `sink` is called on the I/O thread.
  ReplyBox(std::shared_ptr<Mailbox> mailbox, Sink sink);

  void put(std::vector<LiveReply> replies) override;

private:
  void deliver();

  std::shared_ptr<Mailbox> mailbox_;
  Sink sink_;
  std::mutex mutex_;
  std::vector<LiveReply> waiting_; ///< not empty: `deliver` is on its way
};

} // namespace yuntu::net

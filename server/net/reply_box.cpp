#include <utility>

#include "server/net/reply_box.hpp"

#include "server/net/io_thread.hpp"

#include <iterator>

namespace yuntu::net {

ReplyBox::ReplyBox(std::shared_ptr<Mailbox> mailbox, Sink sink)
    : mailbox_(std::move(mailbox)), sink_(std::move(sink)) {}

void ReplyBox::put(std::vector<LiveReply> replies) {
  if (replies.empty()) {
    return;
  }
  {
    std::lock_guard const lock(mutex_);
    if (!waiting_.empty()) {
      waiting_.insert(waiting_.end(), std::make_move_iterator(replies.begin()),
                      std::make_move_iterator(replies.end()));
      return;
    }
    waiting_ = std::move(replies);
  }
  mailbox_->post([self = shared_from_this()] { self->deliver(); });
}

void ReplyBox::deliver() {
  std::vector<LiveReply> replies;
  {
    std::lock_guard const lock(mutex_);
    replies.swap(waiting_);
  }
  sink_(std::move(replies));
}

} // namespace yuntu::net

#include "server/net/pending_answer.hpp"

#include "server/net/problem.hpp"

#include <atomic>
#include <exception>
#include <utility>

namespace yuntu::net {

namespace {

class PendingAnswer {
public:
  PendingAnswer(std::shared_ptr<Mailbox> mailbox, std::function<void(Response)> deliver)
      : mailbox_(std::move(mailbox)), deliver_(std::move(deliver)) {}
  PendingAnswer(PendingAnswer const &) = delete;
  PendingAnswer &operator=(PendingAnswer const &) = delete;

  ~PendingAnswer() {
    try {
      give(internal_error());
    } catch (std::exception const &) {
      // Out of memory: the peer sees the connection end.
    }
  }

  void give(Response response) {
    if (!is_given_.exchange(true)) {
      mailbox_->post([deliver = std::move(deliver_), response = std::move(response)]() mutable {
        deliver(std::move(response));
      });
    }
  }

private:
  std::shared_ptr<Mailbox> mailbox_;
  std::function<void(Response)> deliver_;
  std::atomic<bool> is_given_{false};
};

} // namespace

Respond make_respond(std::shared_ptr<Mailbox> mailbox, std::function<void(Response)> deliver) {
  auto const answer = std::make_shared<PendingAnswer>(std::move(mailbox), std::move(deliver));
  return [answer](Response response) { answer->give(std::move(response)); };
}

Response internal_error() {
  return problem(500, "Internal error", "the request could not be answered; it was logged");
}

} // namespace yuntu::net

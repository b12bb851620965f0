#include "server/net/io_thread.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <exception>
#include <iterator>
#include <limits>

#include <pthread.h>

namespace yuntu::net {

void Mailbox::post(Work work) {
  post_to(waiting_, std::move(work));
}

void Mailbox::post_patient(Work work) {
  post_to(patient_, std::move(work));
}

void Mailbox::post_to(Lane &lane, Work work) {
  std::lock_guard const lock(mutex_);
  if (context_ == nullptr) {
    return;
  }
  lane.push_back(std::move(work));
  wake();
}

void Mailbox::shut() {
  Lane dropped; // destroyed without the lock: they may own what posts here
  Lane dropped_patient;
  std::lock_guard const lock(mutex_);
  context_ = nullptr;
  dropped.swap(waiting_);
  dropped_patient.swap(patient_);
}

/// Under `mutex_`.
void Mailbox::wake() {
  if (context_ != nullptr && !is_woken_ && !(waiting_.empty() && patient_.empty())) {
    is_woken_ = true;
    boost::asio::post(*context_, [self = shared_from_this()] { self->deliver(); });
  }
}

void Mailbox::deliver() {
  {
    std::lock_guard const lock(mutex_);
    is_woken_ = false;
  }
  deliver(waiting_, std::numeric_limits<std::size_t>::max());
  deliver(patient_, most_patient_at_once);
}

/// One that throws does not take the others along: they stay, and come next.
void Mailbox::deliver(Lane &lane, std::size_t most) {
  Lane burst;
  {
    std::lock_guard const lock(mutex_);
    if (lane.size() <= most) {
      burst.swap(lane);
    } else {
      auto const end = lane.begin() + static_cast<std::ptrdiff_t>(most);
      burst.assign(std::make_move_iterator(lane.begin()), std::make_move_iterator(end));
      lane.erase(lane.begin(), end);
      wake();
    }
  }
  try {
    while (!burst.empty()) {
      auto const work = std::move(burst.front());
      burst.pop_front();
      work();
    }
  } catch (...) {
    std::lock_guard const lock(mutex_);
    if (context_ != nullptr) {
      lane.insert(lane.begin(), std::make_move_iterator(burst.begin()),
                  std::make_move_iterator(burst.end()));
      wake();
    }
    throw;
  }
}

IoThread::IoThread(Log log, ViewerSinks sinks)
    : log_(std::move(log)), sinks_(std::move(sinks)),
      replies_(std::make_shared<ReplyBox>(mailbox_, [this](std::vector<LiveReply> replies) {
        take_replies(std::move(replies));
      })) {}

IoThread::~IoThread() {
  stop();
}

void IoThread::start() {
  thread_ = std::thread([this] { run(); });
}

void IoThread::go_away() {
  mailbox_->post([this] {
    is_going_away_ = true;
    std::vector<std::shared_ptr<Session>> all; // a session may remove itself meanwhile
    for (auto const &[key, session] : sessions_) {
      all.push_back(session);
    }
    for (auto const &session : all) {
      session->go_away();
    }
  });
}

void IoThread::stop() {
  mailbox_->shut();
  context_.stop();
  if (thread_.joinable()) {
    thread_.join();
  }
  auto const left = std::exchange(sessions_, {});
  for (auto const &[key, session] : left) {
    session->abandon();
  }
}

void IoThread::add(std::shared_ptr<Session> const &session) {
  sessions_.emplace(session.get(), session);
  if (is_going_away_) {
    session->go_away();
  }
}

void IoThread::remove(Session const *session) {
  sessions_.erase(session);
}

void IoThread::log(std::string const &line) const {
  if (log_) {
    log_(line);
  }
}

void IoThread::note_ready(LiveEndpoint::ViewerId viewer) {
  ready_.push_back(viewer);
  if (ready_.size() == 1) {
    boost::asio::post(context_, [this] { tell_ready(); });
  }
}

void IoThread::tell_ready() {
  if (!ready_.empty()) {
    sinks_.ready(std::exchange(ready_, {}));
  }
}

void IoThread::note_message(LiveMessage message) {
  messages_.push_back(std::move(message));
  if (messages_.size() == 1) {
    boost::asio::post(context_, [this] { tell_messages(); });
  }
}

/// An endpoint that throws loses the viewers whose messages it was given.
void IoThread::tell_messages() {
  std::vector<LiveEndpoint::ViewerId> senders;
  senders.reserve(messages_.size());
  for (auto const &message : messages_) {
    senders.push_back(message.viewer);
  }
  auto const crash = [&](std::string const &what) {
    for (auto const sender : senders) {
      if (auto const found = viewers_.find(sender); found != viewers_.end()) {
        found->second->crash(what);
      }
    }
  };
  if (senders.empty()) {
    return;
  }
  try {
    sinks_.messages(std::exchange(messages_, {}), replies_);
  } catch (std::exception const &error) {
    crash(error.what());
  } catch (...) {
    crash("unknown exception");
  }
}

void IoThread::take_replies(std::vector<LiveReply> replies) {
  for (auto &reply : replies) {
    if (auto const found = viewers_.find(reply.viewer); found != viewers_.end()) {
      found->second->take(reply);
    }
  }
  for (auto const &reply : replies) {
    if (auto const found = viewers_.find(reply.viewer); found != viewers_.end()) {
      found->second->go_on();
    }
  }
}

void IoThread::add_viewer(LiveEndpoint::ViewerId viewer, ViewerSession &session) {
  viewers_.emplace(viewer, &session);
}

void IoThread::remove_viewer(LiveEndpoint::ViewerId viewer) {
  bool const has_sent = std::any_of(messages_.begin(), messages_.end(),
                                    [&](auto const &message) { return message.viewer == viewer; });
  if (has_sent) {
    tell_messages(); // what came before the end counts
  }
  viewers_.erase(viewer);
  std::erase(ready_, viewer);
}

void IoThread::run() {
  ::pthread_setname_np(::pthread_self(), "io");
  // Sessions guard their own handlers; this is the net below them (reliability.md, finding 1).
  for (;;) {
    try {
      context_.run();
      return;
    } catch (std::exception const &error) {
      log("event=io_handler_failed error=\"" + std::string(error.what()) + "\"");
    } catch (...) {
      log("event=io_handler_failed error=unknown");
    }
  }
}

} // namespace yuntu::net

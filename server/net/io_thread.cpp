#include "server/net/io_thread.hpp"

#include <boost/asio/post.hpp>

#include <exception>
#include <vector>

#include <pthread.h>

namespace yuntu::net {

void Mailbox::post(std::function<void()> work) {
  std::lock_guard const lock(mutex_);
  if (context_ != nullptr) {
    boost::asio::post(*context_, std::move(work));
  }
}

void Mailbox::shut() {
  std::lock_guard const lock(mutex_);
  context_ = nullptr;
}

IoThread::IoThread(Log log) : log_(std::move(log)) {}

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

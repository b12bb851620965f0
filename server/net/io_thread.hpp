#pragma once

#include <utility>

#include <boost/asio/io_context.hpp>

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

namespace yuntu::net {

/// A connection that lives on one I/O thread.
class Session {
public:
  Session() = default;
  Session(Session const &) = delete;
  Session &operator=(Session const &) = delete;
  virtual ~Session() = default;

  /// On its thread: finish what is under way, then close.
  virtual void go_away() = 0;
  /// After its thread has been joined: tell whoever must know that it is over.
  virtual void abandon() = 0;
};

/// The way to an I/O thread from any other. It outlives the thread: what is posted afterwards is
/// dropped. Nothing outside a thread may own one of its sessions, so that no socket outlives its
/// io_context; keep this and a weak_ptr instead.
class Mailbox {
public:
  explicit Mailbox(boost::asio::io_context &context) : context_(&context) {}
  void post(std::function<void()> work);
  void shut();

private:
  std::mutex mutex_;
  boost::asio::io_context *context_;
};

using Log = std::function<void(std::string const &)>;

/// One thread, its io_context and the sessions that belong to it for life.
class IoThread {
public:
  using Executor = boost::asio::io_context::executor_type;

  explicit IoThread(Log log);
  ~IoThread();
  IoThread(IoThread const &) = delete;
  IoThread &operator=(IoThread const &) = delete;

  void start();
  /// Any thread: each session finishes and closes.
  void go_away();
  /// Stops, joins, abandons what is left. Not on the thread itself. Twice is once.
  void stop();

  [[nodiscard]] boost::asio::io_context &context() { return context_; }
  [[nodiscard]] std::shared_ptr<Mailbox> const &mailbox() const { return mailbox_; }
  /// On the thread: owns the session until `remove`.
  void add(std::shared_ptr<Session> const &session);
  void remove(Session const *session);
  void log(std::string const &line) const;

private:
  void run();

  Log log_;
  boost::asio::io_context context_{1};
  boost::asio::executor_work_guard<Executor> work_{context_.get_executor()};
  std::shared_ptr<Mailbox> mailbox_ = std::make_shared<Mailbox>(context_);
  std::unordered_map<Session const *, std::shared_ptr<Session>> sessions_;
  bool is_going_away_ = false; ///< sessions that come after are told at once
  std::thread thread_;
};

} // namespace yuntu::net

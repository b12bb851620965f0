#pragma once

#include <utility>

#include "server/net/live_endpoint.hpp"
#include "server/net/reply_box.hpp"

#include <boost/asio/io_context.hpp>

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

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

/// One that a viewer sits behind. On its thread.
class ViewerSession : public Session {
public:
  /// Keeps what the reply says until `go_on`, which comes once after all there is for it.
  virtual void take(LiveReply &reply) = 0;
  virtual void go_on() = 0;
  virtual void crash(std::string const &what) = 0;
};

/// The way to an I/O thread from any other. It outlives the thread: what is posted afterwards is
/// dropped. Nothing outside a thread may own one of its sessions, so that no socket outlives its
/// io_context; keep this and a weak_ptr instead.
class Mailbox : public std::enable_shared_from_this<Mailbox> {
public:
  using Work = std::function<void()>;

  explicit Mailbox(boost::asio::io_context &context) : context_(&context) {}
  /// Any thread. Done in order. The thread is woken once for all that comes until it looks.
  void post(Work work);
  /// Likewise, behind what is posted by `post`, and in parts between which sockets are served: a
  /// flush posts to thousands of viewers.
  void post_patient(Work work);
  void shut();

private:
  using Lane = std::deque<Work>;
  static constexpr std::size_t most_patient_at_once = 64; ///< about a millisecond of sending

  void post_to(Lane &lane, Work work);
  void deliver();
  void deliver(Lane &lane, std::size_t most);
  void wake();

  std::mutex mutex_;
  boost::asio::io_context *context_;
  Lane waiting_;
  Lane patient_;
  bool is_woken_ = false; ///< `deliver` is on its way
};

using Log = std::function<void(std::string const &)>;
/// What an I/O thread tells an endpoint of all its viewers together: see LiveEndpoint.
struct ViewerSinks {
  decltype(LiveEndpoint::ready) ready;
  decltype(LiveEndpoint::messages) messages;
};

/// One thread, its io_context and the sessions that belong to it for life.
class IoThread {
public:
  using Executor = boost::asio::io_context::executor_type;

  explicit IoThread(Log log, ViewerSinks sinks = {}); ///< without sinks: no viewers
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
  /// On the thread: what a viewer was offered is written. Told with the others of this turn.
  void note_ready(LiveEndpoint::ViewerId viewer);
  /// On the thread: a viewer has sent this. Told with what the others send in this turn.
  void note_message(LiveMessage message);
  /// On the thread: from now on replies find the viewer's session.
  void add_viewer(LiveEndpoint::ViewerId viewer, ViewerSession &session);
  /// On the thread, or after it: the viewer is about to be told closed. What it has sent is told
  /// before, nothing afterwards.
  void remove_viewer(LiveEndpoint::ViewerId viewer);

private:
  void run();
  void tell_ready();
  void tell_messages();
  void take_replies(std::vector<LiveReply> replies);

  Log log_;
  ViewerSinks sinks_;
  std::vector<LiveEndpoint::ViewerId> ready_; ///< not empty: `tell_ready` is on its way
  std::vector<LiveMessage> messages_;         ///< not empty: `tell_messages` is on its way
  std::unordered_map<LiveEndpoint::ViewerId, ViewerSession *> viewers_;
  boost::asio::io_context context_{1};
  boost::asio::executor_work_guard<Executor> work_{context_.get_executor()};
  std::shared_ptr<Mailbox> mailbox_ = std::make_shared<Mailbox>(context_);
  std::shared_ptr<ReplyBox> replies_;
  std::unordered_map<Session const *, std::shared_ptr<Session>> sessions_;
  bool is_going_away_ = false; ///< sessions that come after are told at once
  std::thread thread_;
};

} // namespace yuntu::net

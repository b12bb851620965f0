#pragma once

// The stream types the sessions share. Private to server/net: only its own .cpp files with Asio or
// Beast in them include this.

#include <utility>

#include "server/net/io_thread.hpp"
#include "server/net/tcp_options.hpp"

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/role.hpp>
#include <boost/system/error_code.hpp>

#include <array>
#include <chrono>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <type_traits>

namespace yuntu::net {

namespace asio = boost::asio;
namespace beast = boost::beast;
using boost::system::error_code;

/// Typed on io_context's own executor: cheaper than the polymorphic one, and each session stays on
/// its thread.
using Executor = IoThread::Executor;
using Timer = asio::basic_waitable_timer<std::chrono::steady_clock,
                                         asio::wait_traits<std::chrono::steady_clock>, Executor>;

/// A TCP socket with a type of our own, so that Beast finds our async_teardown.
class TcpStream : public asio::basic_stream_socket<asio::ip::tcp, Executor> {
public:
  using Base = asio::basic_stream_socket<asio::ip::tcp, Executor>;
  explicit TcpStream(Base &&socket) : Base(std::move(socket)) {}
};

inline constexpr std::chrono::seconds drain_time{3};

/// Ends a connection so that the last bytes arrive: shut down sending, read and discard until the
/// peer ends too (3 s at most), close. Closing with unread input would make the kernel reset the
/// connection and lose the close frame or the error answer (Beast 1.74's own teardown does).
template <class Handler>
class Teardown : public std::enable_shared_from_this<Teardown<Handler>> {
public:
  Teardown(TcpStream &stream, Handler &&handler)
      : stream_(stream), deadline_(stream.get_executor()), handler_(std::move(handler)) {}

  void start() {
    error_code ignored;
    stream_.shutdown(asio::socket_base::shutdown_send, ignored);
    deadline_.expires_after(drain_time);
    deadline_.async_wait([weak = this->weak_from_this()](error_code failed) {
      if (auto self = weak.lock(); self && !failed && !self->is_done_) {
        error_code unused;
        self->stream_.close(unused);
      }
    });
    drain();
  }

private:
  void drain() {
    stream_.async_read_some(asio::buffer(buffer_),
                            [self = this->shared_from_this()](error_code error, std::size_t) {
                              error ? self->finish() : self->drain();
                            });
  }

  void finish() {
    is_done_ = true;
    deadline_.cancel();
    error_code ignored;
    stream_.close(ignored);
    auto handler = std::move(handler_);
    handler(error_code{});
  }

  TcpStream &stream_;
  Timer deadline_;
  Handler handler_;
  std::array<char, 2048> buffer_{};
  bool is_done_ = false;
};

/// Found by Beast through argument-dependent lookup. The handler keeps the stream's owner alive.
template <class Handler>
void async_teardown(beast::role_type, TcpStream &stream, Handler &&handler) {
  using Op = Teardown<std::decay_t<Handler>>;
  std::make_shared<Op>(stream, std::decay_t<Handler>(std::forward<Handler>(handler)))->start();
}

/// A point in time by which something must have happened. `owner` guards the callback: it is not
/// called once the owner is gone. Setting it again or cancelling calls the old one off.
class Deadline {
public:
  explicit Deadline(Executor const &executor) : timer_(executor) {}

  void set(std::chrono::steady_clock::duration time, std::weak_ptr<void> owner,
           std::function<void()> on_expiry) {
    auto const number = ++number_;
    timer_.expires_after(time);
    timer_.async_wait([this, number, owner = std::move(owner),
                       on_expiry = std::move(on_expiry)](error_code failed) {
      auto const alive = owner.lock();
      if (alive && !failed && number == number_) {
        on_expiry();
      }
    });
  }
  void cancel() {
    ++number_;
    timer_.cancel();
  }

private:
  Timer timer_;
  std::uint64_t number_ = 0;
};

/// Watches a write: a peer that acknowledges no byte for `limit` has stalled. Beast's idle timer
/// does not trip on a peer that talks and does not read; a whole-write deadline would cut honest
/// slow links.
class WriteWatch {
public:
  WriteWatch(Executor const &executor, std::chrono::steady_clock::duration limit)
      : deadline_(executor), limit_(limit) {}

  void start(int socket, std::weak_ptr<void> owner, std::function<void()> on_stall) {
    acknowledged_ = acknowledged_bytes(socket);
    progress_ = std::chrono::steady_clock::now();
    is_running_ = true;
    watch(socket, std::move(owner), std::move(on_stall));
  }
  void stop() {
    is_running_ = false;
    deadline_.cancel();
  }
  [[nodiscard]] bool is_running() const { return is_running_; }

private:
  void watch(int socket, std::weak_ptr<void> owner, std::function<void()> on_stall) {
    deadline_.set(limit_ / 4, owner, [this, socket, owner, on_stall] {
      auto const now = std::chrono::steady_clock::now();
      auto const acknowledged = acknowledged_bytes(socket);
      if (acknowledged != acknowledged_) {
        acknowledged_ = acknowledged;
        progress_ = now;
      } else if (now - progress_ >= limit_) {
        on_stall();
        return;
      }
      watch(socket, owner, on_stall);
    });
  }

  Deadline deadline_;
  std::chrono::steady_clock::duration limit_;
  bool is_running_ = false;
  std::uint64_t acknowledged_ = 0;
  std::chrono::steady_clock::time_point progress_;
};

/// Wraps a completion handler: keeps the session alive, and an exception ends that session alone.
template <class Self, class Step>
auto guarded(std::shared_ptr<Self> self, Step step) {
  return [self = std::move(self), step = std::move(step)](auto &&...results) mutable {
    try {
      std::invoke(step, *self, std::forward<decltype(results)>(results)...);
    } catch (std::exception const &error) {
      self->crash(error.what());
    } catch (...) {
      self->crash("unknown exception");
    }
  };
}

} // namespace yuntu::net

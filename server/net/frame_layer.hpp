#pragma once

// The stream under `websocket::stream`. Private to server/net, like stream.hpp.

#include "server/live/socket.hpp"
#include "server/net/frame_tracker.hpp"
#include "server/net/stream.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/assert.hpp>
#include <boost/beast/core/bind_handler.hpp>

#include <sys/socket.h>
#include <sys/uio.h>

#include <array>
#include <cerrno>
#include <functional>
#include <memory>
#include <span>
#include <utility>

namespace yuntu::net {

/// Buffers on their way to a socket: as many as one write takes.
class Pieces {
public:
  static constexpr std::size_t most = 64;

  void add(void const *data, std::size_t size) {
    if (size != 0) {
      pieces_[count_++] = {const_cast<void *>(data), size}; // iovec is not const, sendmsg reads
      bytes_ += size;
    }
  }
  [[nodiscard]] bool has_room(std::size_t count) const { return count_ + count <= most; }
  [[nodiscard]] std::size_t bytes() const { return bytes_; }
  [[nodiscard]] std::span<::iovec const> left() const {
    return {&pieces_[first_], count_ - first_};
  }

  /// What the kernel takes now, without waiting; an error only when the connection has one.
  std::size_t send(int socket, error_code &error) {
    if (bytes_ == 0) {
      return 0;
    }
    ::msghdr message{};
    message.msg_iov = &pieces_[first_];
    message.msg_iovlen = count_ - first_;
    for (;;) {
      auto const sent = ::sendmsg(socket, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
      if (sent >= 0) {
        drop(static_cast<std::size_t>(sent));
        return static_cast<std::size_t>(sent);
      }
      if (errno != EINTR) {
        if (errno != EAGAIN && errno != EWOULDBLOCK) {
          error.assign(errno, boost::system::system_category());
        }
        return 0;
      }
    }
  }

private:
  void drop(std::size_t size) {
    bytes_ -= size;
    while (size != 0) {
      auto &piece = pieces_[first_];
      auto const here = std::min(size, piece.iov_len);
      piece.iov_base = static_cast<char *>(piece.iov_base) + here;
      piece.iov_len -= here;
      size -= here;
      first_ += piece.iov_len == 0 ? 1 : 0;
    }
  }

  std::array<::iovec, most> pieces_;
  std::size_t first_ = 0;
  std::size_t count_ = 0;
  std::size_t bytes_ = 0;
};

enum class DataPath : std::uint8_t {
  shared_frames, ///< data messages by send(); Beast writes control frames only
  beast          ///< all of it by Beast: the layer passes through
};

/// The only writer of a socket that has two sources: data messages that many viewers share, framed
/// here, and the control frames that Beast writes by itself from inside a read. They meet at frame
/// borders. There is no queue: at most the rest of one cut frame and one write of Beast's wait, so
/// a pong waits for one frame and not for a backlog. Lives on the thread of its executor.
template <class Next, class Tracker = FrameTracker>
class FrameLayer {
public:
  using executor_type = typename Next::executor_type;
  using next_layer_type = Next;

  FrameLayer(Next next, DataPath path) : state_(std::make_shared<State>(std::move(next), path)) {}

  [[nodiscard]] executor_type get_executor() { return state_->next.get_executor(); }
  /// For options and for closing only: nothing but the layer writes.
  [[nodiscard]] Next &next_layer() { return state_->next; }
  [[nodiscard]] Next const &next_layer() const { return state_->next; }

  /// The handshake is over: from here on there are frames. `on_drain`: what send() took is in the
  /// kernel now and it may take more, or the connection is broken. Called from the loop, never from
  /// send(), and only when send() left something open.
  void start_frames(FrameHeader::Kind kind, std::function<void()> on_drain) {
    state_->kind = kind;
    state_->on_drain = std::move(on_drain);
    state_->has_frames = true;
  }
  /// Sends these messages, as many as the kernel takes now in one call, and returns how many: a
  /// cut one counts, the layer keeps its rest. 0 while something else is under way, for good after
  /// a close frame or an error.
  std::size_t send(std::span<live::Frame const> messages) { return state_->send(messages); }
  /// Everything that send() took is in the kernel.
  [[nodiscard]] bool is_sent() const { return state_->cut.bytes() == 0; }
  /// Sending has failed: the socket is closed, which wakes the read side too.
  [[nodiscard]] bool is_broken() const { return state_->error.failed(); }

  template <class Buffers, class Handler>
  auto async_read_some(Buffers const &buffers, Handler &&handler) {
    return state_->next.async_read_some(buffers, std::forward<Handler>(handler));
  }
  template <class Buffers, class Handler>
  auto async_write_some(Buffers const &buffers, Handler &&handler) {
    return asio::async_initiate<Handler, void(error_code, std::size_t)>(
        [state = state_](auto &&completion, Buffers const &given) {
          state->write(given, std::forward<decltype(completion)>(completion));
        },
        handler, buffers);
  }

private:
  /// A write of Beast's that waits. Its buffers live until its handler was called.
  struct Write {
    Pieces pieces;
    std::size_t size = 0;
    virtual void complete(error_code error, std::size_t sent) = 0;
    virtual ~Write() = default;
  };

  template <class Handler>
  struct WriteOf final : Write {
    WriteOf(Handler &&given, executor_type const &on) : handler(std::move(given)), executor(on) {}
    void complete(error_code error, std::size_t sent) override {
      asio::post(executor, beast::bind_handler(std::move(handler), error, sent));
    }
    Handler handler;
    executor_type executor;
  };

  /// A message of which a part is in the kernel.
  struct Cut {
    [[nodiscard]] std::size_t bytes() const { return header.size() + message_size() - sent; }
    [[nodiscard]] std::size_t message_size() const { return message ? message->size() : 0; }
    void add_to(Pieces &pieces) const {
      auto const of_header = std::min(sent, header.size());
      pieces.add(header.data() + of_header, header.size() - of_header);
      auto const of_message = sent - of_header;
      pieces.add(message->data() + of_message, message->size() - of_message);
    }
    FrameHeader header;
    live::Frame message;
    std::size_t sent = 0; ///< of header and message
  };

  /// Kept by what waits for the socket, so that the owner may go at any time.
  struct State : std::enable_shared_from_this<State> {
    State(Next &&socket, DataPath how) : next(std::move(socket)), path(how) {}

    [[nodiscard]] bool is_free() const {
      return has_frames && !error && !waiting_write && cut.bytes() == 0 &&
             tracker.is_between_messages();
    }

    std::size_t send(std::span<live::Frame const> messages) {
      std::size_t taken = 0;
      while (taken < messages.size() && is_free()) {
        auto const count = std::min(messages.size() - taken, Pieces::most / 2);
        auto const here = send_some(messages.subspan(taken, count));
        taken += here;
        if (here < count) {
          break;
        }
      }
      owes_drain = taken < messages.size() || cut.bytes() != 0;
      arrange_drain();
      return taken;
    }

    std::size_t send_some(std::span<live::Frame const> messages) {
      std::array<FrameHeader, Pieces::most / 2> headers;
      Pieces pieces;
      for (std::size_t i = 0; i < messages.size(); ++i) {
        headers[i] = FrameHeader(kind, messages[i]->size());
        pieces.add(headers[i].data(), headers[i].size());
        pieces.add(messages[i]->data(), messages[i]->size());
      }
      error_code failed;
      auto sent = pieces.send(next.native_handle(), failed);
      if (failed) {
        fail(failed);
        return 0;
      }
      std::size_t taken = 0;
      while (sent != 0) {
        auto const size = headers[taken].size() + messages[taken]->size();
        if (sent < size) {
          cut = {headers[taken], messages[taken], sent};
          return taken + 1;
        }
        sent -= size;
        ++taken;
      }
      return taken;
    }

    template <class Buffers, class Handler>
    void write(Buffers const &buffers, Handler &&handler) {
      if (path == DataPath::beast) {
        next.async_write_some(buffers, std::forward<Handler>(handler));
        return;
      }
      auto write = std::make_unique<WriteOf<std::decay_t<Handler>>>(std::forward<Handler>(handler),
                                                                    next.get_executor());
      auto const end = asio::buffer_sequence_end(buffers);
      for (auto at = asio::buffer_sequence_begin(buffers); at != end && write->pieces.has_room(1);
           ++at) {
        asio::const_buffer const buffer(*at);
        write->pieces.add(buffer.data(), buffer.size());
      }
      write->size = write->pieces.bytes();
      BOOST_ASSERT(!waiting_write); // Beast has one write under way at a time
      if (has_frames) {
        for (auto const &piece : write->pieces.left()) {
          tracker.take(piece.iov_base, piece.iov_len);
        }
      }
      waiting_write = std::move(write);
      if (error) {
        fail(error);
      } else if (cut.bytes() == 0) {
        go_on_with_write();
      }
      arrange_drain();
    }

    /// The handler is called when all its bytes are in the kernel: earlier, a peer that pings and
    /// does not read would fill a queue, and a teardown would overtake the close frame.
    void go_on_with_write() {
      error_code failed;
      waiting_write->pieces.send(next.native_handle(), failed);
      if (failed) {
        fail(failed);
      } else if (waiting_write->pieces.bytes() == 0) {
        auto const done = std::move(waiting_write);
        done->complete({}, done->size);
      }
    }

    void go_on_with_cut() {
      Pieces pieces;
      cut.add_to(pieces);
      error_code failed;
      cut.sent += pieces.send(next.native_handle(), failed);
      if (failed) {
        fail(failed);
      } else if (cut.bytes() == 0) {
        cut = {};
      }
    }

    /// Waits for the socket when that is what is waited for: not for Beast to end a message of its
    /// own, and for nothing after its close frame.
    void arrange_drain() {
      bool const has_rest = cut.bytes() != 0 || waiting_write;
      if (error || is_waiting || !(has_rest || (owes_drain && is_free()))) {
        return;
      }
      is_waiting = true;
      next.async_wait(asio::socket_base::wait_write,
                      [self = this->shared_from_this()](error_code failed) {
                        self->is_waiting = false;
                        failed ? self->fail(failed) : self->on_writable();
                        self->drain();
                      });
    }

    void on_writable() {
      if (cut.bytes() != 0) {
        go_on_with_cut();
      }
      if (cut.bytes() == 0 && waiting_write) {
        go_on_with_write();
      }
    }

    void drain() {
      if (owes_drain && (error || is_free())) {
        owes_drain = false;
        on_drain();
      }
      arrange_drain();
    }

    void fail(error_code failed) {
      error = failed;
      cut = {};
      if (auto const write = std::move(waiting_write)) {
        write->complete(error, 0);
      }
      error_code ignored;
      next.close(ignored);
    }

    Next next;
    DataPath path;
    FrameHeader::Kind kind = FrameHeader::Kind::binary;
    std::function<void()> on_drain;
    Tracker tracker;
    Cut cut;
    std::unique_ptr<Write> waiting_write;
    error_code error;
    bool has_frames = false;
    bool is_waiting = false; ///< for the socket to be writable
    bool owes_drain = false;
  };

  std::shared_ptr<State> state_;
};

/// Found by Beast through argument-dependent lookup. Beast's last write has completed, so nothing
/// of ours is cut.
template <class Next, class Tracker, class Handler>
void async_teardown(beast::role_type role, FrameLayer<Next, Tracker> &layer, Handler &&handler) {
  async_teardown(role, layer.next_layer(), std::forward<Handler>(handler));
}

} // namespace yuntu::net

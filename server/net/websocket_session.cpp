#include <utility>

#include "server/net/websocket_session.hpp"

#include "server/net/frame_layer.hpp"
#include "server/net/send_queue.hpp"
#include "server/net/stream.hpp"
#include "server/net/utf8.hpp"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>

#include <algorithm>
#include <atomic>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace yuntu::net {

namespace {

namespace websocket = beast::websocket;
namespace http = beast::http;
using WebSocket = websocket::stream<FrameLayer<TcpStream>, false>;

// Debian's Beast kills the process on a crafted compressed frame (reliability.md, finding 1).
static_assert(!WebSocket::is_deflate_supported::value, "permessage-deflate stays compiled out");

/// For what was taken to be written before a close, and for the peer to answer the close frame.
constexpr std::chrono::seconds flush_time{3};
constexpr std::chrono::seconds handshake_time = flush_time + drain_time;
constexpr std::size_t kept_buffer_bytes = 16 * 1024; ///< a larger one is given back when idle
constexpr unsigned unsent_bytes = 64 * 1024;
constexpr std::size_t most_untaken = 8 * 1024; ///< weight of messages

DataPath path_of(ListenerOptions const &options) {
  return options.frame_layer ? DataPath::shared_frames : DataPath::beast;
}

class WebSocketSession;

/// What the fan-out core holds: it may keep it as long as it likes without keeping the session.
class LiveSocket final : public live::Socket {
public:
  LiveSocket(std::shared_ptr<Mailbox> mailbox, std::weak_ptr<WebSocketSession> session)
      : mailbox_(std::move(mailbox)), session_(std::move(session)) {}

  std::size_t offer(std::vector<live::Frame> frames, live::Lane lane) override;
  void close(live::CloseReason reason, std::string const &words) override;
  /// On the session's thread: another offer may be taken.
  void set_free() { is_busy_.store(false, std::memory_order_release); }

private:
  std::shared_ptr<Mailbox> mailbox_;
  std::weak_ptr<WebSocketSession> session_;
  std::atomic<bool> is_busy_{false};
};

/// One viewer. At most one read, one write, one ping and one close are under way at a time.
class WebSocketSession final : public ViewerSession,
                               public std::enable_shared_from_this<WebSocketSession> {
public:
  WebSocketSession(Site &site, IoThread &thread, TcpStream stream, LiveUpgrade upgrade);

  void accept();
  void go_away() override;
  void abandon() override;
  void crash(std::string const &what) override;
  void take(LiveReply &reply) override;
  void go_on() override;
  void write(std::vector<live::Frame> frames);
  void close(websocket::close_code code, std::string words);

private:
  void on_accepted(error_code error);
  void await_first_message();
  void read();
  void on_read(error_code error);
  void deliver();
  [[nodiscard]] bool may_read() const;
  void queue_answer(live::Frame answer);
  void start_writing();
  FrameLayer<TcpStream> &layer() { return ws_.next_layer(); }
  void send_frames();
  void start_watch();
  void write_next();
  void on_written(error_code error);
  void all_written();
  void keep_alive();
  void on_pinged(error_code error);
  void send_close();
  void end(LiveEnd how = LiveEnd::left);

  Site &site_;
  IoThread &thread_;
  LiveUpgrade upgrade_;
  Places::Seat live_seat_;
  WebSocket ws_;
  Deadline phase_; ///< of the first message, later of the close
  Deadline pulse_;
  WriteWatch watch_;
  beast::flat_buffer buffer_;
  std::shared_ptr<LiveSocket> socket_;
  std::optional<LiveEndpoint::ViewerId> viewer_; ///< between `opened` and `closed`
  std::chrono::steady_clock::time_point heard_;
  std::size_t untaken_ = 0;     ///< weight of the messages that the endpoint has not taken
  bool is_first_taken_ = false; ///< or it was signed in from the start
  bool is_reading_ = false;
  std::vector<live::Frame> frames_; ///< being written
  std::size_t next_frame_ = 0;
  bool writes_offer_ = false; ///< the fan-out core's is among them
  SendQueue queue_;
  std::optional<websocket::close_reason> close_reason_;
  bool is_pinging_ = false;
  bool is_over_ = false;
};

std::size_t LiveSocket::offer(std::vector<live::Frame> frames, live::Lane lane) {
  if (frames.empty() || is_busy_.exchange(true, std::memory_order_acquire)) {
    return 0;
  }
  auto const count = frames.size();
  auto write = [weak = session_, taken = std::move(frames)]() mutable {
    if (auto const session = weak.lock()) {
      guarded(session, [&](WebSocketSession &self) { self.write(std::move(taken)); })();
    }
  };
  lane == live::Lane::positions ? mailbox_->post_patient(std::move(write))
                                : mailbox_->post(std::move(write));
  return count;
}

void LiveSocket::close(live::CloseReason reason, std::string const &words) {
  mailbox_->post([weak = session_, reason, words] {
    if (auto const session = weak.lock()) {
      guarded(session, [&](WebSocketSession &self) {
        self.close(static_cast<websocket::close_code>(reason), words);
      })();
    }
  });
}

WebSocketSession::WebSocketSession(Site &site, IoThread &thread, TcpStream stream,
                                   LiveUpgrade upgrade)
    : site_(site), thread_(thread), upgrade_(std::move(upgrade)),
      live_seat_(site.live_sockets.take()), ws_(std::move(stream), path_of(site.options)),
      phase_(ws_.get_executor()), pulse_(ws_.get_executor()),
      watch_(ws_.get_executor(), site.options.limits.write_time), queue_(site.queued_answer_bytes) {
  auto const &limits = site.options.limits;
  ws_.auto_fragment(false); // a message is one frame: Beast writes it from the shared bytes
  ws_.read_message_max(limits.positions_bytes);
  ws_.text(upgrade_.format == LiveFormat::json);
  websocket::stream_base::timeout timeout{limits.header_time, websocket::stream_base::none(),
                                          false}; // pings and deadlines are ours
  ws_.set_option(timeout);
  ws_.control_callback([this](websocket::frame_type, beast::string_view) {
    heard_ = std::chrono::steady_clock::now();
  });
}

void WebSocketSession::accept() {
  ws_.async_accept(upgrade_.request,
                   guarded(shared_from_this(), [](WebSocketSession &self, error_code error) {
                     self.on_accepted(error);
                   }));
}

void WebSocketSession::on_accepted(error_code error) {
  if (error || is_over_) {
    end();
    return;
  }
  upgrade_.request = {};
  set_unsent_limit(beast::get_lowest_layer(ws_).native_handle(), unsent_bytes);
  layer().start_frames(upgrade_.format == LiveFormat::json ? FrameHeader::Kind::text
                                                           : FrameHeader::Kind::binary,
                       [weak = weak_from_this()] {
                         if (auto const session = weak.lock()) {
                           guarded(session, [](WebSocketSession &self) { self.send_frames(); })();
                         }
                       });
  heard_ = std::chrono::steady_clock::now();
  socket_ = std::make_shared<LiveSocket>(thread_.mailbox(), weak_from_this());
  auto const is_signed_in = upgrade_.principal.has_value();
  is_first_taken_ = is_signed_in;
  viewer_ = site_.live.opened(socket_, upgrade_.format, std::move(upgrade_.principal));
  thread_.add_viewer(*viewer_, *this);
  if (!is_signed_in) {
    await_first_message();
  }
  keep_alive();
  read();
  if (close_reason_) {
    send_close(); // the listener began to stop during the handshake
  }
}

void WebSocketSession::await_first_message() {
  phase_.set(site_.options.limits.authenticate_time, weak_from_this(), [this] {
    close(websocket::close_code::policy_error, "sign in by the first message");
  });
}

void WebSocketSession::read() {
  is_reading_ = true;
  ws_.async_read_some(buffer_, 0,
                      guarded(shared_from_this(), [](WebSocketSession &self, error_code error,
                                                     std::size_t) { self.on_read(error); }));
}

void WebSocketSession::on_read(error_code error) {
  is_reading_ = false;
  if (error || is_over_) {
    end();
    return;
  }
  heard_ = std::chrono::steady_clock::now();
  if (close_reason_) {
    buffer_.clear(); // only the peer's close frame matters now
  } else if (ws_.got_text() != (upgrade_.format == LiveFormat::json)) {
    buffer_.clear();
    close(websocket::close_code::unknown_data, upgrade_.format == LiveFormat::json
                                                   ? "this stream takes text messages"
                                                   : "this stream takes binary messages");
  } else if (ws_.is_message_done()) {
    deliver();
  }
  if (may_read()) {
    read();
  }
}

/// Not when much is waiting to be taken: nobody can fill the endpoint's queues.
bool WebSocketSession::may_read() const {
  bool const has_room = is_first_taken_ ? untaken_ < most_untaken : untaken_ == 0;
  return !is_over_ && !is_reading_ && has_room;
}

void WebSocketSession::deliver() {
  if (upgrade_.unauthenticated) {
    upgrade_.unauthenticated.release(); // whether it signs in is the endpoint's to judge
    phase_.cancel();
  }
  auto const view = buffer_.data();
  LiveMessage message{*viewer_, upgrade_.format,
                      std::string(static_cast<char const *>(view.data()), view.size())};
  buffer_.clear();
  if (buffer_.capacity() > kept_buffer_bytes) {
    buffer_ = beast::flat_buffer();
  }
  untaken_ += message.weight();
  message.is_awaited = !may_read();
  thread_.note_message(std::move(message));
}

void WebSocketSession::take(LiveReply &reply) {
  untaken_ -= std::min(untaken_, reply.taken);
  is_first_taken_ = is_first_taken_ || reply.taken > 0;
  if (reply.answer) {
    guarded(shared_from_this(),
            [&](WebSocketSession &self) { self.queue_answer(std::move(reply.answer)); })();
  }
}

void WebSocketSession::queue_answer(live::Frame answer) {
  if (is_over_ || close_reason_) {
    return;
  }
  if (queue_.add_answer(std::move(answer))) {
    ++site_.answers;
  } else {
    close(websocket::close_code::try_again_later, "answers are not being read");
  }
}

void WebSocketSession::go_on() {
  guarded(shared_from_this(), [](WebSocketSession &self) {
    self.start_writing();
    if (self.may_read()) {
      self.read();
    }
  })();
}

void WebSocketSession::write(std::vector<live::Frame> frames) {
  if (is_over_ || close_reason_) {
    return; // stays busy: nothing more is taken
  }
  queue_.offer(std::move(frames));
  start_writing();
}

/// What there is, unless something is being written: then it comes next.
void WebSocketSession::start_writing() {
  if (is_over_ || !frames_.empty() || !queue_.has_next()) {
    return;
  }
  auto next = queue_.next();
  frames_ = std::move(next.frames);
  writes_offer_ = next.has_offer;
  next_frame_ = 0;
  if (site_.options.frame_layer) {
    send_frames();
  } else {
    start_watch();
    write_next();
  }
}

void WebSocketSession::start_watch() {
  watch_.start(beast::get_lowest_layer(ws_).native_handle(), weak_from_this(), [this] {
    thread_.log("event=viewer_stalled viewer=" + std::to_string(viewer_.value_or(0)));
    end(LiveEnd::stalled);
  });
}

/// All at once when the socket has room; the rest when it has room again.
void WebSocketSession::send_frames() {
  if (is_over_ || frames_.empty()) {
    return;
  }
  auto const taken = layer().send(std::span(frames_).subspan(next_frame_));
  if (layer().is_broken()) {
    end();
    return;
  }
  for (auto const end = next_frame_ + taken; next_frame_ != end; ++next_frame_) {
    frames_[next_frame_].reset();
  }
  if (next_frame_ == frames_.size() && layer().is_sent()) {
    all_written();
  } else if (!watch_.is_running()) {
    start_watch();
  }
}

void WebSocketSession::write_next() {
  if (next_frame_ == frames_.size()) {
    all_written();
    return;
  }
  ws_.async_write(asio::buffer(*frames_[next_frame_]),
                  guarded(shared_from_this(), [](WebSocketSession &self, error_code error,
                                                 std::size_t) { self.on_written(error); }));
}

void WebSocketSession::on_written(error_code error) {
  if (is_over_) {
    return;
  }
  if (error == asio::error::operation_aborted) {
    watch_.stop(); // the read side is closing the stream in good order and will end the session
    return;
  }
  if (error) {
    end();
    return;
  }
  frames_[next_frame_].reset();
  ++next_frame_;
  write_next();
}

void WebSocketSession::all_written() {
  watch_.stop();
  frames_.clear();
  next_frame_ = 0;
  if (std::exchange(writes_offer_, false) && !close_reason_) {
    socket_->set_free();
    thread_.note_ready(*viewer_);
  }
  if (queue_.has_next()) {
    start_writing();
  } else if (close_reason_) {
    send_close();
  }
}

/// Pings, and ends the session when its time is over, not at the ping after that.
void WebSocketSession::keep_alive() {
  using Clock = std::chrono::steady_clock;
  auto const &limits = site_.options.limits;
  auto const left = heard_ + limits.dead_time - Clock::now();
  auto const next = std::min<Clock::duration>(limits.ping_time, left);
  pulse_.set(next, weak_from_this(), [this, &limits] {
    if (Clock::now() - heard_ >= limits.dead_time) {
      thread_.log("event=viewer_dead viewer=" + std::to_string(viewer_.value_or(0)));
      end(LiveEnd::silent);
      return;
    }
    if (!is_pinging_ && !close_reason_) {
      is_pinging_ = true;
      ws_.async_ping({}, guarded(shared_from_this(), [](WebSocketSession &self, error_code error) {
                       self.on_pinged(error);
                     }));
    }
    keep_alive();
  });
}

void WebSocketSession::on_pinged(error_code error) {
  is_pinging_ = false;
  if (error && error != asio::error::operation_aborted) {
    end(); // the read side would not notice that sending has failed
  }
}

void WebSocketSession::close(websocket::close_code code, std::string words) {
  if (is_over_ || close_reason_) {
    return;
  }
  // A close frame has room for 123 bytes; a character is not cut.
  words.resize(std::min<std::size_t>(words.size(), 123));
  while (!is_utf8(words)) {
    words.pop_back();
  }
  close_reason_.emplace(code, words);
  if (!viewer_) {
    return; // still in the handshake
  }
  if (frames_.empty() && !queue_.has_next()) {
    send_close();
  } else {
    phase_.set(flush_time, weak_from_this(), [this] { end(); });
  }
}

void WebSocketSession::send_close() {
  phase_.set(handshake_time, weak_from_this(), [this] { end(); });
  ws_.async_close(*close_reason_, guarded(shared_from_this(),
                                          [](WebSocketSession &self, error_code) { self.end(); }));
}

void WebSocketSession::go_away() {
  close(websocket::close_code::going_away, "the server is stopping");
}

void WebSocketSession::crash(std::string const &what) {
  thread_.log("event=live_session_failed error=\"" + what + "\"");
  end(LiveEnd::dismissed);
}

void WebSocketSession::end(LiveEnd how) {
  if (is_over_) {
    return;
  }
  if (viewer_) {
    auto const counted = close_reason_ ? LiveEnd::dismissed : how;
    ++site_.live_ended[static_cast<std::size_t>(counted)];
  }
  phase_.cancel();
  pulse_.cancel();
  watch_.stop();
  error_code ignored;
  beast::get_lowest_layer(ws_).close(ignored);
  auto const self = shared_from_this();
  thread_.remove(this);
  abandon();
}

void WebSocketSession::abandon() {
  is_over_ = true;
  queue_.drop();
  if (auto const viewer = std::exchange(viewer_, std::nullopt)) {
    thread_.remove_viewer(*viewer);
    site_.live.closed(*viewer);
  }
}

} // namespace

void start_websocket_session(Site &site, IoThread &thread, TcpStream stream, LiveUpgrade upgrade) {
  auto const session =
      std::make_shared<WebSocketSession>(site, thread, std::move(stream), std::move(upgrade));
  thread.add(session);
  session->accept();
}

} // namespace yuntu::net

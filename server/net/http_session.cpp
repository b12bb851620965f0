#include <utility>

#include "server/net/http_session.hpp"

#include "server/net/admission.hpp"
#include "server/net/http_answer.hpp"
#include "server/net/http_head.hpp"
#include "server/net/http_upload.hpp"
#include "server/net/pending_answer.hpp"
#include "server/net/problem.hpp"
#include "server/net/stream.hpp"
#include "server/net/websocket_session.hpp"

#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

#include <algorithm>
#include <optional>
#include <string_view>

namespace yuntu::net {

namespace {

namespace http = beast::http;
using Parser = http::request_parser<http::string_body>;

/// How long sent bytes may go unacknowledged before the kernel gives up a connection.
constexpr std::chrono::seconds unacknowledged_time{30};

/// A body is read by so much at a time; Beast's own step is 512 bytes.
constexpr std::uint64_t body_step = 16 * 1024;

/// 16 bytes in base64 (RFC 6455, 4.2.1), which Beast does not look at.
bool is_websocket_key(beast::string_view key) {
  constexpr beast::string_view alphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  return key.size() == 24 && key.substr(22) == "==" &&
         key.substr(0, 22).find_first_not_of(alphabet) == beast::string_view::npos;
}

class HttpSession final : public Session, public std::enable_shared_from_this<HttpSession> {
public:
  HttpSession(Site &site, IoThread &thread, TcpStream stream, Places::Seat seat)
      : site_(site), thread_(thread), stream_(std::move(stream)), seat_(std::move(seat)),
        deadline_(stream_.get_executor()),
        watch_(stream_.get_executor(), site.options.limits.write_time) {}

  void start();
  void go_away() override;
  void abandon() override {}
  void crash(std::string const &what);
  void answer(Response response);

private:
  NetLimits const &limits() const { return site_.options.limits; }

  void await_request();
  void read_header();
  void on_header(error_code error, std::size_t bytes);
  void refuse_unreadable(error_code error);
  void take_request();
  void serve_file();
  void serve_route();
  void send_continue();
  void read_body();
  void run_handler();
  Respond respond_to(void (HttpSession::*step)(Response));
  void take_upload();
  void read_piece();
  void on_piece_taken(Response response);
  void upgrade();
  std::optional<Response> prepare_upgrade(LiveUpgrade &upgrade) const;
  void on_written(error_code error);
  void close_gently();
  void end();

  Site &site_;
  IoThread &thread_;
  TcpStream stream_;
  Places::Seat seat_;
  Deadline deadline_;
  WriteWatch watch_;
  std::string remote_;
  beast::flat_buffer buffer_;
  std::optional<Parser> parser_;
  std::optional<HttpUpload> upload_; ///< has taken over from parser_
  CheckedHead head_;
  std::string path_; ///< outlives the request, which goes to the handler
  Route const *route_ = nullptr;
  Response response_; ///< keeps the body that message_ refers to
  std::optional<HttpMessage> message_;
  bool is_readable_ = true;    ///< false: the input is garbage from here on
  bool is_idle_ = true;        ///< no whole request head has been read
  bool is_going_away_ = false; ///< close after this answer
  bool is_over_ = false;
};

void HttpSession::start() {
  error_code ignored;
  stream_.set_option(asio::ip::tcp::no_delay(true), ignored);
  set_user_timeout(stream_.native_handle(), unacknowledged_time);
  auto const peer = stream_.remote_endpoint(ignored);
  remote_ = ignored ? std::string() : peer.address().to_string();
  read_header();
}

void HttpSession::go_away() {
  is_going_away_ = true;
  if (is_idle_) {
    end();
  }
}

void HttpSession::crash(std::string const &what) {
  thread_.log("event=http_session_failed error=\"" + what + "\"");
  end();
}

void HttpSession::await_request() {
  is_idle_ = true;
  if (is_going_away_) {
    end();
    return;
  }
  if (buffer_.size() != 0) {
    read_header();
    return;
  }
  buffer_.shrink_to_fit(); // nothing is kept for one that may never ask again
  deadline_.set(limits().idle_time, weak_from_this(), [this] { end(); });
  stream_.async_wait(asio::socket_base::wait_read,
                     guarded(shared_from_this(), [](HttpSession &self, error_code error) {
                       error ? self.end() : self.read_header();
                     }));
}

void HttpSession::read_header() {
  if (is_over_) {
    return;
  }
  upload_.reset();
  parser_.emplace();
  parser_->header_limit(static_cast<std::uint32_t>(limits().header_bytes));
  // The route's own limit is checked after the head.
  parser_->body_limit(std::max(limits().upload_bytes, site_.api.most_bytes()));
  head_ = {};
  path_.clear();
  route_ = nullptr;
  deadline_.set(limits().header_time, weak_from_this(), [this] { end(); });
  http::async_read_header(
      stream_, buffer_, *parser_,
      guarded(shared_from_this(), [](HttpSession &self, error_code error, std::size_t bytes) {
        self.on_header(error, bytes);
      }));
}

void HttpSession::on_header(error_code error, std::size_t bytes) {
  if (is_over_) {
    return;
  }
  if (!error && bytes > limits().header_bytes) {
    error = http::error::header_limit; // Beast's own check lets a few bytes more pass
  }
  if (error) {
    refuse_unreadable(error);
    return;
  }
  is_idle_ = false;
  deadline_.cancel();
  site_.requests.fetch_add(1, std::memory_order_relaxed);
  take_request();
}

void HttpSession::refuse_unreadable(error_code error) {
  auto const is_http =
      error.category() == http::make_error_code(http::error::bad_method).category();
  if (!is_http || error == http::error::end_of_stream || error == http::error::partial_message) {
    end();
    return;
  }
  is_idle_ = false;
  is_readable_ = false;
  if (error == http::error::header_limit || error == http::error::buffer_overflow) {
    answer(problem(431, "Header too large",
                   "request line and headers together may have " +
                       std::to_string(limits().header_bytes) + " bytes"));
  } else if (error == http::error::body_limit) {
    answer(problem(413, "Body too large",
                   "at most " + std::to_string(limits().upload_bytes) + " bytes"));
  } else {
    answer(problem(400, "Bad request", "not an HTTP/1.1 request: " + error.message()));
  }
}

void HttpSession::take_request() {
  auto checked = check_head(parser_->get(), site_.origins);
  if (!checked) {
    answer(std::move(checked.error()));
    return;
  }
  head_ = std::move(*checked);
  head_.request.remote = remote_;
  path_ = head_.request.path;
  if (head_.request.path == "/live") {
    upgrade();
  } else if (is_api_path(head_.request.path)) {
    serve_route();
  } else {
    serve_file();
  }
}

void HttpSession::serve_file() {
  if (auto refusal =
          refuse_operation(std::nullopt, rules::Operation::read_static_file, "read it")) {
    answer(std::move(*refusal));
    return;
  }
  auto file = site_.files.find(head_.request);
  if (!file) {
    answer(problem(404, "Not found", "there is no such page"));
  } else if (head_.method != Method::get && !head_.is_head) {
    auto refusal = problem(405, "Method not allowed", "this is a file: GET or HEAD");
    refusal.headers.emplace_back("Allow", "GET, HEAD");
    answer(std::move(refusal));
  } else {
    answer(std::move(*file));
  }
}

void HttpSession::serve_route() {
  auto &request = head_.request;
  auto const intent = head_.method == Method::get ? Intent::read : Intent::change;
  auto const login = request.path == "/owntracks" ? Login::basic_too : Login::token_or_cookie;
  auto principal = identify(request.headers, intent, site_.origins, site_.live, login);
  if (!principal) {
    answer(std::move(principal.error()));
    return;
  }
  auto found = head_.method ? site_.api.find(*head_.method, request.path)
                            : std::variant<Match, MethodNotAllowed, NotFound>(NotFound{});
  auto *const match = std::get_if<Match>(&found);
  if (match == nullptr) {
    auto allow = site_.api.allowed_methods(request.path);
    auto refusal = allow.empty()
                       ? problem(404, "Not found", "there is no such address")
                       : problem(405, "Method not allowed", "this address takes " + allow);
    if (!allow.empty()) {
      refusal.headers.emplace_back("Allow", std::move(allow));
    }
    answer(std::move(refusal));
    return;
  }
  if (auto refusal = refuse_operation(*principal, match->route->operation,
                                      head_.method_name + " " + match->route->pattern)) {
    answer(std::move(*refusal));
    return;
  }
  auto const limit = match->route->most_bytes != 0         ? match->route->most_bytes
                     : match->route->open_sink             ? limits().upload_bytes
                     : request.path == "/api/v1/positions" ? limits().positions_bytes
                                                           : limits().body_bytes;
  if (parser_->content_length().value_or(0) > limit) {
    answer(problem(413, "Body too large", "at most " + std::to_string(limit) + " bytes"));
    return;
  }
  route_ = match->route;
  request.captures = std::move(match->captures);
  request.principal = std::move(*principal).value_or(model::Principal{});
  request.headers.erase("authorization"); // credentials end here
  request.headers.erase("cookie");
  request.headers.count("expect") != 0 && !parser_->is_done() ? send_continue() : read_body();
}

void HttpSession::send_continue() {
  static constexpr std::string_view line = "HTTP/1.1 100 Continue\r\n\r\n";
  deadline_.set(limits().body_time, weak_from_this(), [this] { end(); });
  asio::async_write(
      stream_, asio::buffer(line.data(), line.size()),
      guarded(shared_from_this(), [](HttpSession &self, error_code error, std::size_t) {
        error ? self.end() : self.read_body();
      }));
}

void HttpSession::read_body() {
  if (route_->open_sink) {
    take_upload();
    return;
  }
  if (is_over_ || parser_->is_done()) {
    run_handler();
    return;
  }
  auto const left = parser_->content_length_remaining().value_or(0);
  buffer_.reserve(static_cast<std::size_t>(std::min(left, body_step)));
  deadline_.set(limits().body_time, weak_from_this(), [this] { end(); });
  http::async_read(
      stream_, buffer_, *parser_,
      guarded(shared_from_this(), [](HttpSession &self, error_code error, std::size_t) {
        error ? self.end() : self.run_handler();
      }));
}

void HttpSession::run_handler() {
  if (is_over_) {
    return;
  }
  deadline_.cancel();
  head_.request.body = std::move(parser_->get().body());
  auto const respond = respond_to(&HttpSession::answer);
  try {
    route_->handle(std::move(head_.request), respond);
  } catch (std::exception const &error) {
    thread_.log("event=handler_failed route=\"" + route_->pattern + "\" error=\"" + error.what() +
                "\"");
    respond(internal_error());
  }
}

Respond HttpSession::respond_to(void (HttpSession::*step)(Response)) {
  return make_respond(thread_.mailbox(), [weak = weak_from_this(), step](Response response) {
    if (auto const self = weak.lock()) {
      guarded(self, [&](HttpSession &session) { (session.*step)(std::move(response)); })();
    }
  });
}

void HttpSession::take_upload() {
  if (!is_over_) {
    auto sink = route_->open_sink(std::move(head_.request));
    upload_.emplace(std::move(*parser_), std::move(sink));
    read_piece();
  }
}

void HttpSession::read_piece() {
  if (upload_->is_done()) {
    upload_->finish(respond_to(&HttpSession::answer));
    return;
  }
  deadline_.set(limits().body_time, weak_from_this(), [this] { end(); });
  upload_->async_read_piece(
      stream_, buffer_,
      guarded(shared_from_this(), [](HttpSession &self, error_code error, std::size_t) {
        self.deadline_.cancel();
        auto const next = self.respond_to(&HttpSession::on_piece_taken);
        if (self.is_over_ || !self.upload_->offer_piece(error, next)) {
          self.end();
        }
      }));
}

void HttpSession::on_piece_taken(Response response) {
  if (response.status != BodySink::go_on) {
    answer(std::move(response));
  } else if (!is_over_) {
    read_piece();
  }
}

std::optional<Response> HttpSession::prepare_upgrade(LiveUpgrade &upgrade) const {
  auto principal = identify(head_.request.headers, Intent::change, site_.origins, site_.live);
  if (!principal) {
    return std::move(principal.error());
  }
  auto const &query = head_.request.query;
  auto const format = query.find("format");
  if (format != query.end() && format->second != "json" && format->second != "binary") {
    return problem(400, "Bad request", "format must be json or binary");
  }
  if (*principal) {
    if (auto refusal = refuse_operation(*principal, rules::Operation::open_live_stream,
                                        "open the live stream")) {
      return refusal;
    }
  } else {
    upgrade.unauthenticated = site_.unauthenticated.take();
    if (!upgrade.unauthenticated) {
      auto refusal = problem(503, "Too many sockets that have not signed in", "try again later");
      refusal.headers.emplace_back("Retry-After", "5");
      return refusal;
    }
  }
  upgrade.principal = std::move(*principal);
  upgrade.format =
      format != query.end() && format->second == "json" ? LiveFormat::json : LiveFormat::binary;
  return std::nullopt;
}

void HttpSession::upgrade() {
  if (!beast::websocket::is_upgrade(parser_->get())) {
    auto refusal = problem(426, "Upgrade required", "/live is a WebSocket");
    refusal.headers.emplace_back("Upgrade", "websocket");
    answer(std::move(refusal));
    return;
  }
  // A client must wait for the answer (RFC 6455, 4.1); what is already here would be lost.
  if (buffer_.size() != 0 || !parser_->is_done()) {
    is_readable_ = false;
    answer(problem(400, "Bad request", "nothing may follow the upgrade before its answer"));
    return;
  }
  auto const &headers = parser_->get();
  if (headers.count(http::field::sec_websocket_key) > 1 ||
      !is_websocket_key(headers[http::field::sec_websocket_key])) {
    answer(problem(400, "Bad request", "Sec-WebSocket-Key must be 16 bytes in base64, once"));
    return;
  }
  LiveUpgrade upgrade;
  if (auto refusal = prepare_upgrade(upgrade)) {
    answer(std::move(*refusal));
    return;
  }
  upgrade.request = parser_->release();
  upgrade.connection = std::move(seat_);
  is_over_ = true;
  auto const self = shared_from_this();
  thread_.remove(this);
  start_websocket_session(site_, thread_, std::move(stream_), std::move(upgrade));
}

void HttpSession::answer(Response response) {
  if (is_over_) {
    return;
  }
  AnswerFrame frame;
  frame.path = path_;
  frame.host = head_.host;
  http::basic_parser<true> const &parser = upload_ ? upload_->parser() : *parser_;
  frame.version = upload_ ? upload_->version() : is_readable_ ? parser_->get().version() : 11U;
  frame.is_head = is_readable_ && !upload_ && parser_->get().method() == http::verb::head;
  frame.keep_alive = is_readable_ && !is_going_away_ && parser.is_done() && parser.keep_alive();
  response_ = std::move(response);
  message_.emplace(make_message(response_, frame));
  watch_.start(stream_.native_handle(), weak_from_this(), [this] { end(); });
  http::async_write(stream_, *message_,
                    guarded(shared_from_this(), [](HttpSession &self, error_code error,
                                                   std::size_t) { self.on_written(error); }));
}

void HttpSession::on_written(error_code error) {
  watch_.stop();
  if (is_over_) {
    return;
  }
  auto const keep_alive = !error && message_->keep_alive();
  message_.reset();
  response_ = {};
  if (error) {
    end();
  } else if (keep_alive) {
    await_request();
  } else {
    close_gently();
  }
}

void HttpSession::close_gently() {
  async_teardown(beast::role_type::server, stream_,
                 guarded(shared_from_this(), [](HttpSession &self, error_code) { self.end(); }));
}

void HttpSession::end() {
  if (std::exchange(is_over_, true)) {
    return;
  }
  deadline_.cancel();
  watch_.stop();
  error_code ignored;
  stream_.close(ignored);
  thread_.remove(this); // handlers under way still hold the session
}

} // namespace

void start_http_session(Site &site, IoThread &thread, TcpStream stream, Places::Seat seat) {
  auto const session =
      std::make_shared<HttpSession>(site, thread, std::move(stream), std::move(seat));
  thread.add(session);
  session->start();
}

} // namespace yuntu::net

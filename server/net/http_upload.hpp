#pragma once

// Private to server/net: only http_session.cpp includes this.

#include "server/net/route.hpp"
#include "server/net/stream.hpp"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>

#include <memory>
#include <string>
#include <utility>

namespace yuntu::net {

/// A request's body on its way to a sink, one piece in memory at a time.
class HttpUpload {
public:
  /// What is in memory, and must arrive within the time of a body.
  static constexpr std::size_t piece_bytes = 64 * 1024;

  /// Takes the request over once its head has been read.
  template <class Parser>
  HttpUpload(Parser &&head, std::shared_ptr<BodySink> sink)
      : parser_(std::forward<Parser>(head)), sink_(std::move(sink)) {}

  [[nodiscard]] beast::http::basic_parser<true> const &parser() const { return parser_; }
  [[nodiscard]] unsigned version() const { return parser_.get().version(); }
  [[nodiscard]] bool is_done() const { return parser_.is_done(); }

  template <class Handler>
  void async_read_piece(TcpStream &stream, beast::flat_buffer &buffer, Handler handler) {
    piece_.resize(piece_bytes);
    parser_.get().body().data = piece_.data();
    parser_.get().body().size = piece_.size();
    buffer.reserve(piece_bytes);
    beast::http::async_read(stream, buffer, parser_, std::move(handler));
  }
  /// What the read has brought; false: the connection broke.
  bool offer_piece(error_code error, Respond next) {
    if (error && error != beast::http::error::need_buffer) {
      return false;
    }
    piece_.resize(piece_.size() - parser_.get().body().size);
    sink_->write(std::exchange(piece_, {}), std::move(next));
    return true;
  }
  void finish(Respond respond) { sink_->finish(std::move(respond)); }

private:
  beast::http::request_parser<beast::http::buffer_body> parser_;
  std::shared_ptr<BodySink> sink_;
  std::string piece_;
};

} // namespace yuntu::net

#pragma once

#include <utility>

#include "server/net/frame_layer.hpp"

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>

#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace yuntu::test {

/// A message whose content tells whether it arrived whole: its size follows from its number.
inline live::Frame shared_message(std::uint32_t number) {
  static constexpr std::uint32_t sizes[] = {3, 100, 126, 900, 5'000, 30'000, 70'000};
  auto const size = sizes[number % std::size(sizes)];
  auto text = "shared " + std::to_string(number) + " ";
  text.resize(text.size() + size, static_cast<char>('a' + number % 26));
  return std::make_shared<std::string const>(std::move(text));
}

inline bool is_shared_message(std::string const &payload) {
  return payload.compare(0, 7, "shared ") == 0 &&
         payload == *shared_message(static_cast<std::uint32_t>(std::stoul(payload.substr(7))));
}

/// Both sources of a frame layer at their worst, on one I/O thread of its own: every message of a
/// client is echoed by Beast, in fragments, while shared messages go to everybody each millisecond
/// and pings are answered. "close" makes the server close with 1013.
template <class Tracker>
class LayerServer {
public:
  using Layer = net::FrameLayer<net::TcpStream, Tracker>;
  using WebSocket = net::beast::websocket::stream<Layer, false>;

  LayerServer() : acceptor_(context_.get_executor()), ticker_(context_.get_executor()) {
    acceptor_.open(net::asio::ip::tcp::v4());
    acceptor_.bind({net::asio::ip::address_v4::loopback(), 0});
    acceptor_.listen();
    port_ = acceptor_.local_endpoint().port();
    accept();
    tick();
    thread_ = std::thread([this] { context_.run(); });
  }
  LayerServer(LayerServer const &) = delete;
  LayerServer &operator=(LayerServer const &) = delete;
  /// Lets every session come to its end: a write of Beast's that waits in the layer keeps its
  /// session, so dropping the sessions would free neither. The clients are gone by now.
  ~LayerServer() {
    net::asio::post(context_, [this] { stop(); });
    thread_.join();
  }

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] std::size_t sessions() const { return count_.load(); }
  [[nodiscard]] std::uint64_t cut() const { return cut_.load(); }

private:
  void stop() {
    net::error_code ignored;
    acceptor_.close(ignored);
    ticker_.cancel();
    is_stopped_ = true;
    for (auto const &[key, session] : sessions_) {
      session->ws.next_layer().next_layer().close(ignored);
    }
  }

  struct Session : std::enable_shared_from_this<Session> {
    Session(LayerServer &of, net::TcpStream stream)
        : server(of), ws(std::move(stream), net::DataPath::shared_frames) {
      ++server.count_;
    }
    ~Session() { --server.count_; }

    void start() {
      ws.next_layer().next_layer().set_option(net::asio::socket_base::send_buffer_size(16 * 1024));
      ws.auto_fragment(true);
      ws.write_buffer_bytes(4096);
      ws.read_message_max(1U << 20U);
      ws.binary(true);
      ws.async_accept([self = this->shared_from_this()](net::error_code error) {
        if (!error) {
          self->ws.next_layer().start_frames(net::FrameHeader::Kind::binary, [] {});
          self->server.sessions_[self.get()] = self;
          self->read();
        }
      });
    }
    void read() {
      ws.async_read(buffer, [self = this->shared_from_this()](net::error_code error, std::size_t) {
        error ? self->end() : self->on_message();
      });
    }
    void on_message() {
      message.assign(static_cast<char const *>(buffer.data().data()), buffer.size());
      buffer.consume(buffer.size());
      if (message == "close") {
        ws.async_close({net::beast::websocket::close_code::try_again_later, "later"},
                       [self = this->shared_from_this()](net::error_code) { self->end(); });
        return;
      }
      ws.async_write(net::asio::buffer(message),
                     [self = this->shared_from_this()](net::error_code error, std::size_t) {
                       error ? self->end() : self->read();
                     });
    }
    void end() { server.sessions_.erase(this); }

    LayerServer &server;
    WebSocket ws;
    net::beast::flat_buffer buffer;
    std::string message;
  };

  void accept() {
    acceptor_.async_accept(
        context_.get_executor(), [this](net::error_code error, net::TcpStream::Base socket) {
          if (!error) {
            std::make_shared<Session>(*this, net::TcpStream(std::move(socket)))->start();
            accept();
          }
        });
  }
  void tick() {
    ticker_.expires_after(std::chrono::milliseconds(1));
    ticker_.async_wait([this](net::error_code error) {
      if (!error && !is_stopped_) {
        std::vector<live::Frame> const messages{
            shared_message(number_), shared_message(number_ + 1), shared_message(number_ + 2)};
        number_ += 3;
        for (auto const &[key, session] : sessions_) {
          session->ws.next_layer().send(messages);
          cut_ += session->ws.next_layer().is_sent() ? 0 : 1;
        }
        tick();
      }
    });
  }

  std::atomic<std::size_t> count_{0};
  std::atomic<std::uint64_t> cut_{0};
  std::map<Session *, std::shared_ptr<Session>> sessions_;
  net::asio::io_context context_{1};
  net::asio::basic_socket_acceptor<net::asio::ip::tcp, net::Executor> acceptor_;
  net::Timer ticker_;
  std::uint32_t number_ = 0;
  std::uint16_t port_ = 0;
  bool is_stopped_ = false;
  std::thread thread_;
};

} // namespace yuntu::test

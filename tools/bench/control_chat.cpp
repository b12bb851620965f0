// The control (a) of bench_fanout: Boost.Beast's chat example as it is usually copied. A viewer has
// a queue of shared strings, and each record is a message of its own, written by its own
// async_write. No accounts, no journal, no areas: it only knows who watches which cell.
#include "tools/bench/live/control_record.hpp"

#include <utility>

#include <boost/asio.hpp>
#include <boost/beast.hpp>

#include <array>
#include <cstring>
#include <iostream>
#include <memory>
#include <queue>
#include <string>
#include <vector>

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;
using namespace yuntu::bench;
using Tcp = asio::ip::tcp;
/// Typed on the context's own executor and without tcp_stream's timers: the cheapest that Beast
/// has.
using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<Tcp, Executor>;
using Acceptor = asio::basic_socket_acceptor<Tcp, Executor>;
using boost::system::error_code;

class Session;

struct Watchers {
  std::array<std::vector<std::pair<Session *, std::int32_t>>, 100 * 100> by_cell; ///< with grid
};

class Session : public std::enable_shared_from_this<Session> {
public:
  Session(Socket &&socket, Watchers &watchers) : ws_(std::move(socket)), watchers_(watchers) {}
  ~Session() {
    for (auto &cell : watchers_.by_cell) {
      std::erase_if(cell, [this](auto const &entry) { return entry.first == this; });
    }
  }

  void run() {
    ws_.auto_fragment(false);
    ws_.binary(true);
    ws_.async_accept([self = shared_from_this()](error_code error) {
      if (!error) {
        self->read();
      }
    });
  }

  void send(std::shared_ptr<std::string const> const &record) {
    queue_.push(record);
    if (queue_.size() == 1) {
      write();
    }
  }

private:
  void read() {
    ws_.async_read(buffer_, [self = shared_from_this()](error_code error, std::size_t) {
      if (!error) {
        self->take();
        self->read();
      }
    });
  }

  void take() {
    auto const view = buffer_.data();
    auto const *const bytes = static_cast<char const *>(view.data());
    if (bytes[0] == subscribe_byte) {
      subscribe(bytes + 1);
    } else {
      for (std::size_t at = 1; at + sizeof(ControlRecord) <= view.size();
           at += sizeof(ControlRecord)) {
        publish(bytes + at);
      }
    }
    buffer_.consume(buffer_.size());
  }

  void subscribe(char const *bytes) {
    ControlSubscribe wanted;
    std::memcpy(&wanted, bytes, sizeof wanted);
    for (unsigned row = wanted.first_row; row <= wanted.last_row; ++row) {
      for (unsigned column = wanted.first_column; column <= wanted.last_column; ++column) {
        watchers_.by_cell.at(row * 100 + column).emplace_back(this, wanted.grid);
      }
    }
    send(std::make_shared<std::string const>(1, subscribed_byte));
  }

  void publish(char const *bytes) {
    ControlRecord record;
    std::memcpy(&record, bytes, sizeof record);
    auto const message = std::make_shared<std::string const>(bytes, sizeof record);
    for (auto const &[session, grid] :
         watchers_.by_cell.at(std::size_t{record.row} * 100 + record.column)) {
      if (grid < 0 || grid == record.grid) {
        session->send(message);
      }
    }
  }

  void write() {
    ws_.async_write(asio::buffer(*queue_.front()),
                    [self = shared_from_this()](error_code error, std::size_t) {
                      if (error) {
                        return;
                      }
                      self->queue_.pop();
                      if (!self->queue_.empty()) {
                        self->write();
                      }
                    });
  }

  websocket::stream<Socket, false> ws_;
  Watchers &watchers_;
  beast::flat_buffer buffer_;
  std::queue<std::shared_ptr<std::string const>> queue_;
};

void accept(Acceptor &acceptor, Watchers &watchers) {
  acceptor.async_accept([&](error_code error, Socket socket) {
    if (!error) {
      socket.set_option(Tcp::no_delay(true));
      std::make_shared<Session>(std::move(socket), watchers)->run();
    }
    accept(acceptor, watchers);
  });
}

} // namespace

int main() {
  Watchers watchers; // outlives the sessions that the context still holds at the end
  asio::io_context context(1);
  Acceptor acceptor(context.get_executor(), {asio::ip::address_v4::loopback(), 0});
  accept(acceptor, watchers);
  std::cout << "READY http://127.0.0.1:" << acceptor.local_endpoint().port() << std::endl;
  asio::signal_set signals(context, SIGTERM);
  signals.async_wait([](error_code, int) { std::_Exit(0); });
  context.run();
}

// The control (b) of bench_fanout: Boost.Beast with one message a viewer and flush. A record is
// appended to the buffer of each viewer that watches its cell; a ticker with absolute deadlines
// hands each buffer to one async_write. No accounts, no journal, no areas, nothing conflated.
#include "tools/bench/live/control_record.hpp"

#include <utility>

#include <boost/asio.hpp>
#include <boost/beast.hpp>

#include <array>
#include <chrono>
#include <cstring>
#include <iostream>
#include <memory>
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
  std::vector<Session *> viewers;
};

class Session : public std::enable_shared_from_this<Session> {
public:
  Session(Socket &&socket, Watchers &watchers) : ws_(std::move(socket)), watchers_(watchers) {}
  ~Session() {
    std::erase(watchers_.viewers, this);
    for (auto &cell : watchers_.by_cell) {
      std::erase_if(cell, [this](auto const &entry) { return entry.first == this; });
    }
  }

  void run() {
    ws_.binary(true);
    ws_.auto_fragment(false);
    ws_.async_accept([self = shared_from_this()](error_code error) {
      if (!error) {
        self->read();
      }
    });
  }

  void append(char const *bytes, std::size_t size) { waiting_.append(bytes, size); }

  void flush() {
    if (is_writing_ || waiting_.empty()) {
      return;
    }
    is_writing_ = true;
    writing_.swap(waiting_);
    ws_.async_write(asio::buffer(writing_),
                    [self = shared_from_this()](error_code error, std::size_t) {
                      self->is_writing_ = static_cast<bool>(error);
                      self->writing_.clear();
                    });
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
    watchers_.viewers.push_back(this);
    append(&subscribed_byte, 1);
    flush();
  }

  void publish(char const *bytes) {
    ControlRecord record;
    std::memcpy(&record, bytes, sizeof record);
    for (auto const &[session, grid] :
         watchers_.by_cell.at(std::size_t{record.row} * 100 + record.column)) {
      if (grid < 0 || grid == record.grid) {
        session->append(bytes, sizeof record);
      }
    }
  }

  websocket::stream<Socket, false> ws_;
  Watchers &watchers_;
  beast::flat_buffer buffer_;
  std::string waiting_;
  std::string writing_;
  bool is_writing_ = false;
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

void tick(asio::steady_timer &timer, std::chrono::milliseconds period, Watchers &watchers) {
  timer.expires_at(timer.expiry() + period);
  timer.async_wait([&, period](error_code) {
    for (auto *const viewer : watchers.viewers) {
      viewer->flush();
    }
    tick(timer, period, watchers);
  });
}

} // namespace

int main(int argc, char **argv) {
  std::chrono::milliseconds const period(argc > 1 ? std::atoi(argv[1]) : 100);
  Watchers watchers; // outlives the sessions that the context still holds at the end
  asio::io_context context(1);
  Acceptor acceptor(context.get_executor(), {asio::ip::address_v4::loopback(), 0});
  accept(acceptor, watchers);
  asio::steady_timer timer(context, std::chrono::steady_clock::now());
  tick(timer, period, watchers);
  std::cout << "READY http://127.0.0.1:" << acceptor.local_endpoint().port() << std::endl;
  asio::signal_set signals(context, SIGTERM);
  signals.async_wait([](error_code, int) { std::_Exit(0); });
  context.run();
}

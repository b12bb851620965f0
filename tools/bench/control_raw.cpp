// The yardstick of the other controls: the same work with bare sockets. Records are appended to the
// buffers of the viewers that watch their cell, and each buffer is one message and one send() every
// PERIOD_MS; with 0 each record is a message and a send() of its own. The least that WebSocket
// allows: no handshake to speak of, no pings, no close.
//   control_raw PERIOD_MS
#include "tools/bench/live/control_record.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace yuntu::bench;
using Clock = std::chrono::steady_clock;

constexpr std::string_view mask = "\x12\x34\x56\x78"; // the client has one

struct Connection {
  int fd = -1;
  bool is_upgraded = false;
  std::string unread;
  std::string records; ///< gathered for the next message
  std::string unsent;  ///< framed, and not taken by the kernel yet
};

int listening_socket(unsigned &port) {
  int const fd = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  ::sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  void *const place = &address;
  ::socklen_t size = sizeof address;
  if (::bind(fd, static_cast<::sockaddr *>(place), size) != 0 || ::listen(fd, 4096) != 0 ||
      ::getsockname(fd, static_cast<::sockaddr *>(place), &size) != 0) {
    std::exit(2);
  }
  port = ntohs(address.sin_port);
  return fd;
}

void append_frame(std::string &out, std::string_view payload) {
  out += '\x82';
  auto const add = [&out](std::size_t value) { out += static_cast<char>(value & 0xFFU); };
  if (payload.size() < 126) {
    add(payload.size());
  } else if (payload.size() < 65'536) {
    add(126);
    add(payload.size() >> 8U);
    add(payload.size());
  } else {
    add(127);
    for (unsigned shift = 64; shift > 0; shift -= 8) {
      add(payload.size() >> (shift - 8));
    }
  }
  out += payload;
}

void send_unsent(Connection &connection) {
  auto &bytes = connection.unsent;
  auto const sent = ::send(connection.fd, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  if (sent > 0) {
    bytes.erase(0, static_cast<std::size_t>(sent));
  }
}

class Server {
public:
  explicit Server(bool sends_at_once) : sends_at_once_(sends_at_once) {
    listener_.fd = listening_socket(port_);
    watch(listener_);
  }
  [[nodiscard]] unsigned port() const { return port_; }

  void turn(Clock::duration most) {
    epoll_event events[256];
    auto const wait_ns = std::chrono::duration_cast<std::chrono::nanoseconds>(most).count();
    timespec const wait{0, std::clamp<long>(wait_ns, 0, 100'000'000)};
    int const ready = ::epoll_pwait2(loop_, events, 256, &wait, nullptr);
    for (int i = 0; i < ready; ++i) {
      auto &connection = *static_cast<Connection *>(events[i].data.ptr);
      &connection == &listener_ ? accept() : receive(connection);
    }
  }

  void flush() {
    for (auto *const viewer : viewers_) {
      if (viewer->unsent.empty() && !viewer->records.empty()) {
        append_frame(viewer->unsent, viewer->records);
        viewer->records.clear();
      }
      if (!viewer->unsent.empty()) {
        send_unsent(*viewer);
      }
    }
  }

private:
  void watch(Connection &connection) const {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.ptr = &connection;
    ::epoll_ctl(loop_, EPOLL_CTL_ADD, connection.fd, &event);
  }

  void accept() {
    connections_.push_back(std::make_unique<Connection>());
    auto &connection = *connections_.back();
    connection.fd = ::accept4(listener_.fd, nullptr, nullptr, SOCK_NONBLOCK);
    int const on = 1;
    ::setsockopt(connection.fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    watch(connection);
  }

  void receive(Connection &connection) {
    static char buffer[65'536];
    auto const got = ::recv(connection.fd, buffer, sizeof buffer, 0);
    if (got <= 0) {
      ::close(connection.fd); // the client goes with all its connections
      std::erase(viewers_, &connection);
      return;
    }
    auto &bytes = connection.unread;
    bytes.append(buffer, static_cast<std::size_t>(got));
    if (!connection.is_upgraded) {
      auto const end = bytes.find("\r\n\r\n");
      if (end == std::string::npos) {
        return;
      }
      bytes.erase(0, end + 4);
      connection.is_upgraded = true;
      connection.unsent = "HTTP/1.1 101 Switching Protocols\r\n\r\n";
      send_unsent(connection);
    }
    std::size_t taken = 0;
    while (auto const used = take_frame(connection, taken)) {
      taken += used;
    }
    bytes.erase(0, taken);
  }

  /// Bytes used; 0: it has not come whole.
  std::size_t take_frame(Connection &connection, std::size_t from) {
    auto &bytes = connection.unread;
    auto const at = [&](std::size_t i) { return static_cast<unsigned char>(bytes[from + i]); };
    if (bytes.size() < from + 4) {
      return 0;
    }
    std::size_t length = at(1) & 0x7FU;
    std::size_t head = 2 + mask.size();
    if (length == 126) {
      length = at(2) * 256U + at(3);
      head += 2;
    }
    if (bytes.size() < from + head + length) {
      return 0;
    }
    auto *const payload = bytes.data() + from + head;
    for (std::size_t i = 0; i < length; ++i) {
      payload[i] = static_cast<char>(payload[i] ^ mask[i % 4]);
    }
    if (payload[0] == subscribe_byte) {
      subscribe(connection, payload + 1);
    } else if (payload[0] == positions_byte) {
      for (std::size_t i = 1; i + sizeof(ControlRecord) <= length; i += sizeof(ControlRecord)) {
        publish(payload + i);
      }
    }
    return head + length;
  }

  void subscribe(Connection &connection, char const *bytes) {
    ControlSubscribe wanted;
    std::memcpy(&wanted, bytes, sizeof wanted);
    for (unsigned row = wanted.first_row; row <= wanted.last_row; ++row) {
      for (unsigned column = wanted.first_column; column <= wanted.last_column; ++column) {
        watchers_.at(row * 100 + column).emplace_back(&connection, wanted.grid);
      }
    }
    viewers_.push_back(&connection);
    append_frame(connection.unsent, {&subscribed_byte, 1});
    send_unsent(connection);
  }

  void publish(char const *bytes) {
    ControlRecord record;
    std::memcpy(&record, bytes, sizeof record);
    for (auto const &[viewer, grid] : watchers_.at(std::size_t{record.row} * 100 + record.column)) {
      if (grid >= 0 && grid != record.grid) {
        continue;
      }
      if (sends_at_once_) {
        append_frame(viewer->unsent, {bytes, sizeof record});
        send_unsent(*viewer);
      } else {
        viewer->records.append(bytes, sizeof record);
      }
    }
  }

  bool sends_at_once_;
  int loop_ = ::epoll_create1(0);
  unsigned port_ = 0;
  Connection listener_;
  std::vector<std::unique_ptr<Connection>> connections_;
  std::vector<Connection *> viewers_;
  std::array<std::vector<std::pair<Connection *, std::int32_t>>, 100 * 100> watchers_;
};

} // namespace

int main(int argc, char **argv) {
  auto const period = std::chrono::milliseconds(argc > 1 ? std::atoi(argv[1]) : 100);
  auto const server = std::make_unique<Server>(period.count() == 0);
  std::cout << "READY http://127.0.0.1:" << server->port() << std::endl;
  auto const rhythm = std::max(period, std::chrono::milliseconds(20));
  for (auto tick = Clock::now() + rhythm;;) {
    server->turn(tick - Clock::now());
    if (Clock::now() >= tick) {
      tick += rhythm;
      server->flush();
    }
  }
}

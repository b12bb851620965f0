#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace yuntu::test {

/// A blocking loopback TCP connection for tests that must say exactly which bytes they send. Every
/// read gives up after 20 s with std::runtime_error.
class RawSocket {
public:
  /// `receive_bytes` not 0: the receive buffer, small for a client that does not keep up.
  explicit RawSocket(std::uint16_t port, int receive_bytes = 0)
      : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    if (receive_bytes != 0) {
      ::setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &receive_bytes, sizeof receive_bytes);
    }
    ::sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    void const *const place = &address;
    if (::connect(fd_, static_cast<::sockaddr const *>(place), sizeof address) != 0) {
      ::close(fd_);
      throw std::runtime_error("cannot connect to port " + std::to_string(port));
    }
  }
  RawSocket(RawSocket &&other) noexcept
      : fd_(std::exchange(other.fd_, -1)), unread_(std::move(other.unread_)) {}
  RawSocket &operator=(RawSocket &&) = delete;
  ~RawSocket() {
    if (fd_ >= 0) {
      ::close(fd_);
    }
  }

  /// false: the peer has closed.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      auto const sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent < 0) {
        return false;
      }
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  /// Up to and with `mark`; what came until the end of the connection when that is first.
  std::string read_until(std::string_view mark) {
    for (;;) {
      if (auto const at = unread_.find(mark); at != std::string::npos) {
        return take(at + mark.size());
      }
      if (!receive()) {
        return take(unread_.size());
      }
    }
  }

  /// `count` bytes, or fewer at the end of the connection.
  std::string read_exactly(std::size_t count) {
    while (unread_.size() < count && receive()) {
    }
    return take(std::min(count, unread_.size()));
  }

  std::string read_to_end() {
    while (receive()) {
    }
    return take(unread_.size());
  }

  /// Each send leaves as a segment of its own.
  void no_delay() {
    int const on = 1;
    ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  }
  void shutdown_send() { ::shutdown(fd_, SHUT_WR); }

  /// Wakes another thread that sends or reads here.
  void shutdown_both() { ::shutdown(fd_, SHUT_RDWR); }

  /// Ends the connection with a reset.
  void reset() {
    ::linger const abrupt{1, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &abrupt, sizeof abrupt);
    ::close(std::exchange(fd_, -1));
  }

  /// Whether the last end of the connection was a reset instead of an orderly close.
  [[nodiscard]] bool was_reset() const { return was_reset_; }

private:
  bool receive() {
    ::pollfd entry{fd_, POLLIN, 0};
    if (::poll(&entry, 1, 20'000) <= 0) {
      throw std::runtime_error("nothing came within 20 s; unread so far: " + unread_);
    }
    char buffer[16384];
    auto const got = ::recv(fd_, buffer, sizeof buffer, 0);
    was_reset_ = got < 0 && errno == ECONNRESET;
    if (got <= 0) {
      return false;
    }
    unread_.append(buffer, static_cast<std::size_t>(got));
    return true;
  }

  std::string take(std::size_t count) {
    auto taken = unread_.substr(0, count);
    unread_.erase(0, count);
    return taken;
  }

  int fd_;
  std::string unread_;
  bool was_reset_ = false;
};

} // namespace yuntu::test

#include "server/net/control_socket.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <stdexcept>
#include <string_view>
#include <system_error>

namespace yuntu::net {

namespace {

using Clock = std::chrono::steady_clock;

/// A blocking connection with one deadline for all of it.
class Connection {
public:
  explicit Connection(Clock::time_point deadline)
      : fd_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)), deadline_(deadline) {
    if (fd_ < 0) {
      throw std::system_error(errno, std::generic_category(), "socket");
    }
  }
  ~Connection() { ::close(fd_); }
  Connection(Connection const &) = delete;
  Connection &operator=(Connection const &) = delete;

  /// false: nobody listens there.
  bool connect(std::string const &path) {
    ::sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path) {
      return false; // no server can have bound it either
    }
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    void const *const place = &address;
    if (::connect(fd_, static_cast<::sockaddr const *>(place), sizeof address) == 0) {
      return true;
    }
    if (errno == ENOENT || errno == ECONNREFUSED || errno == ENOTDIR || errno == ENOTSOCK) {
      return false;
    }
    throw std::system_error(errno, std::generic_category(), "cannot reach the server at " + path);
  }

  void send(std::string_view bytes) {
    while (!bytes.empty()) {
      wait_for(POLLOUT);
      auto const sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
      if (sent < 0 && errno != EAGAIN && errno != EINTR) {
        throw std::runtime_error("the server hung up before it had read the request");
      }
      bytes.remove_prefix(sent > 0 ? static_cast<std::size_t>(sent) : 0);
    }
  }

  std::string read_line() {
    std::string line;
    for (;;) {
      wait_for(POLLIN);
      char buffer[4096];
      auto const got = ::recv(fd_, buffer, sizeof buffer, MSG_DONTWAIT);
      if (got < 0 && (errno == EAGAIN || errno == EINTR)) {
        continue;
      }
      if (got <= 0) {
        throw std::runtime_error("the server hung up without an answer");
      }
      line.append(buffer, static_cast<std::size_t>(got));
      if (auto const end = line.find('\n'); end != std::string::npos) {
        return line.substr(0, end);
      }
    }
  }

private:
  void wait_for(short events) {
    for (;;) {
      auto const left =
          std::chrono::duration_cast<std::chrono::milliseconds>(deadline_ - Clock::now());
      ::pollfd entry{fd_, events, 0};
      auto const ready = left.count() <= 0 ? 0 : ::poll(&entry, 1, static_cast<int>(left.count()));
      if (ready > 0) {
        return;
      }
      if (ready == 0) {
        throw std::runtime_error("the server did not answer in time");
      }
      if (errno != EINTR) {
        throw std::system_error(errno, std::generic_category(), "poll");
      }
    }
  }

  int fd_;
  Clock::time_point deadline_;
};

} // namespace

std::optional<std::string> ask_server(std::filesystem::path const &path, std::string const &line,
                                      int seconds) {
  Connection connection(Clock::now() + std::chrono::seconds(seconds));
  if (!connection.connect(path.string())) {
    return std::nullopt;
  }
  connection.send(line + "\n");
  return connection.read_line();
}

} // namespace yuntu::net

#include "server/net/tcp_options.hpp"

// <linux/tcp.h> knows tcpi_bytes_acked and cannot share a unit with <netinet/tcp.h> (Asio's).
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cstddef>

namespace yuntu::net {

void set_user_timeout(int socket, std::chrono::milliseconds timeout) {
  auto const value = static_cast<unsigned>(timeout.count());
  ::setsockopt(socket, IPPROTO_TCP, TCP_USER_TIMEOUT, &value, sizeof value);
}

void set_unsent_limit(int socket, unsigned bytes) {
  ::setsockopt(socket, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &bytes, sizeof bytes);
}

std::uint64_t acknowledged_bytes(int socket) {
  ::tcp_info info{};
  ::socklen_t length = sizeof info;
  if (::getsockopt(socket, IPPROTO_TCP, TCP_INFO, &info, &length) != 0) {
    return 0;
  }
  auto const known = offsetof(::tcp_info, tcpi_bytes_acked) + sizeof info.tcpi_bytes_acked;
  return length >= known ? info.tcpi_bytes_acked : 0;
}

} // namespace yuntu::net

#include "tests/support/chaos_proxy.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <utility>
#include <vector>

namespace yuntu::test {

namespace {

constexpr std::size_t most_held = 64 * 1024; ///< per direction, so that a slow reader is felt
constexpr int look_again_ms = 5;

::sockaddr_in loopback(std::uint16_t port) {
  ::sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

int connect_to(std::uint16_t port) {
  auto const socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  auto const address = loopback(port);
  void const *const place = &address;
  if (::connect(socket, static_cast<::sockaddr const *>(place), sizeof address) != 0) {
    ::close(socket);
    return -1;
  }
  return socket;
}

void make_quick(int socket) {
  int const on = 1;
  ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  ::fcntl(socket, F_SETFL, ::fcntl(socket, F_GETFL) | O_NONBLOCK);
}

} // namespace

ChaosProxy::ChaosProxy(std::uint16_t server_port, unsigned seed)
    : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)),
      server_port_(server_port), random_(seed) {
  auto address = loopback(0);
  void *const place = &address;
  ::socklen_t length = sizeof address;
  if (::bind(listener_, static_cast<::sockaddr const *>(place), sizeof address) != 0 ||
      ::listen(listener_, 4096) != 0 ||
      ::getsockname(listener_, static_cast<::sockaddr *>(place), &length) != 0) {
    throw std::runtime_error("the proxy found no port");
  }
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { run(); });
}

ChaosProxy::~ChaosProxy() {
  is_over_ = true;
  thread_.join();
  for (auto &link : links_) {
    end(link, false);
  }
  ::close(listener_);
}

void ChaosProxy::cut_all() {
  auto const asked = ++cuts_asked_;
  while (cuts_done_ < asked) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

std::array<std::uint64_t, fault_kinds> ChaosProxy::counts() const {
  std::array<std::uint64_t, fault_kinds> counts{};
  for (std::size_t i = 0; i < fault_kinds; ++i) {
    counts[i] = counts_[i];
  }
  return counts;
}

void ChaosProxy::run() {
  while (!is_over_) {
    if (auto const asked = cuts_asked_.load(); asked != cuts_done_) {
      accept(); // what has connected before is cut too
      for (auto &link : links_) {
        end(link, false);
      }
      links_.clear();
      cuts_done_ = asked;
    }
    wait();
    auto const now = Clock::now();
    for (auto &link : links_) {
      strike(link, now);
    }
    links_.remove_if([](Link const &link) { return link.is_over; });
    accept();
    connections_ = links_.size();
  }
}

void ChaosProxy::accept() {
  for (int client = 0; (client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC)) >= 0;) {
    auto const server = connect_to(server_port_);
    if (server < 0) {
      ::close(client); // nobody is there
      continue;
    }
    make_quick(client);
    make_quick(server);
    Link link;
    link.up = {client, server, {}, false, false};
    link.down = {server, client, {}, false, false};
    plan(link, Clock::now());
    links_.push_back(std::move(link));
  }
}

void ChaosProxy::plan(Link &link, Clock::time_point now) {
  if (auto const longest = longest_ms_.load(); longest != 0) {
    std::uniform_int_distribution<unsigned> in(20, std::max(21U, longest));
    link.fault_at = now + std::chrono::milliseconds(in(random_));
  }
}

/// Moves bytes, waiting a little for some to come.
void ChaosProxy::wait() {
  auto const now = Clock::now();
  std::vector<::pollfd> sockets{{listener_, POLLIN, 0}};
  std::vector<Link *> moving;
  for (auto &link : links_) {
    if (is_frozen_ || (link.stalled_until && *link.stalled_until > now)) {
      continue;
    }
    link.stalled_until.reset();
    auto const wanted = [](Pipe const &in, Pipe const &out) {
      bool const reads = !in.has_ended && in.held.size() < most_held;
      return static_cast<short>((reads ? POLLIN : 0) | (out.held.empty() ? 0 : POLLOUT));
    };
    sockets.push_back({link.up.from, wanted(link.up, link.down), 0});
    sockets.push_back({link.down.from, wanted(link.down, link.up), 0});
    moving.push_back(&link);
  }
  if (::poll(sockets.data(), sockets.size(), look_again_ms) <= 0) {
    return;
  }
  for (std::size_t i = 0; i < moving.size(); ++i) {
    auto const at_client = sockets[1 + 2 * i].revents;
    auto const at_server = sockets[2 + 2 * i].revents;
    move(moving[i]->up, at_client, at_server);
    move(moving[i]->down, at_server, at_client);
    if ((at_client | at_server) & POLLERR) {
      end(*moving[i], true);
    } else if (moving[i]->up.has_told && moving[i]->down.has_told) {
      end(*moving[i], false);
    }
  }
}

void ChaosProxy::move(Pipe &pipe, short from_events, short to_events) {
  char buffer[16384];
  if ((from_events & (POLLIN | POLLHUP)) != 0 && !pipe.has_ended && pipe.held.size() < most_held) {
    auto const got = ::recv(pipe.from, buffer, sizeof buffer, 0);
    if (got > 0) {
      pipe.held.append(buffer, static_cast<std::size_t>(got));
    } else if (got == 0) {
      pipe.has_ended = true;
    }
  }
  if (!pipe.held.empty() && ((to_events & POLLOUT) != 0 || (from_events & POLLIN) != 0)) {
    auto const sent = ::send(pipe.to, pipe.held.data(), pipe.held.size(), MSG_NOSIGNAL);
    pipe.held.erase(0, sent > 0 ? static_cast<std::size_t>(sent) : 0);
  }
  if (pipe.has_ended && pipe.held.empty() && !std::exchange(pipe.has_told, true)) {
    ::shutdown(pipe.to, SHUT_WR);
  }
}

void ChaosProxy::strike(Link &link, Clock::time_point now) {
  if (link.is_over || is_frozen_) {
    return;
  }
  if (link.cut_at && *link.cut_at <= now) {
    end(link, false);
    return;
  }
  if (!link.fault_at || *link.fault_at > now) {
    return;
  }
  link.fault_at.reset();
  if (longest_ms_ == 0) {
    return;
  }
  auto const fault = static_cast<Fault>(random_() % fault_kinds);
  ++counts_[static_cast<std::size_t>(fault)];
  switch (fault) {
  case Fault::cut:
    end(link, false);
    break;
  case Fault::reset:
    end(link, true);
    break;
  case Fault::stall:
    link.stalled_until = now + std::chrono::milliseconds(50 + random_() % 1'000);
    plan(link, *link.stalled_until);
    break;
  case Fault::half_close:
    ::shutdown(link.up.to, SHUT_WR);
    link.up.has_ended = true;
    link.up.has_told = true;
    link.up.held.clear();
    link.cut_at = now + std::chrono::milliseconds(random_() % 500);
    break;
  }
}

void ChaosProxy::end(Link &link, bool by_reset) {
  if (std::exchange(link.is_over, true)) {
    return;
  }
  for (auto const socket : {link.up.from, link.up.to}) {
    if (by_reset) {
      ::linger const abrupt{1, 0};
      ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &abrupt, sizeof abrupt);
    }
    ::close(socket);
  }
}

} // namespace yuntu::test

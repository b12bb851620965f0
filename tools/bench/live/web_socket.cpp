#include "tools/bench/live/web_socket.hpp"

#include <cerrno>
#include <stdexcept>
#include <system_error>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace yuntu::bench {
namespace {

constexpr unsigned binary = 2;
constexpr unsigned close_opcode = 8;
constexpr unsigned ping = 9;
constexpr unsigned pong = 10;

[[noreturn]] void violated(std::string const &what) {
  throw std::runtime_error("the server broke RFC 6455: " + what);
}

unsigned byte_at(std::string_view bytes, std::size_t i) {
  return static_cast<unsigned char>(bytes[i]);
}

int connected_socket(int port, int receive_bytes) {
  int const fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  int const on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (receive_bytes != 0) {
    ::setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &receive_bytes, sizeof receive_bytes);
  }
  ::sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  void const *const place = &address;
  if (::connect(fd, static_cast<::sockaddr const *>(place), sizeof address) != 0 &&
      errno != EINPROGRESS) {
    throw std::system_error(errno, std::generic_category(), "connect");
  }
  return fd;
}

} // namespace

WebSocket::WebSocket(Loop &loop, int port, std::string const &headers, int receive_bytes)
    : loop_(loop), fd_(connected_socket(port, receive_bytes)) {
  unsent_ = "GET /live HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) +
            "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
            headers + "\r\n";
  loop_.add(fd_, *this, EPOLLIN | EPOLLOUT);
}

WebSocket::~WebSocket() {
  if (state_ != State::closed) {
    ::close(fd_);
  }
}

void WebSocket::on_ready(std::uint32_t events) {
  if (state_ == State::connecting && (events & EPOLLOUT) != 0) {
    state_ = State::upgrading;
  }
  if ((events & EPOLLOUT) != 0) {
    send_unsent();
  }
  if ((events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0 && is_reading_) {
    receive();
  }
}

void WebSocket::receive() {
  static thread_local char buffer[256 * 1024];
  auto const got = ::recv(fd_, buffer, sizeof buffer, 0);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) {
    return;
  }
  if (got <= 0) {
    end();
    return;
  }
  bytes_ += static_cast<std::uint64_t>(got);
  handle({buffer, static_cast<std::size_t>(got)});
}

void WebSocket::handle(std::string_view bytes) {
  std::string joined;
  if (!partial_.empty()) {
    joined = std::move(partial_);
    partial_.clear();
    joined.append(bytes);
    bytes = joined;
  }
  std::size_t taken = 1;
  while (!bytes.empty() && taken != 0 && state_ != State::closed) {
    taken = state_ == State::open ? take_frame(bytes) : take_upgrade(bytes);
    bytes.remove_prefix(taken);
  }
  if (state_ != State::closed) {
    partial_ = bytes;
  }
}

std::size_t WebSocket::take_upgrade(std::string_view bytes) {
  auto const end_of_head = bytes.find("\r\n\r\n");
  if (end_of_head == std::string_view::npos) {
    return 0;
  }
  if (bytes.substr(0, 12) != "HTTP/1.1 101") {
    throw std::runtime_error("/live answered " + std::string(bytes));
  }
  state_ = State::open;
  on_open();
  return end_of_head + 4;
}

/// Bytes used; 0: it has not come whole.
std::size_t WebSocket::take_frame(std::string_view bytes) {
  if (bytes.size() < 2) {
    return 0;
  }
  std::size_t length = byte_at(bytes, 1);
  std::size_t head = 2;
  if (length > 127) {
    violated("a masked frame");
  }
  if (length >= 126) {
    std::size_t const extra = length == 126 ? 2 : 8;
    if (bytes.size() < head + extra) {
      return 0;
    }
    length = 0;
    for (std::size_t i = 0; i < extra; ++i) {
      length = length * 256 + byte_at(bytes, head + i);
    }
    head += extra;
  }
  if (bytes.size() < head + length) {
    return 0;
  }
  auto const payload = bytes.substr(head, length);
  switch (byte_at(bytes, 0)) {
  case 0x80 | binary:
    on_message(payload);
    break;
  case 0x80 | ping:
    send_frame(pong, payload);
    break;
  case 0x80 | pong:
    break;
  case 0x80 | close_opcode:
    close_code_ = length >= 2 ? byte_at(payload, 0) * 256 + byte_at(payload, 1) : 1005;
    send_frame(close_opcode, payload);
    end();
    break;
  default:
    violated("a first byte of " + std::to_string(byte_at(bytes, 0)));
  }
  return head + length;
}

void WebSocket::send_binary(std::string_view payload) {
  send_frame(binary, payload);
}

void WebSocket::send_frame(unsigned opcode, std::string_view payload) {
  static thread_local std::string frame;
  frame.clear();
  auto const add = [](std::size_t value) { frame += static_cast<char>(value & 0xFFU); };
  add(0x80U | opcode);
  if (payload.size() < 126) {
    add(0x80U | payload.size());
  } else if (payload.size() < 65'536) {
    add(0x80U | 126U);
    add(payload.size() >> 8U);
    add(payload.size());
  } else {
    add(0x80U | 127U);
    for (unsigned shift = 64; shift > 0; shift -= 8) {
      add(payload.size() >> (shift - 8));
    }
  }
  constexpr unsigned char mask[4] = {0x12, 0x34, 0x56, 0x78};
  for (auto const value : mask) {
    add(value);
  }
  auto const start = frame.size();
  frame.append(payload);
  for (std::size_t i = 0; i < payload.size(); ++i) {
    frame[start + i] = static_cast<char>(frame[start + i] ^ mask[i % 4]);
  }
  send_raw(frame);
}

void WebSocket::send_raw(std::string_view bytes) {
  if (state_ == State::closed) {
    return;
  }
  if (!unsent_.empty()) {
    unsent_.append(bytes);
    return;
  }
  auto const sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
  auto const taken = sent < 0 ? std::size_t{0} : static_cast<std::size_t>(sent);
  if (taken < bytes.size()) {
    unsent_.assign(bytes.substr(taken));
    watch();
  }
}

void WebSocket::send_unsent() {
  auto const sent = ::send(fd_, unsent_.data(), unsent_.size(), MSG_NOSIGNAL);
  if (sent > 0) {
    unsent_.erase(0, static_cast<std::size_t>(sent));
  }
  if (unsent_.empty()) {
    watch();
  }
}

void WebSocket::stop_reading() {
  is_reading_ = false;
  watch();
}

void WebSocket::read_again() {
  is_reading_ = true;
  watch();
}

void WebSocket::watch() {
  if (state_ != State::closed) {
    loop_.change(fd_, *this,
                 (is_reading_ ? std::uint32_t{EPOLLIN} : 0U) |
                     (unsent_.empty() ? 0U : std::uint32_t{EPOLLOUT}));
  }
}

void WebSocket::end() {
  if (state_ != State::closed) {
    state_ = State::closed;
    ::close(fd_);
  }
}

} // namespace yuntu::bench

#include "tests/support/crowd.hpp"

#include "tests/support/raw_websocket.hpp"

#include <sys/epoll.h>
#include <sys/resource.h>

#include <array>

namespace yuntu::test {

Crowd::Crowd(std::uint16_t port, std::string token, Hooks hooks, int receive_bytes)
    : port_(port), token_(std::move(token)), hooks_(std::move(hooks)),
      receive_bytes_(receive_bytes), epoll_(::epoll_create1(EPOLL_CLOEXEC)) {}

Crowd::~Crowd() {
  for (auto const &viewer : viewers_) {
    if (viewer.socket >= 0) {
      ::close(viewer.socket);
    }
  }
  ::close(epoll_);
}

std::size_t Crowd::add(Millis delay) {
  viewers_.emplace_back();
  due_.emplace(Clock::now() + delay, viewers_.size() - 1);
  return viewers_.size() - 1;
}

void Crowd::stop_reading(std::size_t viewer) {
  auto &stopped = viewers_[viewer];
  open_ -= stopped.stage == Stage::open ? 1 : 0;
  stopped.stage = Stage::stopped;
  ::epoll_ctl(epoll_, EPOLL_CTL_DEL, stopped.socket, nullptr);
}

bool Crowd::was_dropped(std::size_t viewer) const {
  ::pollfd entry{viewers_[viewer].socket, POLLRDHUP, 0};
  return ::poll(&entry, 1, 0) > 0 && (entry.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0;
}

void Crowd::send(std::size_t viewer, std::string const &text) {
  write(viewer, make_frame(Opcode::text, text));
}

bool Crowd::turn_until(std::function<bool()> const &holds, Millis within) {
  auto const deadline = Clock::now() + within;
  while (!holds()) {
    if (Clock::now() >= deadline) {
      return false;
    }
    turn(Millis{20});
  }
  return true;
}

void Crowd::turn_for(Millis time) {
  auto const deadline = Clock::now() + time;
  while (Clock::now() < deadline) {
    turn(Millis{20});
  }
}

void Crowd::turn(Millis longest) {
  auto const now = Clock::now();
  while (!due_.empty() && due_.begin()->first <= now) {
    auto const number = due_.begin()->second;
    due_.erase(due_.begin());
    connect(number);
  }
  if (!due_.empty()) {
    longest = std::min(longest,
                       std::chrono::duration_cast<Millis>(due_.begin()->first - now) + Millis{1});
  }
  std::array<::epoll_event, 256> events{};
  auto const count =
      ::epoll_wait(epoll_, events.data(), events.size(), static_cast<int>(longest.count()));
  for (int i = 0; i < count; ++i) {
    auto const &event = events[static_cast<std::size_t>(i)];
    if ((event.events & EPOLLOUT) != 0) {
      on_writable(event.data.u64);
    }
    if ((event.events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0) {
      on_readable(event.data.u64);
    }
  }
}

void Crowd::connect(std::size_t number) {
  auto &viewer = viewers_[number];
  viewer = {};
  viewer.socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (receive_bytes_ != 0) {
    ::setsockopt(viewer.socket, SOL_SOCKET, SO_RCVBUF, &receive_bytes_, sizeof receive_bytes_);
  }
  ::sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port_);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  void const *const place = &address;
  auto const done =
      ::connect(viewer.socket, static_cast<::sockaddr const *>(place), sizeof address);
  if (done != 0 && errno != EINPROGRESS) {
    end(number, 0);
    return;
  }
  viewer.stage = Stage::connecting;
  auto const *const target = "/live?format=json";
  viewer.unsent = token_.empty()
                      ? upgrade_request(port_, target)
                      : upgrade_request(port_, target, {"Authorization: Bearer " + token_});
  watch(number, true);
}

void Crowd::watch(std::size_t number, bool is_added) {
  ::epoll_event event{};
  event.events = EPOLLIN | (viewers_[number].unsent.empty() ? 0U : unsigned{EPOLLOUT});
  event.data.u64 = number;
  ::epoll_ctl(epoll_, is_added ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, viewers_[number].socket, &event);
}

void Crowd::on_writable(std::size_t number) {
  auto &viewer = viewers_[number];
  if (viewer.socket < 0) {
    return;
  }
  if (viewer.stage == Stage::connecting) {
    viewer.stage = Stage::upgrading;
  }
  auto const sent = ::send(viewer.socket, viewer.unsent.data(), viewer.unsent.size(), MSG_NOSIGNAL);
  viewer.unsent.erase(0, sent > 0 ? static_cast<std::size_t>(sent) : 0);
  watch(number, false);
}

void Crowd::write(std::size_t number, std::string const &bytes) {
  viewers_[number].unsent += bytes;
  on_writable(number);
}

void Crowd::on_readable(std::size_t number) {
  auto &viewer = viewers_[number];
  if (viewer.socket < 0 || viewer.stage == Stage::stopped) {
    return;
  }
  std::array<char, 65'536> buffer;
  auto const got = ::recv(viewer.socket, buffer.data(), buffer.size(), 0);
  if (got < 0 && errno == EAGAIN) {
    return;
  }
  if (got <= 0) {
    end(number, 0);
    return;
  }
  bytes_ += static_cast<std::uint64_t>(got);
  viewer.unread.append(buffer.data(), static_cast<std::size_t>(got));
  if (viewer.stage != Stage::open && !take_answer(number)) {
    return;
  }
  while (viewers_[number].stage == Stage::open && take_frame(number)) {
  }
}

bool Crowd::take_answer(std::size_t number) {
  auto &viewer = viewers_[number];
  auto const end_of_head = viewer.unread.find("\r\n\r\n");
  if (end_of_head == std::string::npos) {
    return false;
  }
  if (viewer.unread.compare(0, 12, "HTTP/1.1 101") != 0) {
    end(number, 0);
    return false;
  }
  viewer.unread.erase(0, end_of_head + 4);
  viewer.stage = Stage::open;
  ++open_;
  if (auto const first = hooks_.on_open(number); !first.empty()) {
    send(number, first);
  }
  return true;
}

/// false: no whole frame is here.
bool Crowd::take_frame(std::size_t number) {
  auto &unread = viewers_[number].unread;
  auto const byte = [&](std::size_t i) {
    return std::uint64_t{static_cast<unsigned char>(unread[i])};
  };
  if (unread.size() < 2) {
    return false;
  }
  std::uint64_t length = byte(1) & 0x7FU;
  std::size_t const extended = length == 126 ? 2 : length == 127 ? 8 : 0;
  if (unread.size() < 2 + extended) {
    return false;
  }
  length = extended == 0 ? length : 0;
  for (std::size_t i = 0; i < extended; ++i) {
    length = length << 8U | byte(2 + i);
  }
  auto const whole = 2 + extended + length;
  if (unread.size() < whole) {
    return false;
  }
  ++frames_;
  auto const opcode = static_cast<Opcode>(byte(0) & 0x0FU);
  auto const payload = unread.substr(2 + extended, length);
  unread.erase(0, whole);
  if (opcode == Opcode::ping) {
    write(number, make_frame(Opcode::pong, payload));
  } else if (opcode == Opcode::close) {
    end(number, RawFrame{opcode, true, payload}.close_code());
    return false;
  } else if (opcode == Opcode::text) {
    hooks_.on_message(number, payload);
  }
  return true;
}

void Crowd::end(std::size_t number, unsigned code) {
  auto &viewer = viewers_[number];
  open_ -= viewer.stage == Stage::open ? 1 : 0;
  ::close(viewer.socket);
  viewer = {};
  if (auto const back = hooks_.on_end(number, code); back != never) {
    due_.emplace(Clock::now() + back, number);
  }
}

void raise_file_limit() {
  ::rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

} // namespace yuntu::test

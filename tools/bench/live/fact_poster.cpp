#include "tools/bench/live/fact_poster.hpp"

#include "tools/bench/live/clock.hpp"
#include "tools/bench/live/dialect.hpp"

#include <nlohmann/json.hpp>

#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace yuntu::bench {

FactPoster::FactPoster(Loop &loop, Tally *&tally, int port, std::string token)
    : loop_(loop), tally_(tally), port_(port), token_(std::move(token)) {}

void FactPoster::connect() {
  fd_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  ::sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port_));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  void const *const place = &address;
  if (::connect(fd_, static_cast<::sockaddr const *>(place), sizeof address) != 0) {
    throw std::system_error(errno, std::generic_category(), "connect");
  }
  loop_.add(fd_, *this, EPOLLIN);
}

FactPoster::~FactPoster() {
  if (fd_ >= 0) {
    ::close(fd_);
  }
}

void FactPoster::post(std::uint64_t number, double lon, double lat, std::int64_t intended_us) {
  nlohmann::json const body{{"id", incident_id(number)},
                            {"channel", "hotline"},
                            {"text", "water on the road " + std::to_string(number)},
                            {"severity", "urgent"},
                            {"lon", lon},
                            {"lat", lat}};
  auto const text = body.dump();
  waiting_.push_back(
      {"POST /api/v1/incidents HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port_) +
           "\r\nAuthorization: Bearer " + token_ +
           "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(text.size()) +
           "\r\n\r\n" + text,
       intended_us});
  if (waiting_.size() == 1) {
    send_first();
  }
}

void FactPoster::send_first() {
  if (fd_ < 0) {
    connect();
  }
  auto const &request = waiting_.front().request;
  if (::send(fd_, request.data(), request.size(), MSG_NOSIGNAL) !=
      static_cast<ssize_t>(request.size())) {
    throw std::runtime_error("an incident could not be sent");
  }
}

void FactPoster::on_ready(std::uint32_t /*events*/) {
  char buffer[4096];
  auto const got = ::recv(fd_, buffer, sizeof buffer, MSG_DONTWAIT);
  if (got == 0 && waiting_.empty()) {
    ::close(std::exchange(fd_, -1));
    return;
  }
  if (got <= 0) {
    throw std::runtime_error("the connection for incidents has ended");
  }
  answer_.append(buffer, static_cast<std::size_t>(got));
  auto const head = answer_.find("\r\n\r\n");
  auto const length = answer_.find("Content-Length: ");
  if (head == std::string::npos || length == std::string::npos ||
      answer_.size() < head + 4 + std::stoul(answer_.substr(length + 16))) {
    return;
  }
  if (answer_.compare(0, 12, "HTTP/1.1 201") != 0) {
    throw std::runtime_error("an incident was refused: " + answer_);
  }
  answer_.clear();
  tally_->facts_answered.add(now_us() - waiting_.front().intended_us);
  waiting_.pop_front();
  if (!waiting_.empty()) {
    send_first();
  }
}

} // namespace yuntu::bench

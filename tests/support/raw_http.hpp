#pragma once

#include "tests/support/raw_socket.hpp"

#include <algorithm>
#include <cctype>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>

namespace yuntu::test {

struct RawResponse {
  unsigned status = 0;                        ///< 0: the connection ended without an answer
  std::map<std::string, std::string> headers; ///< names in lower case
  std::string body;

  [[nodiscard]] std::string header(std::string const &name) const {
    auto const found = headers.find(name);
    return found == headers.end() ? std::string() : found->second;
  }
};

/// Reads one answer. `has_body` false: the answer to a HEAD.
inline RawResponse read_response(RawSocket &socket, bool has_body = true) {
  RawResponse response;
  auto head = socket.read_until("\r\n\r\n");
  if (head.size() < 12 || head.compare(0, 5, "HTTP/") != 0) {
    return response;
  }
  response.status = static_cast<unsigned>(std::stoul(head.substr(9, 3)));
  for (auto at = head.find("\r\n") + 2; at < head.size() - 2;) {
    auto const end = head.find("\r\n", at);
    auto const colon = head.find(':', at);
    auto name = head.substr(at, colon - at);
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    auto const value = head.find_first_not_of(' ', colon + 1);
    response.headers[name] = head.substr(value, end - value);
    at = end + 2;
  }
  if (has_body && response.status >= 200 && response.headers.count("content-length") != 0) {
    response.body = socket.read_exactly(std::stoul(response.headers["content-length"]));
  }
  return response;
}

/// "GET /path" and header lines without line breaks; Content-Length is added for a body.
inline std::string make_request(std::string const &start, std::uint16_t port,
                                std::initializer_list<std::string> headers = {},
                                std::string const &body = {}) {
  auto request = start + " HTTP/1.1\r\n";
  auto const names_host = std::any_of(headers.begin(), headers.end(), [](std::string const &line) {
    return line.compare(0, 5, "Host:") == 0;
  });
  if (!names_host) {
    request += "Host: 127.0.0.1:" + std::to_string(port) + "\r\n";
  }
  for (auto const &line : headers) {
    request += line + "\r\n";
  }
  if (!body.empty()) {
    request += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  }
  return request + "\r\n" + body;
}

/// One request on a connection of its own.
inline RawResponse ask(std::uint16_t port, std::string const &start,
                       std::initializer_list<std::string> headers = {},
                       std::string const &body = {}) {
  RawSocket socket(port);
  socket.send(make_request(start, port, headers, body));
  return read_response(socket, start.compare(0, 5, "HEAD ") != 0);
}

} // namespace yuntu::test
